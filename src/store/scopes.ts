// The registry of scopes, and the roles that hold them.

import type { AuditEntry, Role, ScopeDefinition } from '../authorization-server/storage.ts'
import { ConflictError } from '../errors.ts'
import { writeEvents } from './audit-events.ts'
import type { Database } from './database.ts'
import { isUniqueViolation, withRetries } from './faults.ts'
import { joinList, splitList } from './lists.ts'

export function createScopeStore({ read, transact }: Database) {
  return {
    async listScopeDefinitions(): Promise<readonly ScopeDefinition[]> {
      const rows = await withRetries(() => read.scopeDefinition.findMany({ orderBy: { name: 'asc' } }))
      return rows.map((row) => ({ ...row, implies: splitList(row.implies) }))
    },

    async ensureScopeDefinitions(definitions: readonly ScopeDefinition[]): Promise<void> {
      await withRetries(() =>
        transact(async (transaction) => {
          for (const definition of definitions) {
            const row = { ...definition, implies: joinList(definition.implies) }
            await transaction.scopeDefinition.upsert({ where: { name: row.name }, create: row, update: {} })
          }
        }),
      )
    },

    async createRole(role: Role, audit: AuditEntry): Promise<void> {
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
