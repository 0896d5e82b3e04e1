// Signs the pages of the revocation feed.

import { formatFooter } from './footer.ts'
import { pageAssertion, type RevocationPage } from './revocation-page.ts'
import { signV4Public } from './sign-v4-public.ts'
import type { SigningKey } from './signing-key.ts'

/** A page as it is sent, `v4.public.…`, whose footer names the key. */
export function signRevocationPage(page: RevocationPage, key: SigningKey): string {
  const { issuer, issuedAt, from, to, mark, isLast, keySet } = page
  const revocations = page.revocations.map(({ kind, targetId, revokedAt, expiresAt }) => {
    return [kind, targetId, revokedAt.getTime(), expiresAt.getTime()]
  })
  const payload = { iss: issuer, iat: issuedAt.toISOString(), from, to, mark, last: isLast, keys: keySet, revocations }
  return signV4Public(JSON.stringify(payload), { key, footer: formatFooter(key.id), implicitAssertion: pageAssertion })
}
