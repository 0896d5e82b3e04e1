import { describe, expect, it } from 'vitest'
import { UnauthenticatedError } from '../../src/errors.ts'
import { importPublicKey } from '../../src/token/public-key.ts'
import { importSigningKey } from '../../src/token/signing-key.ts'
import { v4Public } from '../../src/token/v4-public.ts'
import { v4Claims, v4Failing, v4SecretKey, v4Tokens } from './vectors.ts'

const signingKey = importSigningKey(Buffer.from(v4SecretKey, 'hex'))
const publicKey = importPublicKey(signingKey.publicPaserk)
const now = new Date('2021-12-31T00:00:00Z')
const bytes = (text: string) => new TextEncoder().encode(text)

describe('v4Public', () => {
  it.each(v4Tokens)('writes vector $name, letter for letter', async ({ token, footer, implicitAssertion }) => {
    const options = { footer: bytes(footer), implicitAssertion: bytes(implicitAssertion), addIssuedAt: false }
    expect(await v4Public.Sign(signingKey, v4Claims, options)).toBe(token)
  })

  it.each(v4Tokens)('reads vector $name', async ({ token, footer, implicitAssertion }) => {
    const result = await v4Public.Verify(publicKey, token, { now, implicitAssertion: bytes(implicitAssertion) })
    expect({ claims: result.claims, footer: Buffer.from(result.footer).toString() }).toEqual({ claims: v4Claims, footer })
  })

  it.each(v4Tokens)('refuses vector $name under another implicit assertion', async ({ token }) => {
    const error = await v4Public
      .Verify(publicKey, token, { now, implicitAssertion: bytes('other') })
      .catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(UnauthenticatedError)
    expect(error).toMatchObject({ reason: 'BAD_SIGNATURE' })
  })

  it.each(v4Failing)('refuses failing vector %s', async (name, token) => {
    const implicitAssertion = bytes(`{"test-vector":"${name}"}`)
    await expect(v4Public.Verify(publicKey, token, { now, implicitAssertion })).rejects.toThrow()
  })
})
