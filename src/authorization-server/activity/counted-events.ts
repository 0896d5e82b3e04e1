// Which security events are counted for charts, and as what.

import type { AuditType } from '../audit.ts'
import type { SealedEvent } from '../audit-log/chain-storage.ts'
import type { Counter, Increment } from './counts.ts'

/** Every event of these types counts once under each name; all others do not count. */
const countedEvents = {
  'login.succeeded': ['logins', 'tokensIssued'],
  'login.failed': ['failedLogins'],
  'refresh.rotated': ['refreshes', 'tokensIssued'],
  // The same refresh, asked for again as its answer was lost; but the access token is another one.
  'refresh.retried': ['tokensIssued'],
  'refresh.reused': ['reuses'],
  'token.issued': ['tokensIssued'],
  'token.exchanged': ['tokensIssued'],
} as const satisfies Partial<Record<AuditType, readonly Counter[]>>

const countersOf: ReadonlyMap<string, readonly Counter[]> = new Map(Object.entries(countedEvents))

/** What an event adds, at its own instant, however late it was sealed. */
export function incrementsOf({ type, at: text }: SealedEvent): readonly Increment[] {
  const at = new Date(text)
  // Somebody changed it past the service. That is for the chain to tell, and no reason to count nothing ever after.
  if (Number.isNaN(at.getTime())) return []
  return (countersOf.get(type) ?? []).map((counter) => ({ at, counter, count: 1 }))
}
