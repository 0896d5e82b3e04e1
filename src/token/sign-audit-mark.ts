// Signs places in the audit log's chain.

import { type AuditMark, markAssertion } from './audit-mark.ts'
import { formatFooter } from './footer.ts'
import { signV4Public } from './sign-v4-public.ts'
import type { SigningKey } from './signing-key.ts'

/** A mark as it is kept and exported, `v4.public.…`, whose footer names the key. */
export function signAuditMark({ kind, issuer, issuedAt, sequence, hash }: AuditMark, key: SigningKey): string {
  const payload = { iss: issuer, iat: issuedAt.toISOString(), sequence, hash }
  return signV4Public(JSON.stringify(payload), { key, footer: formatFooter(key.id), implicitAssertion: markAssertion(kind) })
}
