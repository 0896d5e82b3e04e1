// Signs what webhooks are sent.

import { formatFooter } from './footer.ts'
import { signV4Public } from './sign-v4-public.ts'
import type { SigningKey } from './signing-key.ts'
import { deliveryAssertion, type WebhookDelivery } from './webhook-delivery.ts'

/** A delivery as it is sent, `v4.public.…`, whose footer names the key. */
export function signWebhookDelivery(delivery: WebhookDelivery, key: SigningKey): string {
  const { issuer, audience, webhookId, issuedAt, expiresAt, from, to, events } = delivery
  const payload = { iss: issuer, aud: audience, webhook: webhookId, iat: issuedAt, exp: expiresAt, from, to, events }
  return signV4Public(JSON.stringify(payload), { key, footer: formatFooter(key.id), implicitAssertion: deliveryAssertion })
}
