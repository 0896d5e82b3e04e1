import { describe, expect, it } from 'vitest'
import { decodePublicPaserk, encodePublicPaserk, publicKeyId } from '../../src/token/key-id.ts'
import { publicKeys } from './vectors.ts'

describe('publicKeyId', () => {
  it.each(publicKeys)('agrees with the official vector of %s', (_, paserk, id) => {
    expect(publicKeyId(paserk)).toBe(id)
  })
})

describe('the PASERK form of a public key', () => {
  it.each(publicKeys)('agrees with the official vector of %s', (hex, paserk) => {
    expect(encodePublicPaserk(Buffer.from(hex, 'hex'))).toBe(paserk)
    expect(decodePublicPaserk(paserk).toString('hex')).toBe(hex)
  })

  const text = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
  it.each([
    ['no header', text],
    ['another version', `k3.public.${text}`],
    ['a secret', `k4.secret.${text}`],
    ['a header in capitals', `K4.public.${text}`],
    ['31 bytes', `k4.public.${text.slice(1)}`],
    ['33 bytes', `k4.public.${text}A`],
    ['padding', `k4.public.${text}=`],
    ['stray bits at the end', `k4.public.${text.slice(1)}B`],
    ['the other alphabet', `k4.public.${text.slice(1)}+`],
    ['a line end', `k4.public.${text}\n`],
    ['a blank in front', ` k4.public.${text}`],
    ['nothing', ''],
  ])('refuses %s', (_, paserk) => {
    expect(() => decodePublicPaserk(paserk)).toThrow(TypeError)
    expect(() => publicKeyId(paserk)).toThrow(TypeError)
  })
})
