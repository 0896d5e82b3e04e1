import { createPublicKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { encodePublicPaserk } from '../../src/token/key-id.ts'
import { importPublicKey } from '../../src/token/public-key.ts'
import { generateSigningKey, importSigningKey } from '../../src/token/signing-key.ts'
import { v4SecretKey } from './vectors.ts'

const p = 2n ** 255n - 19n

/** 32 bytes, little-endian: y, and the sign of x in the top bit. */
function encode(y: bigint, sign: 0n | 1n): string {
  const hex = (y | (sign << 255n)).toString(16).padStart(64, '0')
  return encodePublicPaserk(Buffer.from(hex, 'hex').reverse())
}

const orderEight = 2707385501144840649318225287225658788936804267575313519463743609750303402022n

describe('importPublicKey', () => {
  it('gives the key that was generated', async () => {
    const { id, publicPaserk, native } = await generateSigningKey()
    const key = importPublicKey(publicPaserk)
    expect({ id: key.id, paserk: key.paserk, isSame: key.native.equals(createPublicKey(native)) }).toEqual({
      id,
      paserk: publicPaserk,
      isSame: true,
    })
  })

  it('takes every one of 100 generated keys', async () => {
    for (let count = 0; count < 100; count++) {
      const { publicPaserk } = await generateSigningKey()
      expect(importPublicKey(publicPaserk).paserk).toBe(publicPaserk)
    }
  })

  const smallOrder = [
    ['order 1', 1n],
    ['order 1, not canonical', p + 1n],
    ['order 2', p - 1n],
    ['order 4', 0n],
    ['order 4, not canonical', p],
    ['order 8', orderEight],
    ['order 8, the other', p - orderEight],
  ] as const
  it.each(smallOrder.flatMap(([name, y]) => [[name, encode(y, 0n)] as const, [`${name}, other sign`, encode(y, 1n)] as const]))(
    'refuses the point of small order: %s',
    (_, paserk) => {
      expect(() => importPublicKey(paserk)).toThrow(/small order/)
    },
  )

  it.each(Array.from({ length: 17 }, (_, index) => p + BigInt(index) + 2n))('refuses y = %s, past the prime', (y) => {
    expect(() => importPublicKey(encode(y, 0n))).toThrow(/canonical/)
    expect(() => importPublicKey(encode(y, 1n))).toThrow(/canonical/)
  })

  // Worked out apart from this code, with Euler's criterion in Python.
  it.each([3n, 4n, 5n, 6n, 9n])('takes y = %s, which is on the curve', (y) => {
    expect(importPublicKey(encode(y, 0n)).paserk).toBe(encode(y, 0n))
    expect(importPublicKey(encode(y, 1n)).paserk).toBe(encode(y, 1n))
  })

  it.each([2n, 7n, 8n])('refuses y = %s, which is off the curve', (y) => {
    expect(() => importPublicKey(encode(y, 0n))).toThrow(/curve/)
    expect(() => importPublicKey(encode(y, 1n))).toThrow(/curve/)
  })

  it('takes the key of the official tokens, and not one bit more or less', () => {
    const { publicPaserk } = importSigningKey(Buffer.from(v4SecretKey, 'hex'))
    expect(importPublicKey(publicPaserk).paserk).toBe(publicPaserk)
    expect(() => importPublicKey(`${publicPaserk}A`)).toThrow(TypeError)
    expect(() => importPublicKey(publicPaserk.slice(0, -1))).toThrow(TypeError)
    expect(() => importPublicKey(`${publicPaserk}=`)).toThrow(TypeError)
  })

  it('is frozen', async () => {
    expect(Object.isFrozen(importPublicKey((await generateSigningKey()).publicPaserk))).toBe(true)
  })
})
