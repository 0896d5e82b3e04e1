// Deliveries of webhooks: what is read is what was signed, and no other token of the service passes for one.

import { describe, expect, it } from 'vitest'
import { openAuditMark } from '../../src/token/audit-mark.ts'
import { openRevocationPage } from '../../src/token/revocation-page.ts'
import { signAccessToken } from '../../src/token/sign.ts'
import { signAuditMark } from '../../src/token/sign-audit-mark.ts'
import { signWebhookDelivery } from '../../src/token/sign-webhook-delivery.ts'
import { verifyAccessToken } from '../../src/token/verify.ts'
import { openWebhookDelivery, readDeliveryKeyId, type WebhookDelivery } from '../../src/token/webhook-delivery.ts'
import { claims, now, options, publicKey, signingKey } from './fixtures.ts'

const event = {
  ...{ sequence: 7, id: 'evt_1', at: now, type: 'login.failed', actorId: 'usr_1', clientId: null, targetId: null },
  ...{ ipAddress: '192.0.2.7', requestId: 'req_1', data: { reason: 'password' } },
}
const delivery: WebhookDelivery = {
  ...{ issuer: 'https://id.example', audience: 'https://hook.example/', webhookId: 'whk_1' },
  ...{ issuedAt: now, expiresAt: new Date(now.getTime() + 300_000), from: 5, to: 8, events: [event] },
}
const refusal = (reason: string) => expect.objectContaining({ code: 'UNAUTHENTICATED', reason })

describe('a delivery', () => {
  const token = signWebhookDelivery(delivery, signingKey)

  it('is read as it was signed, with the key that it names', () => {
    expect(readDeliveryKeyId(token)).toBe(signingKey.id)
    expect(openWebhookDelivery(token, publicKey)).toEqual(delivery)
  })

  it('does not pass for an access token, a mark or a page of revocations, nor they for it', async () => {
    await expect(verifyAccessToken(token, options)).rejects.toEqual(refusal('BAD_SIGNATURE'))
    expect(() => openAuditMark('head', token, publicKey)).toThrow(refusal('BAD_SIGNATURE'))
    expect(() => openRevocationPage(token, publicKey)).toThrow(refusal('BAD_SIGNATURE'))
    const mark = { kind: 'head' as const, issuer: 'https://id.example', issuedAt: now, sequence: 7, hash: '0a'.repeat(32) }
    for (const other of [await signAccessToken(claims, signingKey), signAuditMark(mark, signingKey)])
      expect(() => openWebhookDelivery(other, publicKey)).toThrow(refusal('BAD_SIGNATURE'))
  })

  it('is refused unread when it is longer than any delivery', () => {
    expect(() => readDeliveryKeyId('v4.public.'.padEnd(1024 * 1024 + 1, 'A'))).toThrow(refusal('MALFORMED'))
  })

  it.each([
    ['no audience', { audience: undefined }],
    ['no date', { issuedAt: undefined }],
    ['no end', { expiresAt: 'soon' }],
    ['a place below 0', { from: -1 }],
    ['no events', { events: undefined }],
    ['an event without a place', { events: [{ ...event, sequence: null }] }],
    ['an event whose actor is a number', { events: [{ ...event, actorId: 1 }] }],
    ['an event without data', { events: [{ ...event, data: null }] }],
    ['an event that is nothing', { events: [null] }],
  ])('is refused, signed or not, with %s', (_what, change) => {
    const other = signWebhookDelivery({ ...delivery, ...change } as unknown as WebhookDelivery, signingKey)
    expect(() => openWebhookDelivery(other, publicKey)).toThrow(TypeError)
  })
})
