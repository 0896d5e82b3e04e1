import { PublicProtocol } from 'paseto'
import { ImportPublicKeyFactory, VerifyFactory } from 'paseto/v4/public'
import { describe, expect, it } from 'vitest'
import { UnauthenticatedError } from '../../src/errors.ts'
import { importPublicKey } from '../../src/token/public-key.ts'
import { signV4Public } from '../../src/token/sign-v4-public.ts'
import { importSigningKey } from '../../src/token/signing-key.ts'
import { openV4Public } from '../../src/token/v4-public.ts'
import { v4Claims, v4Failing, v4SecretKey, v4Tokens } from './vectors.ts'

const signingKey = importSigningKey(Buffer.from(v4SecretKey, 'hex'))
const publicKey = importPublicKey(signingKey.publicPaserk)
/** The paseto package with its own WebCrypto. */
const elsewhere = new PublicProtocol(VerifyFactory, ImportPublicKeyFactory)
const bytes = (text: string) => new TextEncoder().encode(text)

describe('v4.public', () => {
  it.each(v4Tokens)('writes vector $name, letter for letter', ({ token, footer, implicitAssertion }) => {
    const parts = { key: signingKey, footer: bytes(footer), implicitAssertion: bytes(implicitAssertion) }
    expect(signV4Public(JSON.stringify(v4Claims), parts)).toBe(token)
  })

  it('writes what another implementation reads', async () => {
    const claims = { ...v4Claims, exp: '2099-01-01T00:00:00+00:00', note: 'größer' }
    const parts = { key: signingKey, footer: bytes('a footer'), implicitAssertion: bytes('an assertion') }
    const token = signV4Public(JSON.stringify(claims), parts)
    const key = await elsewhere.ImportPublicKey(publicKey.paserk as `k4.public.${string}`)
    const read = await elsewhere.Verify(key, token, { implicitAssertion: bytes('an assertion') })
    expect(read.claims).toEqual(claims)
    await expect(elsewhere.Verify(key, token, { implicitAssertion: bytes('another') })).rejects.toThrow()
  })

  it.each(v4Tokens)('reads vector $name', ({ token, implicitAssertion }) => {
    expect(JSON.parse(openV4Public(token, publicKey, bytes(implicitAssertion)).toString())).toEqual(v4Claims)
  })

  it.each(v4Tokens)('refuses vector $name under another implicit assertion', ({ token }) => {
    expect(reasonOf(token, 'other')).toBe('BAD_SIGNATURE')
  })

  it('refuses a token under another footer, and one that lost it', () => {
    const [, { token, footer }] = v4Tokens
    const other = Buffer.from(`${footer} `).toString('base64url')
    const withoutFooter = token.split('.').slice(0, 3).join('.')
    expect([reasonOf(withoutFooter), reasonOf(`${withoutFooter}.${other}`)]).toEqual(['BAD_SIGNATURE', 'BAD_SIGNATURE'])
    expect([reasonOf(`${withoutFooter}.`), reasonOf(`${token}.e30`)]).toEqual(['MALFORMED', 'MALFORMED'])
    expect(reasonOf(token)).toBe('accepted')
  })

  it.each(v4Failing)('refuses failing vector %s', (name, token) => {
    expect(reasonOf(token, `{"test-vector":"${name}"}`)).toMatch(/MALFORMED|BAD_SIGNATURE/)
  })
})

function reasonOf(token: string, implicitAssertion = ''): string {
  try {
    openV4Public(token, publicKey, bytes(implicitAssertion))
    return 'accepted'
  } catch (error) {
    return error instanceof UnauthenticatedError ? error.reason : String(error)
  }
}
