// The registry of scopes as a document wants it.

import { auditEntry, internalOrigin } from '../../authorization-server/audit.ts'
import type { AuditEntry, ScopeDefinition } from '../../authorization-server/storage.ts'
import { builtInScopes } from '../built-in-scopes.ts'
import { assertNotReserved, checkImplied, checkScopeDescription, checkScopeName } from '../scope-rules.ts'
import { type ScopeEntry, scopeEntry } from './document.ts'
import { allFields, type PlannedChange, planPart } from './plan-part.ts'
import type { ConfigurationSnapshot, ConfigurationWrites } from './storage.ts'

/** What a part of the plan is made from. */
export interface PartInput<Entry> {
  readonly wanted: readonly Entry[] | undefined
  readonly snapshot: ConfigurationSnapshot
  readonly prune: boolean
  readonly now: Date
  /** Gets what is wrong, each with its place. */
  readonly mistakes: string[]
}

/** What is to be done about scopes, and the registry that there is then. */
export interface ScopePlan {
  readonly changes: readonly PlannedChange[]
  readonly writes: ConfigurationWrites['scopes']
  readonly audit: readonly AuditEntry[]
  readonly registry: readonly ScopeDefinition[]
}

/** Plans the registry. What users hold directly cannot be deleted here: an import does not change users. */
export function planScopes({ wanted: given, snapshot, prune, now, mistakes }: PartInput<ScopeEntry>): ScopePlan {
  const builtIn = builtInScopes(now)
  const reserved = new Set(builtIn.map(({ name }) => name))
  const known = withBuiltIn(snapshot.scopes, now)
  const isRegistered = new Set(snapshot.scopes.map(({ name }) => name))
  const listed = new Set(given?.map(({ name }) => name))
  // A built-in scope is never deleted: what the document does not list is as it was made.
  const wanted = given && [...given, ...(prune ? builtIn.filter(({ name }) => !listed.has(name)) : [])]
  const entries = new Map([...(prune && given ? [] : known), ...(wanted ?? [])].map((entry) => [entry.name, entry]))
  const registry = [...entries.values()].map((entry) => ({ createdAt: now, version: 1, ...entry }))
  const { created, changed, deleted } = planPart<ScopeEntry, ScopeDefinition>({
    ...{ kind: 'scope', path: 'scopes', wanted, known, prune, mistakes, scopeLists: ['implies'] },
    keyOf: ({ name }) => name,
    entryOf: scopeEntry,
    check: (entry, before) => check(entry, before, registry),
  })
  for (const { name } of deleted) {
    const count = snapshot.scopeHolders.get(name)
    if (count) mistakes.push(`scopes: "${name}" would be deleted, and ${count} user(s) hold it. Take it from them first.`)
  }
  const missing = builtIn.filter(({ name }) => !isRegistered.has(name))
  const updated = changed.map(({ before, entry }) => ({ ...before, ...entry }))
  const entered = missing.map((scope) => updated.find(({ name }) => name === scope.name) ?? scope)
  const event = (type: 'scope.created', name: string) => auditEntry(type, now, internalOrigin, { targetId: name })
  return {
    registry: registry.filter(({ name }) => reserved.has(name) || !deleted.some((gone) => gone.name === name)),
    writes: {
      created: [...entered.map(toNew), ...created.map((entry) => ({ ...entry, createdAt: now }))],
      changed: updated.filter(({ name }) => isRegistered.has(name)),
      deleted: deleted.map(({ name }) => name),
    },
    changes: [
      ...created.map((entry) => tell('create', entry, allFields(entry, 'after'))),
      ...changed.map(({ entry, fields }) => tell('update', entry, fields)),
      ...deleted.map((record) => tell('delete', record, allFields(scopeEntry(record), 'before'))),
    ],
    audit: [
      ...created.map(({ name }) => event('scope.created', name)),
      ...changed.map(({ entry, fields }) => {
        const data = { changed: fields.map(({ field }) => field).sort() }
        return auditEntry('scope.updated', now, internalOrigin, { targetId: entry.name, data })
      }),
      ...deleted.map(({ name }) =>
        auditEntry('scope.deleted', now, internalOrigin, { targetId: name, data: { holderCount: 0 } }),
      ),
    ],
  }
}

/** The registry, and the built-in scopes that it gets when a service starts. */
export function withBuiltIn(scopes: readonly ScopeDefinition[], now: Date): ScopeDefinition[] {
  const names = new Set(scopes.map(({ name }) => name))
  const missing = builtInScopes(now).filter(({ name }) => !names.has(name))
  return [...scopes, ...missing.map((scope) => ({ ...scope, version: 1 }))]
}

function check(entry: ScopeEntry, before: ScopeDefinition | undefined, registry: readonly ScopeDefinition[]): ScopeEntry {
  const checked = {
    name: before ? entry.name : checkScopeName(entry.name),
    description: checkScopeDescription(entry.description),
    implies: checkImplied(entry, registry),
    isDefault: entry.isDefault,
  }
  if (before && JSON.stringify(scopeEntry(before).implies) !== JSON.stringify(scopeEntry(checked).implies))
    assertNotReserved('implies', entry.name)
  if (before && before.isDefault !== checked.isDefault) assertNotReserved('isDefault', entry.name)
  return checked
}

function toNew({ name, description, implies, isDefault, createdAt }: Omit<ScopeDefinition, 'version'>) {
  return { name, description, implies, isDefault, createdAt }
}

function tell(action: PlannedChange['action'], { name }: ScopeEntry, fields: PlannedChange['fields']): PlannedChange {
  return { action, kind: 'scope', id: name, name, fields }
}
