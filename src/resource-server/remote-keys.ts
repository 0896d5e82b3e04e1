// The verification keys that an authorization server publishes, fetched now and then and never per request.

import { importPublicKey, type PublicKey } from '../token/public-key.ts'
import { fetchJson } from './fetch-json.ts'
import { type JsonObject, readChoice, readInstant, readObject, readObjects, readText } from './json-reader.ts'
import type { OutageReport } from './outage.ts'

/** Keys by id, kept fresh while they are used. */
export interface RemoteKeys {
  /** The key, if it may verify tokens now. An unknown id costs at most one fetch per 30 seconds, for all unknown ids together. */
  find(keyId: string): Promise<PublicKey | undefined>
  /** The same for pages of the revocation feed, with a budget of their own: at most one fetch a second. Strangers cannot use it up. */
  findForPage(keyId: string): Promise<PublicKey | undefined>
  /**
   * Whether the key may verify tokens now, as far as is known without asking. Of no key while the keys are old and are being fetched
   * again: `find` waits for them.
   */
  isUsable(keyId: string): boolean
  /** Fetches the keys as they are from now on; false when that failed and nothing has changed. */
  refresh(): Promise<boolean>
}

interface RemoteKeysOptions {
  endpoint: string
  fetch: typeof fetch
  now: () => Date
  outage: OutageReport
}

interface PublishedKey {
  readonly key: PublicKey
  readonly isRevoked: boolean
  readonly expiresAt: Date | undefined
}

const statuses = ['PENDING', 'ACTIVE', 'RETIRED', 'REVOKED'] as const
const refreshSeconds = 300
const retrySeconds = 30
const unknownKeySeconds = 30
const unknownPageKeySeconds = 1
const timeoutSeconds = 5

/**
 * Fetches the keys and keeps them.
 *
 * They are fetched again every five minutes while in use, and whoever asks waits for that; after a try that failed, further ones are made
 * in the background. A key that comes back revoked, or not at all, is dead; a refresh that fails or brings bad data changes nothing, and
 * each key still ends at its own `expiresAt`. A key that is published may verify, also before it
 * signs: when it begins to is for the issuer to say.
 *
 * @throws {Error} when the first fetch fails
 */
export async function fetchRemoteKeys({ endpoint, fetch, now, outage }: RemoteKeysOptions): Promise<RemoteKeys> {
  let keys: ReadonlyMap<string, PublishedKey> = new Map()
  let fetchedAt = now()
  let triedAt = now()
  let failedAt: Date | undefined
  let refreshing: Promise<boolean> | undefined
  const maySpendOnToken = createBudget(unknownKeySeconds, now)
  const maySpendOnPage = createBudget(unknownPageKeySeconds, now)
  await load()

  return {
    find: (keyId) => find(keyId, maySpendOnToken),
    findForPage: (keyId) => find(keyId, maySpendOnPage),
    isUsable(keyId) {
      // A remembered token asks here and nowhere else, and must learn of a dead key too.
      return refreshIfOld() === undefined && isUsable(keyId)
    },
    async refresh() {
      // What is under way may have been answered before whoever asks now had a reason to.
      await refreshing
      return refresh()
    },
  }

  async function find(keyId: string, maySpend: () => boolean): Promise<PublicKey | undefined> {
    await refreshIfOld()
    // Nothing that a fetch could bring revives a revoked or expired key: only an id that is new can gain from asking.
    if (!keys.has(keyId)) await (maySpend() ? refresh() : refreshing)
    return isUsable(keyId) ? keys.get(keyId)?.key : undefined
  }

  /** What to wait for before old keys are believed; undefined when they are not old, or have lately been asked for in vain. */
  function refreshIfOld(): Promise<boolean> | undefined {
    if (secondsBetween(fetchedAt, now()) < refreshSeconds) return undefined
    if (secondsBetween(triedAt, now()) >= retrySeconds) void refresh()
    // An issuer that hangs holds requests up once, and not every half minute.
    return failedAt && secondsBetween(failedAt, now()) < refreshSeconds ? undefined : refreshing
  }

  async function load(): Promise<void> {
    triedAt = now()
    keys = parseKeys(await fetchJson(endpoint, { fetch, signal: AbortSignal.timeout(timeoutSeconds * 1000) }))
    fetchedAt = triedAt
  }

  /** One fetch at a time; a failure leaves everything as it is. */
  function refresh(): Promise<boolean> {
    refreshing ??= load()
      .then(
        () => {
          outage.succeeded()
          return true
        },
        (cause: unknown) => {
          failedAt = now()
          outage.failed(cause)
          return false
        },
      )
      .finally(() => {
        refreshing = undefined
      })
    return refreshing
  }

  function isUsable(keyId: string): boolean {
    const known = keys.get(keyId)
    if (!known || known.isRevoked) return false
    return known.expiresAt === undefined || now() < known.expiresAt
  }
}

/** True at most once in so many seconds. */
function createBudget(seconds: number, now: () => Date): () => boolean {
  let spentAt: Date | undefined
  return () => {
    if (spentAt && secondsBetween(spentAt, now()) < seconds) return false
    spentAt = now()
    return true
  }
}

function secondsBetween(earlier: Date, later: Date): number {
  return (later.getTime() - earlier.getTime()) / 1000
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
    isRevoked: readChoice(entry, 'status', statuses) === 'REVOKED',
    expiresAt: entry.expiresAt == null ? undefined : readInstant(entry, 'expiresAt'),
  }
}
