// Verifying as the API does it: a long log takes long, and however many ask at once, a node walks it once.

import type { Authority } from '../authority.ts'
import { type AuditLogVerification, verifyAuditLog } from './verify.ts'

const running = new WeakMap<object, Promise<AuditLogVerification>>()

/** Verifies the log, or waits for the verification of this node that is under way, which may have begun some seconds earlier. */
export function verifySharedAuditLog({
  storage,
  keyRing,
}: Pick<Authority, 'storage' | 'keyRing'>): Promise<AuditLogVerification> {
  const known = running.get(storage)
  if (known) return known
  const verification = verifyAuditLog({ storage, keyRing }).finally(() => running.delete(storage))
  running.set(storage, verification)
  return verification
}
