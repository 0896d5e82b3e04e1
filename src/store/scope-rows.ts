// Rows of the registry of scopes, in and out.

import type { NewScopeDefinition } from '../administration/storage.ts'
import type { ScopeDefinition } from '../authorization-server/storage.ts'
import type { Prisma, Transaction } from './database.ts'
import { joinList, splitList } from './lists.ts'

/** A scope as it is stored. */
export type ScopeRow = Prisma.ScopeDefinitionGetPayload<object>

/** The whole registry, in the database's own order of names. */
export async function readRegistry(read: Pick<Transaction, '$queryRaw'>): Promise<ScopeDefinition[]> {
  return (await read.$queryRaw<ScopeRow[]>`SELECT * FROM scopes ORDER BY name`).map(toDefinition)
}

/** The scope of a row. */
export function toDefinition(row: ScopeRow): ScopeDefinition {
  return { ...row, implies: splitList(row.implies) }
}

/** The row of a scope. */
export function toScopeRow(definition: NewScopeDefinition) {
  return { ...definition, implies: joinList(definition.implies) }
}
