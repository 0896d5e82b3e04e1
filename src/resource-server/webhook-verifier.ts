// Verifies what a webhook receives: that the issuer sent it, to this very URL, just now, and that nobody changed it on the way.

import { UnauthenticatedError, type UnauthenticatedReason } from '../errors.ts'
import { openWebhookDelivery, readDeliveryKeyId, type WebhookDelivery } from '../token/webhook-delivery.ts'
import { discoverEndpoints } from './discovery.ts'
import { createOutageReport, type Outage } from './outage.ts'
import { fetchRemoteKeys } from './remote-keys.ts'

/** Whose deliveries to accept, and where. */
export interface WebhookVerifierOptions {
  /** The authorization server's URL, exactly as it names itself; its keys are found from it. */
  issuer: string
  /** The webhook's own URL, as it was given to the authorization server: what was sent elsewhere is refused. */
  url: string
  /** How far the two clocks may be apart. Default 5. */
  clockToleranceSeconds?: number
  /** Told once when the keys cannot be fetched after the start, and once when they can be again. What it throws is ignored. */
  onOutage?: (outage: Outage) => void
  fetch?: typeof fetch
  now?: () => Date
}

/** Turns the body of a request into what the issuer tells. */
export interface WebhookVerifier {
  /**
   * A delivery is good for five minutes, and may come twice in them: remember its `to`, and leave out events whose `sequence` is no higher.
   *
   * @param body of the request, as text; over 1 MiB it is refused unread
   * @throws {UnauthenticatedError} malformed, forged, by a key that is unknown or revoked, another issuer's, another URL's, or not of now
   */
  verify(body: string): Promise<WebhookDelivery>
}

/**
 * Finds the issuer's keys; they are kept fresh as those of a token verifier are.
 *
 * @throws {TypeError} an option is missing or senseless
 * @throws {Error} discovery or the first fetch of keys failed
 */
export async function createWebhookVerifier(options: WebhookVerifierOptions): Promise<WebhookVerifier> {
  assertOptions(options)
  const { issuer, clockToleranceSeconds = 5, fetch = globalThis.fetch, now = () => new Date(), onOutage } = options
  const url = new URL(options.url).href
  const { keys: endpoint } = await discoverEndpoints(issuer, { fetch })
  const keys = await fetchRemoteKeys({ endpoint, fetch, now, outage: createOutageReport('keys', onOutage) })

  return Object.freeze({
    async verify(body: string): Promise<WebhookDelivery> {
      const delivery = await open(body)
      const aheadSeconds = (delivery.issuedAt.getTime() - now().getTime()) / 1000
      const overdueSeconds = (now().getTime() - delivery.expiresAt.getTime()) / 1000
      if (delivery.issuer !== issuer) throw refusal('WRONG_ISSUER')
      if (delivery.audience !== url) throw refusal('WRONG_AUDIENCE')
      if (aheadSeconds > clockToleranceSeconds) throw refusal('NOT_YET_VALID')
      if (overdueSeconds >= clockToleranceSeconds) throw refusal('EXPIRED')
      return delivery
    },
  })

  async function open(body: string): Promise<WebhookDelivery> {
    try {
      const keyId = readDeliveryKeyId(body)
      const key = await keys.find(keyId)
      if (key?.id !== keyId) throw refusal('UNKNOWN_KEY')
      return openWebhookDelivery(body, key)
    } catch (cause) {
      // What the token's own errors advise is for callers who log in.
      throw refusal(cause instanceof UnauthenticatedError ? cause.reason : 'MALFORMED', cause)
    }
  }
}

function refusal(reason: UnauthenticatedReason, cause?: unknown): UnauthenticatedError {
  return new UnauthenticatedError(reason, 'The request is no delivery to this webhook.', cause)
}

function assertOptions(options: WebhookVerifierOptions): void {
  if (typeof options !== 'object' || options === null) throw new TypeError('"options" must be an object with "issuer" and "url".')
  const { issuer, url, clockToleranceSeconds = 5 } = options
  for (const [name, value] of Object.entries({ issuer, url })) {
    if (typeof value !== 'string' || !/^https?:\/\//i.test(value) || !URL.canParse(value))
      throw new TypeError(`"${name}" must be an http(s) URL.`)
  }
  if (!Number.isFinite(clockToleranceSeconds) || clockToleranceSeconds < 0)
    throw new TypeError('"clockToleranceSeconds" must be a number from 0 on.')
}
