// What an import would do: the document held against everything that there is.

import { auditEntry, internalOrigin } from '../../authorization-server/audit.ts'
import type { Settings } from '../../authorization-server/authority.ts'
import { DocumentError } from '../../errors.ts'
import type { ConfigurationDocument } from './document.ts'
import { planClients } from './plan-clients.ts'
import type { PlannedChange } from './plan-part.ts'
import { planRoles } from './plan-roles.ts'
import { planScopes } from './plan-scopes.ts'
import type { SecretEntry } from './sealed-secrets.ts'
import type { ConfigurationSnapshot, ConfigurationWrites } from './storage.ts'

/** What a plan is made from. */
export interface PlanInput {
  readonly document: ConfigurationDocument
  /** Those of the document, opened; undefined when it has none. */
  readonly secrets: readonly SecretEntry[] | undefined
  readonly snapshot: ConfigurationSnapshot
  readonly settings: Settings
  /** Whether what only the database has is to go. */
  readonly prune: boolean
  readonly now: Date
}

/** What people are told, and what the store is. */
export interface Plan {
  /** Scopes first, then roles, then clients. */
  readonly changes: readonly PlannedChange[]
  /** Undefined when nothing changes. */
  readonly writes: ConfigurationWrites | undefined
}

/**
 * Plans an import. Every record that is new or changed is held against the rules of the mutations, and against the registry as it is to be.
 *
 * @throws {DocumentError} with every mistake
 */
export function planImport({ document, secrets, snapshot, settings, prune, now }: PlanInput): Plan {
  const mistakes: string[] = []
  const rest = { snapshot, prune, now, mistakes }
  const scopes = planScopes({ ...rest, wanted: document.scopes })
  const { registry } = scopes
  const roles = planRoles({ ...rest, wanted: document.roles, registry })
  const clients = planClients({ ...rest, wanted: document.clients, registry, settings, secrets })
  for (const name of scopes.writes.deleted) {
    const isHeld = (lists: readonly string[]) => lists.includes(name)
    const holders = [
      ...roles.roles.filter((role) => isHeld(role.scopes)).map(({ id }) => `role ${id}`),
      ...clients.clients.filter((each) => isHeld([...each.allowedScopes, ...each.defaultScopes])).map(({ id }) => `client ${id}`),
      ...registry.filter(({ implies }) => isHeld(implies)).map((scope) => `scope ${scope.name}`),
    ]
    if (holders[0]) mistakes.push(`scopes: "${name}" would be deleted, and is still in use, as by the ${holders[0]}.`)
  }
  if (mistakes.length > 0) throw new DocumentError([...new Set(mistakes)])
  const changes = [...scopes.changes, ...roles.changes, ...clients.changes]
  if (changes.length === 0) return { changes, writes: undefined }
  const imported = auditEntry('configuration.imported', now, internalOrigin, { data: countChanges(changes) })
  const audit = [imported, ...scopes.audit, ...roles.audit, ...clients.audit]
  const writes = { scopes: scopes.writes, roles: roles.writes, clients: clients.writes, endings: clients.endings, audit, at: now }
  return { changes, writes }
}

/** How many records are made, changed and deleted. */
export function countChanges(changes: readonly PlannedChange[]) {
  const count = (action: PlannedChange['action']) => changes.filter((change) => change.action === action).length
  return { createdCount: count('create'), updatedCount: count('update'), deletedCount: count('delete') }
}
