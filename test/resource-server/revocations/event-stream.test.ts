// Server-sent events, however the network cuts them.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEventReader, type StreamEvent } from '../../../src/resource-server/revocations/event-stream.ts'

const text =
  ': hello\n\nevent: page\nid: 1\ndata: ä.b\n\ndata:two\ndata: lines\n\nevent: page\n\n\nevent:x\r\ndata\r\n\r\ndata: cut off'
const events = [
  { name: 'page', data: 'ä.b' },
  { name: 'message', data: 'two\nlines' },
  { name: 'x', data: '' },
]

function read(pieces: readonly Uint8Array[], maxLength = 1_000): StreamEvent[] {
  const reader = createEventReader(maxLength)
  return pieces.flatMap((piece) => reader.read(piece))
}

describe('an event reader', () => {
  it('gives the same events wherever the stream is cut, and none that does not end', () => {
    const bytes = Buffer.from(text)
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length)), (cuts) => {
        const ends = [...cuts.sort((a, b) => a - b), bytes.length]
        expect(read(ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end)))).toEqual(events)
      }),
    )
  })

  it('refuses an event that is too long, whole or not, and no stream of many', () => {
    const event = Buffer.from(`data: ${'x'.repeat(50)}\n\n`)
    expect(read(Array(50).fill(event), 100)).toHaveLength(50)
    expect(() => read([event], 50)).toThrow(RangeError)
    expect(() => read(Array(10).fill(Buffer.from(`data: ${'x'.repeat(20)}\n`)), 100)).toThrow(RangeError)
    expect(read(Array(50).fill(Buffer.from(`: ${'x'.repeat(20)}\n`)), 100)).toEqual([])
  })

  it('knows data that has begun from comments', () => {
    const reader = createEventReader(100)
    reader.read(Buffer.from(': still there\n'))
    expect(reader.isInside).toBe(false)
    reader.read(Buffer.from('data: v4'))
    expect(reader.isInside).toBe(true)
    reader.read(Buffer.from('\n\n'))
    expect(reader.isInside).toBe(false)
  })

  it('refuses what is not UTF-8', () => {
    expect(() => read([Uint8Array.of(0xff, 0x0a)])).toThrow(TypeError)
  })
})
