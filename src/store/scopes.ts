// The registry of scopes, and the roles that hold them.

import type { NewRole, NewScopeDefinition } from '../administration/storage.ts'
import type { AuditEntry, ScopeDefinition } from '../authorization-server/storage.ts'
import { ConflictError } from '../errors.ts'
import { writeEvents } from './audit-events.ts'
import type { Database, Prisma } from './database.ts'
import { isUniqueViolation, withRetries } from './faults.ts'
import { joinList, splitList } from './lists.ts'

type ScopeRow = Prisma.ScopeDefinitionGetPayload<object>

/** The part of the store that remembers scopes and roles. */
export function createScopeStore({ read, transact }: Database) {
  return {
    async listScopeDefinitions(): Promise<readonly ScopeDefinition[]> {
      const rows = await withRetries(() => read.$queryRaw<ScopeRow[]>`SELECT * FROM scopes ORDER BY name`)
      return rows.map((row) => ({ ...row, implies: splitList(row.implies) }))
    },

    async ensureScopeDefinitions(definitions: readonly NewScopeDefinition[]): Promise<void> {
      // Nodes of different versions may list them differently: in one order, they wait for each other and never in a circle.
      const ordered = [...definitions].sort((a, b) => (a.name < b.name ? -1 : 1))
      await withRetries(() =>
        transact(async (transaction) => {
          for (const definition of ordered) {
            const row = { ...definition, implies: joinList(definition.implies) }
            const { name } = row
            // Changes nothing; but with an empty update Prisma would look first and insert after, and lose the race.
            await transaction.scopeDefinition.upsert({ where: { name }, create: row, update: { name } })
          }
        }),
      )
    },

    async createRole(role: NewRole, audit: AuditEntry): Promise<void> {
      try {
        await withRetries(() =>
          transact(async (transaction) => {
            await transaction.role.create({ data: { ...role, scopes: joinList(role.scopes) } })
            await writeEvents(transaction, [audit])
          }),
        )
      } catch (error) {
        if (isUniqueViolation(error)) throw new ConflictError('name', 'A role with this name exists.')
        throw error
      }
    },
  }
}
