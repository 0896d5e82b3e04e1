// Pages of the revocation feed: what is read is what was signed, and neither a page nor an access token passes for the other.

import { describe, expect, it } from 'vitest'
import {
  maxPageEntries,
  maxPageLength,
  openRevocationPage,
  type RevocationPage,
  readPageKeyId,
} from '../../src/token/revocation-page.ts'
import { signAccessToken } from '../../src/token/sign.ts'
import { signRevocationPage } from '../../src/token/sign-revocation-page.ts'
import { verifyAccessToken } from '../../src/token/verify.ts'
import { claims, now, options, publicKey, secondsFromNow, signingKey } from './fixtures.ts'

const page: RevocationPage = {
  issuer: 'https://id.example',
  issuedAt: now,
  from: 3,
  to: 9,
  mark: 'what stands at 9',
  isLast: true,
  keySet: 'a digest',
  revocations: [
    { kind: 'session', targetId: 'ses_1', revokedAt: now, expiresAt: secondsFromNow(3_660) },
    { kind: 'key', targetId: signingKey.id, revokedAt: secondsFromNow(-1), expiresAt: secondsFromNow(60) },
  ],
}
const refusal = (reason: string) => expect.objectContaining({ code: 'UNAUTHENTICATED', reason })

describe('a page of revocations', () => {
  it('is read as it was signed, with the key that it names', async () => {
    const text = signRevocationPage(page, signingKey)
    expect(readPageKeyId(text)).toBe(signingKey.id)
    expect(openRevocationPage(text, publicKey)).toEqual(page)
  })

  it('may hold nothing, or as much as a page can with the longest ids', async () => {
    const empty = { ...page, revocations: [] }
    expect(openRevocationPage(signRevocationPage(empty, signingKey), publicKey)).toEqual(empty)
    const targetId = Array.from({ length: 5 }, () => 'tok_01234567-0123-7123-8123-0123456789ab').join('.')
    const revocation = { kind: 'token' as const, targetId, revokedAt: now, expiresAt: now }
    const full = { ...page, revocations: Array.from({ length: maxPageEntries }, () => revocation) }
    const text = signRevocationPage(full, signingKey)
    expect(text.length).toBeLessThan(maxPageLength)
    expect(openRevocationPage(text, publicKey).revocations).toHaveLength(maxPageEntries)
  })

  it('is refused unread when it is longer than any page', () => {
    expect(() => readPageKeyId('v4.public.'.padEnd(maxPageLength + 1, 'A'))).toThrow(refusal('MALFORMED'))
  })

  it('is refused with any of its characters changed', async () => {
    const text = signRevocationPage(page, signingKey)
    for (let index = 0; index < text.length; index += 7) {
      const changed = `${text.slice(0, index)}${text[index] === 'A' ? 'B' : 'A'}${text.slice(index + 1)}`
      expect(() => {
        if (readPageKeyId(changed) !== signingKey.id) throw refusal('UNKNOWN_KEY')
        openRevocationPage(changed, publicKey)
      }).toThrow()
    }
  })

  it('does not pass for an access token, nor an access token for a page', async () => {
    const token = await signAccessToken(claims, signingKey)
    expect(() => openRevocationPage(token, publicKey)).toThrow(refusal('BAD_SIGNATURE'))
    const text = signRevocationPage({ ...page, revocations: [] }, signingKey)
    await expect(verifyAccessToken(text, options)).rejects.toEqual(refusal('BAD_SIGNATURE'))
    expect(await verifyAccessToken(token, options)).toMatchObject({ tokenId: 'tok_1' })
  })

  it.each([
    ['no issuer', { issuer: undefined }],
    ['a place below 0', { from: -1 }],
    ['an end before its beginning', { from: 10 }],
    ['a place that is no whole number', { to: 9.5 }],
    ['no word on whether it is the last', { isLast: undefined }],
    ['no key set', { keySet: undefined }],
    ['no mark', { mark: undefined }],
    ['an unknown kind', { revocations: [{ ...page.revocations[0], kind: 'planet' }] }],
    ['a target without a name', { revocations: [{ ...page.revocations[0], targetId: '' }] }],
  ])('is refused, signed or not, with %s', async (_what, change) => {
    const text = signRevocationPage({ ...page, ...change } as RevocationPage, signingKey)
    expect(() => openRevocationPage(text, publicKey)).toThrow(TypeError)
  })
})
