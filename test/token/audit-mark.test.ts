// Marks of the audit log: what is read is what was signed, and neither kind passes for the other, nor for a token.

import { describe, expect, it } from 'vitest'
import { type AuditMark, openAuditMark, readMarkKeyId } from '../../src/token/audit-mark.ts'
import { openRevocationPage } from '../../src/token/revocation-page.ts'
import { signAccessToken } from '../../src/token/sign.ts'
import { signAuditMark } from '../../src/token/sign-audit-mark.ts'
import { verifyAccessToken } from '../../src/token/verify.ts'
import { claims, now, options, publicKey, signingKey } from './fixtures.ts'

const head: AuditMark = { kind: 'head', issuer: 'https://id.example', issuedAt: now, sequence: 7, hash: '0a'.repeat(32) }
const refusal = (reason: string) => expect.objectContaining({ code: 'UNAUTHENTICATED', reason })

describe('a mark', () => {
  it.each(['head', 'checkpoint', 'export'] as const)(
    'of the kind %s is read as it was signed, with the key that it names',
    (kind) => {
      const token = signAuditMark({ ...head, kind }, signingKey)
      expect(readMarkKeyId(token)).toBe(signingKey.id)
      expect(openAuditMark(kind, token, publicKey)).toEqual({ ...head, kind })
    },
  )

  it('of one kind does not pass for the other, for a page of revocations, or for an access token', async () => {
    const token = signAuditMark(head, signingKey)
    expect(() => openAuditMark('checkpoint', token, publicKey)).toThrow(refusal('BAD_SIGNATURE'))
    const end = signAuditMark({ ...head, kind: 'export' }, signingKey)
    expect(() => openAuditMark('checkpoint', end, publicKey)).toThrow(refusal('BAD_SIGNATURE'))
    expect(() => openRevocationPage(token, publicKey)).toThrow(refusal('BAD_SIGNATURE'))
    await expect(verifyAccessToken(token, options)).rejects.toEqual(refusal('BAD_SIGNATURE'))
    const accessToken = await signAccessToken(claims, signingKey)
    expect(() => openAuditMark('head', accessToken, publicKey)).toThrow(refusal('BAD_SIGNATURE'))
  })

  it('is refused unread when it is longer than any mark', () => {
    expect(() => readMarkKeyId('v4.public.'.padEnd(4_097, 'A'))).toThrow(refusal('MALFORMED'))
  })

  it.each([
    ['no issuer', { issuer: undefined }],
    ['a place below 0', { sequence: -1 }],
    ['a place that is no whole number', { sequence: 1.5 }],
    ['half a hash', { hash: '0a' }],
  ])('is refused, signed or not, with %s', (_what, change) => {
    const token = signAuditMark({ ...head, ...change } as AuditMark, signingKey)
    expect(() => openAuditMark('head', token, publicKey)).toThrow(TypeError)
  })
})
