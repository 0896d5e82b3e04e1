// The bytes of a file that must not be larger than so much.

import { closeSync, openSync, readSync } from 'node:fs'
import { tellAt, WrongInputError } from '../review/wrong-input.ts'
import { nameOf } from './answer.ts'

const chunkBytes = 1024 * 1024

/**
 * The bytes of a file; `-` is stdin. Of one that is larger, one byte more than `maxBytes`: whoever reads it refuses it by that.
 *
 * @throws {WrongInputError} it is not there, or cannot be read
 */
export function readBytes(file: string, maxBytes: number): Buffer {
  try {
    const descriptor = file === '-' ? 0 : openSync(file, 'r')
    try {
      return readUpTo(descriptor, maxBytes + 1)
    } finally {
      if (descriptor !== 0) closeSync(descriptor)
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    const what = code === 'ENOENT' ? 'there is no such file.' : `cannot be read (${code}).`
    throw new WrongInputError([tellAt(nameOf(file), undefined, what)])
  }
}

function readUpTo(descriptor: number, count: number): Buffer {
  const chunks: Buffer[] = []
  for (let left = count; left > 0; ) {
    const chunk = Buffer.alloc(Math.min(left, chunkBytes))
    const read = readSome(descriptor, chunk)
    if (read === 0) break
    chunks.push(chunk.subarray(0, read))
    left -= read
  }
  return Buffer.concat(chunks)
}

/** A pipe that nothing was written to yet says so instead of waiting, when whoever opened it wanted that. */
function readSome(descriptor: number, chunk: Buffer): number {
  for (;;) {
    try {
      return readSync(descriptor, chunk)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (code === 'EOF') return 0
      if (code !== 'EAGAIN') throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10)
    }
  }
}
