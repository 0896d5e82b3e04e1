import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createWebhookVerifier, type WebhookVerifier } from '../../src/resource-server/webhook-verifier.ts'
import { signWebhookDelivery } from '../../src/token/sign-webhook-delivery.ts'
import { generateSigningKey, type SigningKey } from '../../src/token/signing-key.ts'
import type { WebhookDelivery } from '../../src/token/webhook-delivery.ts'
import { createClock, type TestClock } from '../support/clock.ts'
import { type Issuer, publish, startIssuer } from './issuer.ts'

const url = 'https://hook.example/events?from=fieldgate'

describe('a webhook verifier', () => {
  let clock: TestClock
  let issuer: Issuer
  let verifier: WebhookVerifier
  beforeEach(async () => {
    clock = createClock()
    issuer = await startIssuer(clock.now)
    verifier = await createWebhookVerifier({ issuer: issuer.url, url, now: clock.now })
  })
  afterEach(() => issuer.close())

  function deliver(changes: Partial<WebhookDelivery> = {}, key: SigningKey = issuer.key): string {
    const issuedAt = clock.now()
    const event = {
      ...{ sequence: 7, id: 'evt_1', at: issuedAt, type: 'login.failed', actorId: null, clientId: null, targetId: null },
      ...{ ipAddress: null, requestId: null, data: {} },
    }
    const life = { issuedAt, expiresAt: new Date(issuedAt.getTime() + 300_000) }
    const delivery = { issuer: issuer.url, audience: url, webhookId: 'whk_1', ...life, from: 5, to: 8, events: [event] }
    return signWebhookDelivery({ ...delivery, ...changes }, key)
  }
  const refusal = (reason: string) => expect.objectContaining({ code: 'UNAUTHENTICATED', reason })
  const inSeconds = (seconds: number) => new Date(clock.now().getTime() + seconds * 1000)

  it('gives what the issuer sent to this URL', async () => {
    const { webhookId, from, to, events } = await verifier.verify(deliver())
    expect({ webhookId, from, to }).toEqual({ webhookId: 'whk_1', from: 5, to: 8 })
    expect(events).toMatchObject([{ sequence: 7, type: 'login.failed', at: clock.now() }])
  })

  it('takes the URL as it was typed', async () => {
    const typed = await createWebhookVerifier({ issuer: issuer.url, url: 'HTTPS://Hook.example:443/events?from=fieldgate' })
    await expect(typed.verify(deliver({ ...lifeOfNow() }))).resolves.toMatchObject({ webhookId: 'whk_1' })
  })
  const lifeOfNow = () => ({ issuedAt: new Date(), expiresAt: new Date(Date.now() + 300_000) })

  it('refuses what somebody else signed', async () => {
    await expect(verifier.verify(deliver({}, await generateSigningKey()))).rejects.toEqual(refusal('UNKNOWN_KEY'))
  })

  it('refuses what was changed on the way, wherever', async () => {
    const token = deliver()
    const [, , payload = '', footer] = token.split('.')
    for (let at = 0; at < payload.length; at += 37) {
      const letter = payload[at] === 'A' ? 'B' : 'A'
      const changed = `v4.public.${payload.slice(0, at)}${letter}${payload.slice(at + 1)}.${footer}`
      await expect(verifier.verify(changed)).rejects.toEqual(refusal('BAD_SIGNATURE'))
    }
  })

  it('refuses what was signed by a key that has been revoked since', async () => {
    const token = deliver()
    issuer.keys = { keys: [publish(issuer.key, { status: 'REVOKED' })] }
    clock.advance(300)
    await expect(verifier.verify(token)).rejects.toEqual(refusal('UNKNOWN_KEY'))
  })

  it('refuses a replay after five minutes, and takes one before', async () => {
    const token = deliver()
    clock.advance(304)
    await expect(verifier.verify(token)).resolves.toMatchObject({ to: 8 })
    clock.advance(1)
    await expect(verifier.verify(token)).rejects.toEqual(refusal('EXPIRED'))
  })

  it('refuses what comes from the future', async () => {
    await expect(verifier.verify(deliver({ issuedAt: inSeconds(5) }))).resolves.toMatchObject({ to: 8 })
    await expect(verifier.verify(deliver({ issuedAt: inSeconds(5.001) }))).rejects.toEqual(refusal('NOT_YET_VALID'))
  })

  it.each([
    'https://hook.example/events',
    'https://other.example/events?from=fieldgate',
    'http://hook.example/events?from=fieldgate',
  ])('refuses what was meant for %s', async (audience) => {
    await expect(verifier.verify(deliver({ audience }))).rejects.toEqual(refusal('WRONG_AUDIENCE'))
  })

  it('refuses what another issuer says with the same key', async () => {
    await expect(verifier.verify(deliver({ issuer: 'https://other.example' }))).rejects.toEqual(refusal('WRONG_ISSUER'))
  })

  it('refuses tokens of the issuer that are no deliveries, and what is no token', async () => {
    await expect(verifier.verify(await issuer.token())).rejects.toEqual(refusal('BAD_SIGNATURE'))
    for (const text of ['', '{}', 'v4.public.', `${deliver()} `, undefined as unknown as string])
      await expect(verifier.verify(text)).rejects.toEqual(refusal('MALFORMED'))
    await expect(verifier.verify(deliver({ events: [null] as never }))).rejects.toEqual(refusal('MALFORMED'))
  })

  it('is not made with an option that is missing or senseless, nor without the keys', async () => {
    const make = (options: object) => createWebhookVerifier(options as Parameters<typeof createWebhookVerifier>[0])
    await expect(make({ url })).rejects.toThrow('"issuer" must be an http(s) URL.')
    await expect(make({ issuer: issuer.url, url: 'hook' })).rejects.toThrow('"url" must be an http(s) URL.')
    await expect(make({ issuer: issuer.url, url, clockToleranceSeconds: -1 })).rejects.toThrow('"clockToleranceSeconds"')
    issuer.keys = undefined
    await expect(make({ issuer: issuer.url, url })).rejects.toThrow('503')
  })
})
