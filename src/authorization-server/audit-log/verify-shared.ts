// Verifying as the API does it: a long log takes long, and however many ask at once, a node walks it once at a time.

import type { Authority } from '../authority.ts'
import { type AuditLogVerification, verifyAuditLog } from './verify.ts'

interface Runs {
  readonly current: Promise<AuditLogVerification>
  /** The one after it, for all who asked since it began. */
  next?: Promise<AuditLogVerification>
}

const runsOf = new WeakMap<object, Runs>()

/**
 * Verifies the log as it is when this is called, or a little later.
 *
 * Who asks while a verification is under way shares the next one with all others who do: the one under way may have passed by what was
 * changed since, and knows nothing of what was sealed since.
 */
export function verifySharedAuditLog(options: Pick<Authority, 'storage' | 'keyRing'>): Promise<AuditLogVerification> {
  const runs = runsOf.get(options.storage)
  if (!runs) return begin(options)
  const over = runs.current.catch(() => undefined)
  runs.next ??= over.then(() => begin(options))
  return runs.next
}

function begin({ storage, keyRing }: Pick<Authority, 'storage' | 'keyRing'>): Promise<AuditLogVerification> {
  const runs: Runs = { current: verifyAuditLog({ storage, keyRing }) }
  runsOf.set(storage, runs)
  // Kept while somebody waits for the next one, which takes its place.
  const end = () => {
    if (!runs.next) runsOf.delete(storage)
  }
  runs.current.then(end, end)
  return runs.current
}
