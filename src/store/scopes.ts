// The registry of scopes, as it is read and as the service begins it.

import type { NewScopeDefinition } from '../administration/storage.ts'
import type { ScopeDefinition } from '../authorization-server/storage.ts'
import type { Database } from './database.ts'
import { withRetries } from './faults.ts'
import { readRegistry, toScopeRow } from './scope-rows.ts'

/** The part of the store that remembers scopes. */
export function createScopeStore({ read, transact }: Database) {
  return {
    async listScopeDefinitions(): Promise<readonly ScopeDefinition[]> {
      return withRetries(() => readRegistry(read))
    },

    async ensureScopeDefinitions(definitions: readonly NewScopeDefinition[]): Promise<void> {
      // Nodes of different versions may list them differently: in one order, they wait for each other and never in a circle.
      const ordered = [...definitions].sort((a, b) => (a.name < b.name ? -1 : 1))
      await withRetries(() =>
        transact(async (transaction) => {
          for (const definition of ordered) {
            const row = toScopeRow(definition)
            const { name } = row
            // Changes nothing; but with an empty update Prisma would look first and insert after, and lose the race.
            await transaction.scopeDefinition.upsert({ where: { name }, create: row, update: { name } })
          }
        }),
      )
    },
  }
}
