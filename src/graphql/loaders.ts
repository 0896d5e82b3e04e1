// Records that many fields of one answer ask for, fetched together: a page of a hundred costs as many queries as a page of one.

import DataLoader from 'dataloader'
import type { Administration } from '../administration/administration.ts'
import type { Client, ScopeDefinition, User } from '../authorization-server/storage.ts'

/** One set for each request. */
export interface Loaders {
  /** By the user's id; undefined when there is none. */
  readonly user: DataLoader<string, User | undefined>
  /** By the client's id; undefined when there is none. */
  readonly client: DataLoader<string, Client | undefined>
  /** All that is registered. */
  readonly definitions: () => Promise<readonly ScopeDefinition[]>
}

/** They remember nothing from one moment to the next: a mutation may have changed it. */
export function createLoaders(storage: Administration['storage']): Loaders {
  const options = { cache: false, maxBatchSize: 500 }
  const registry = new DataLoader<'all', readonly ScopeDefinition[]>(async (asked) => {
    const definitions = await storage.listScopeDefinitions()
    return asked.map(() => definitions)
  }, options)
  return {
    user: new DataLoader(async (ids) => inOrder(ids, await storage.findUsers([...new Set(ids)])), options),
    client: new DataLoader(async (ids) => inOrder(ids, await storage.findClients([...new Set(ids)])), options),
    definitions: () => registry.load('all'),
  }
}

function inOrder<T extends { readonly id: string }>(ids: readonly string[], found: readonly T[]): (T | undefined)[] {
  const byId = new Map(found.map((record) => [record.id, record]))
  return ids.map((id) => byId.get(id))
}
