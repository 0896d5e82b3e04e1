// Records that many fields of one answer ask for, fetched together: a page of a hundred costs as many queries as a page of one.

import DataLoader from 'dataloader'
import type { Administration } from '../administration/administration.ts'
import type { Page, PageRequest } from '../administration/page.ts'
import type { Client, ScopeDefinition, Session, User } from '../authorization-server/storage.ts'

/** One set for each request. */
export interface Loaders {
  /** By the user's id; undefined when there is none. */
  readonly user: DataLoader<string, User | undefined>
  /** By the client's id; undefined when there is none. */
  readonly client: DataLoader<string, Client | undefined>
  /** A page of a user's sessions, newest first. */
  readonly sessions: DataLoader<SessionsKey, Page<Session>>
  /** How many sessions a user has, by the user's id. */
  readonly sessionCount: DataLoader<string, number>
  /** All that is registered. */
  readonly definitions: () => Promise<readonly ScopeDefinition[]>
}

/** Which page, and whose. */
export interface SessionsKey {
  readonly userId: string
  readonly page: PageRequest
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
    // As many as a page of users has.
    sessions: new DataLoader((keys) => loadSessions(storage, keys), { ...options, maxBatchSize: 100 }),
    sessionCount: new DataLoader((ids) => storage.countSessionsOfUsers(ids), options),
    definitions: () => registry.load('all'),
  }
}

function inOrder<T extends { readonly id: string }>(ids: readonly string[], found: readonly T[]): (T | undefined)[] {
  const byId = new Map(found.map((record) => [record.id, record]))
  return ids.map((id) => byId.get(id))
}

/** One query for each kind of page: an operation that asks for one of every user asks once. */
async function loadSessions(
  storage: Administration['storage'],
  keys: readonly SessionsKey[],
): Promise<(Page<Session> | Error)[]> {
  const kinds = new Map<string, { page: PageRequest; userIds: Set<string> }>()
  for (const { userId, page } of keys) {
    const kind = kinds.get(nameOf(page))
    if (kind) kind.userIds.add(userId)
    else kinds.set(nameOf(page), { page, userIds: new Set([userId]) })
  }
  const found = new Map<string, Page<Session>>()
  for (const [name, { page, userIds }] of kinds) {
    const ids = [...userIds]
    for (const [index, sessions] of (await storage.listSessionsOfUsers(page, ids)).entries())
      found.set(`${ids[index]} ${name}`, sessions)
  }
  return keys.map(({ userId, page }) => found.get(`${userId} ${nameOf(page)}`) ?? new Error('A user was passed over.'))
}

function nameOf({ first, after }: PageRequest): string {
  return JSON.stringify([first, after])
}
