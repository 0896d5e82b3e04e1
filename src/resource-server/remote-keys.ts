// The verification keys that an authorization server publishes, fetched now and then and never per request.

import { importPublicKey, type PublicKey } from '../token/public-key.ts'
import { fetchJson } from './fetch-json.ts'
import { type JsonObject, readChoice, readInstant, readObject, readObjects, readText } from './json-reader.ts'
import type { OutageReport } from './outage.ts'

/** Keys by id, kept fresh while they are used. */
export interface RemoteKeys {
  /** The key, if it may verify tokens now. An unknown id costs at most one fetch per 30 seconds, for all unknown ids together. */
  find(keyId: string): Promise<PublicKey | undefined>
  /** Whether the key may verify tokens now, as far as is known without asking. */
  isUsable(keyId: string): boolean
}

interface RemoteKeysOptions {
  endpoint: string
  fetch: typeof fetch
  now: () => Date
  outage: OutageReport
}

interface PublishedKey {
  readonly key: PublicKey
  readonly status: (typeof statuses)[number]
  readonly activatesAt: Date
  readonly expiresAt: Date | undefined
}

const statuses = ['PENDING', 'ACTIVE', 'RETIRED', 'REVOKED'] as const
const refreshSeconds = 300
const retrySeconds = 30
const unknownKeySeconds = 30
const timeoutSeconds = 5

/**
 * Fetches the keys and keeps them.
 *
 * They are fetched again every five minutes while in use. One that comes back revoked, or not at all, is dead; a refresh that fails or
 * brings bad data changes nothing, and each key still ends at its own `expiresAt`.
 *
 * @throws {Error} when the first fetch fails
 */
export async function fetchRemoteKeys({ endpoint, fetch, now, outage }: RemoteKeysOptions): Promise<RemoteKeys> {
  let keys: ReadonlyMap<string, PublishedKey> = new Map()
  let fetchedAt = now()
  let triedAt = now()
  let askedForUnknownAt: Date | undefined
  let refreshing: Promise<void> | undefined
  await load()

  return {
    async find(keyId) {
      refreshIfOld()
      // Only an id that is new, or not active yet, can gain from asking.
      if (!isUsable(keyId) && !isDead(keyId)) await askForUnknown()
      return isUsable(keyId) ? keys.get(keyId)?.key : undefined
    },
    isUsable(keyId) {
      // A remembered token asks here and nowhere else, and must learn of a dead key too.
      refreshIfOld()
      return isUsable(keyId)
    },
  }

  function refreshIfOld(): void {
    if (secondsSince(fetchedAt) >= refreshSeconds && secondsSince(triedAt) >= retrySeconds) void refresh()
  }

  async function askForUnknown(): Promise<void> {
    if (askedForUnknownAt && secondsSince(askedForUnknownAt) < unknownKeySeconds) return refreshing
    askedForUnknownAt = now()
    return refresh()
  }

  async function load(): Promise<void> {
    triedAt = now()
    const fetched = await fetchJson(endpoint, { fetch, signal: AbortSignal.timeout(timeoutSeconds * 1000) })
    keys = parseKeys(fetched.kind === 'document' ? fetched.body : undefined)
    fetchedAt = triedAt
  }

  /** One fetch at a time; a failure leaves everything as it is. */
  function refresh(): Promise<void> {
    refreshing ??= load()
      .then(outage.succeeded, outage.failed)
      .finally(() => {
        refreshing = undefined
      })
    return refreshing
  }

  function isUsable(keyId: string): boolean {
    const known = keys.get(keyId)
    if (!known || known.status === 'REVOKED') return false
    const time = now().getTime()
    // A pending key that is due may have become active since the last fetch.
    if (known.status === 'PENDING' && time < known.activatesAt.getTime()) return false
    return known.expiresAt === undefined || time < known.expiresAt.getTime()
  }

  /** Nothing that a fetch could bring revives a revoked or expired key. */
  function isDead(keyId: string): boolean {
    const known = keys.get(keyId)
    return known !== undefined && known.status !== 'PENDING'
  }

  function secondsSince(instant: Date): number {
    return (now().getTime() - instant.getTime()) / 1000
  }
}

function parseKeys(body: unknown): ReadonlyMap<string, PublishedKey> {
  const entries = readObjects(readObject(body, 'The key set').keys, '"keys"').map(parseKey)
  const keys = new Map(entries.map((entry) => [entry.key.id, entry]))
  if (keys.size !== entries.length) throw new TypeError('"keys" names one key twice.')
  return keys
}

function parseKey(entry: JsonObject): PublishedKey {
  const key = importPublicKey(readText(entry, 'key'))
  // The id is a hash of the key, so an id can never come to mean another key.
  if (key.id !== readText(entry, 'id')) throw new TypeError('"id" is not the id of "key".')
  return {
    key,
    status: readChoice(entry, 'status', statuses),
    activatesAt: readInstant(entry, 'activatesAt'),
    expiresAt: entry.expiresAt == null ? undefined : readInstant(entry, 'expiresAt'),
  }
}
