// The roles as a document wants them.

import { auditEntry, internalOrigin } from '../../authorization-server/audit.ts'
import type { AuditEntry, Role, ScopeDefinition } from '../../authorization-server/storage.ts'
import { BadUserInputError } from '../../errors.ts'
import { checkScopes } from '../checks.ts'
import { checkRoleDescription, checkRoleName } from '../role-rules.ts'
import { type RoleEntry, roleEntry } from './document.ts'
import { allFields, type PlannedChange, planPart } from './plan-part.ts'
import type { PartInput } from './plan-scopes.ts'
import type { ConfigurationWrites } from './storage.ts'

/** What is to be done about roles, and those that there are then. */
export interface RolePlan {
  readonly changes: readonly PlannedChange[]
  readonly writes: ConfigurationWrites['roles']
  readonly audit: readonly AuditEntry[]
  readonly roles: readonly RoleEntry[]
}

/** Plans the roles. One that goes is taken from all who hold it. */
export function planRoles(input: PartInput<RoleEntry> & { readonly registry: readonly ScopeDefinition[] }): RolePlan {
  const { wanted, snapshot, prune, now, mistakes, registry } = input
  const known = snapshot.roles
  const names = namesThen(input)
  const { created, changed, deleted } = planPart<RoleEntry, Role>({
    ...{ kind: 'role', path: 'roles', wanted, known, prune, mistakes, scopeLists: ['scopes'] },
    keyOf: ({ id }) => id,
    entryOf: roleEntry,
    check: (entry) => {
      const name = checkRoleName(entry.name)
      if ((names.get(name) ?? entry.id) !== entry.id) throw new BadUserInputError('name', 'A role with another id has this name.')
      return {
        ...entry,
        name,
        description: checkRoleDescription(entry.description),
        scopes: checkScopes('scopes', entry.scopes, registry),
      }
    },
  })
  const gone = new Set(deleted.map(({ id }) => id))
  const rewritten = new Map([...created, ...changed.map(({ entry }) => entry)].map((entry) => [entry.id, entry]))
  return {
    roles: [...known.filter(({ id }) => !gone.has(id) && !rewritten.has(id)), ...rewritten.values()],
    writes: {
      created: created.map((entry) => ({ ...entry, createdAt: now })),
      changed: changed.map(({ before, entry }) => ({ ...before, ...entry })),
      deleted: [...gone],
    },
    changes: [
      ...created.map((entry) => tell('create', entry, allFields(entry, 'after'))),
      ...changed.map(({ entry, fields }) => tell('update', entry, fields)),
      ...deleted.map((role) => tell('delete', role, allFields(roleEntry(role), 'before'))),
    ],
    audit: [
      ...created.map(({ id }) => auditEntry('role.created', now, internalOrigin, { targetId: id })),
      ...changed.map(({ entry, fields }) => {
        const data = { changed: fields.map(({ field }) => field).sort() }
        return auditEntry('role.updated', now, internalOrigin, { targetId: entry.id, data })
      }),
      ...deleted.map(({ id }) => {
        const data = { holderCount: snapshot.roleHolders.get(id) ?? 0 }
        return auditEntry('role.deleted', now, internalOrigin, { targetId: id, data })
      }),
    ],
  }
}

/** Which role has a name once the import is done: those of the document, and of the others those that stay. */
function namesThen({ wanted = [], snapshot, prune }: PartInput<RoleEntry>): ReadonlyMap<string, string> {
  const listed = new Set(wanted.map(({ id }) => id))
  const others = prune ? [] : snapshot.roles.filter(({ id }) => !listed.has(id))
  return new Map([...wanted, ...others].map(({ name, id }) => [name, id]))
}

function tell(action: PlannedChange['action'], { id, name }: RoleEntry, fields: PlannedChange['fields']): PlannedChange {
  return { action, kind: 'role', id, name, fields }
}
