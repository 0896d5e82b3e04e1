import { describe, expect, it } from 'vitest'
import { nonceOf, openBytes, sealBytes } from '../../src/token/sealed-text.ts'

const key = { header: 'test.v1.', key: new Uint8Array(32).fill(7) }
const nonceKey = new Uint8Array(32).fill(8)
const seal = (text: string) => sealBytes(Buffer.from(text), key, nonceOf(Buffer.from(text), nonceKey))

describe('a sealed text', () => {
  it.each(['', 'a', 'more than one block of the cipher '.repeat(20)])('opens to the same bytes: %j', (text) => {
    expect(openBytes(seal(text), key)?.toString()).toBe(text)
  })

  it('is the same for the same bytes alone', () => {
    expect(seal('a')).toBe(seal('a'))
    expect(seal('a').slice(0, 60)).not.toBe(seal('b').slice(0, 60))
  })

  it('opens under no other key and with no byte changed', () => {
    const sealed = seal('some text')
    expect(openBytes(sealed, { ...key, key: nonceKey })).toBeUndefined()
    const bytes = Buffer.from(sealed.slice(key.header.length), 'base64url')
    for (let index = 0; index < bytes.length; index++) {
      const changed = Buffer.from(bytes)
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index)
      expect(openBytes(key.header + changed.toString('base64url'), key)).toBeUndefined()
    }
  })

  it('of one purpose is none of another', () => {
    const sealed = seal('some text')
    expect(() => openBytes(sealed, { ...key, header: 'other.v1.' })).toThrow(TypeError)
    expect(openBytes(sealed.replace('test', 'other'), { ...key, header: 'other.v1.' })).toBeUndefined()
    expect(() => openBytes('test.v1.AAAA', key)).toThrow(TypeError)
  })
})
