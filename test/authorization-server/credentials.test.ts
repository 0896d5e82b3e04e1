import { describe, expect, it } from 'vitest'
import { createCredentials, isRefreshToken } from '../../src/authorization-server/credentials.ts'

const [credentials, sameSecret, otherSecret] = [
  createCredentials(secret(1)),
  createCredentials(secret(1)),
  createCredentials(secret(2)),
]

describe('new credentials', () => {
  it.each([
    ['refresh token', credentials.newRefreshToken, /^fgr_[A-Za-z0-9_-]{43}$/],
    ['client secret', credentials.newClientSecret, /^fgs_[A-Za-z0-9_-]{43}$/],
  ])('are 256 bits behind their prefix, and never twice the same: %s', (_what, make, pattern) => {
    const made = Array.from({ length: 1_000 }, make)
    expect(made.filter((text) => !pattern.test(text))).toEqual([])
    expect(new Set(made).size).toBe(1_000)
    expect(Buffer.from(made[0]?.slice(4) ?? '', 'base64url')).toHaveLength(32)
  })

  it('need a root secret of 32 bytes', () => {
    expect(() => createCredentials(new Uint8Array(31))).toThrow(TypeError)
    expect(createCredentials(new Uint8Array(32)).newClientSecret()).toMatch(/^fgs_/)
  })
})

describe('what is derived from a credential', () => {
  const token = credentials.newRefreshToken()
  const derived = (from: typeof credentials) => [
    from.successorOf(token),
    from.hashRefreshToken(token),
    from.hashClientSecret(token),
  ]

  it('is the same each time under one root secret, and another under another one', () => {
    expect(derived(sameSecret)).toEqual(derived(credentials))
    expect(derived(otherSecret).filter((text) => derived(credentials).includes(text))).toEqual([])
  })

  it('differs by purpose: the hash that is stored tells nothing of the successor', () => {
    const macs = derived(credentials).map((text) => text.replace(/^fgr_/, ''))
    expect(new Set([...macs, token.slice(4)]).size).toBe(4)
  })

  it('is known under every root secret, the current one first', () => {
    const both = createCredentials(secret(1), [secret(2)])
    const forms = [credentials, otherSecret].map((from) => ({
      hash: from.hashRefreshToken(token),
      successor: from.successorOf(token),
    }))
    expect(both.refreshTokenForms(token)).toEqual(forms)
    expect(both.clientSecretHashes(token)).toEqual([credentials, otherSecret].map((from) => from.hashClientSecret(token)))
    expect(derived(both)).toEqual(derived(credentials))
  })

  it('has the form of a refresh token, when it is the successor of one', () => {
    expect(isRefreshToken(credentials.successorOf(token))).toBe(true)
  })
})

describe('a refresh token', () => {
  const good = `fgr_${'A'.repeat(43)}`

  it.each([good, `fgr_${'-_09azAZ'.repeat(5)}abc`])('can be %j', (text) => {
    expect(isRefreshToken(text)).toBe(true)
  })

  it.each([
    '',
    'fgr_',
    good.slice(0, -1),
    `${good}A`,
    ` ${good}`,
    `${good}\n`,
    good.replace('fgr', 'fgs'),
    good.toUpperCase(),
    `${good.slice(0, -1)}=`,
    `${good.slice(0, -1)}+`,
    `${good.slice(0, -1)}\0`,
    'v4.public.AAAA',
  ])('cannot be %j', (text) => {
    expect(isRefreshToken(text)).toBe(false)
  })
})

function secret(byte: number): Uint8Array {
  return new Uint8Array(32).fill(byte)
}
