// Imports a document: in one transaction, or not at all.

import type { Settings } from '../../authorization-server/authority.ts'
import type { SessionStorage } from '../../authorization-server/sessions/session-storage.ts'
import { administratorTestOf } from '../administrators.ts'
import type { ConfigurationDocument } from './document.ts'
import { planImport } from './plan.ts'
import type { PlannedChange } from './plan-part.ts'
import type { SecretSeal } from './sealed-secrets.ts'
import type { ClientEnding, ConfigurationStorage } from './storage.ts'

/** What an import works with. */
export interface ImportTools {
  readonly storage: ConfigurationStorage & Pick<SessionStorage, 'endSessions'>
  readonly settings: Settings
  readonly seal: SecretSeal
  readonly now: () => Date
}

/** What to import, and how. */
export interface ImportRequest {
  readonly document: ConfigurationDocument
  /** Deletes what only the database has, of the parts that the document has. */
  readonly prune: boolean
  /** Writes nothing. */
  readonly isDryRun: boolean
}

/**
 * Makes the database as the document says, and returns what that changed. The plan is made while nobody else can change anything, so that
 * it is about what there is, whatever an earlier look has shown.
 *
 * @throws {DocumentError} the document cannot be used; nothing is written
 * @throws {ConflictError} nobody would be left who can administer; nothing is written
 */
export async function importConfiguration(
  { storage, settings, seal, now: readClock }: ImportTools,
  { document, prune, isDryRun }: ImportRequest,
): Promise<readonly PlannedChange[]> {
  const now = readClock()
  const secrets = document.sealedSecrets === undefined ? undefined : seal.open(document.sealedSecrets)
  const rest = { document, secrets, settings, prune, now }
  if (isDryRun) return planImport({ ...rest, snapshot: await storage.readConfiguration() }).changes
  let changes: readonly PlannedChange[] = []
  let endings: readonly ClientEnding[] = []
  await storage.changeConfiguration(administratorTestOf, (snapshot) => {
    const plan = planImport({ ...rest, snapshot })
    changes = plan.changes
    endings = plan.writes?.endings ?? []
    return plan.writes
  })
  // A transaction ends so many sessions; of more, the client being disabled by now, the rest follow.
  for (const { clientId, end, revocation } of endings) if (revocation) await storage.endSessions({ clientId }, end)
  return changes
}
