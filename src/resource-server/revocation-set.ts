// What is revoked, as one snapshot that answers for a token in a few look-ups.

import type { AccessToken } from '../token/access-token.ts'
import { tokenIdLineage } from '../token/token-id.ts'
import { type JsonObject, readChoice, readInstant, readObject, readObjects, readText } from './json-reader.ts'

/** One entry of the feed. It leaves the feed once every token that it could hit has expired. */
export interface Revocation {
  readonly kind: (typeof kinds)[number]
  readonly targetId: string
  readonly revokedAt: Date
  readonly expiresAt: Date
}

const kinds = ['token', 'session', 'user', 'client', 'key'] as const

/** All revocations of one moment. */
export class RevocationSet {
  readonly #byKind: Readonly<Record<Revocation['kind'], ReadonlyMap<string, Revocation>>>

  constructor(revocations: Iterable<Revocation>) {
    const byKind = { token: new Map(), session: new Map(), user: new Map(), client: new Map(), key: new Map() }
    for (const revocation of revocations) {
      const known: Revocation | undefined = byKind[revocation.kind].get(revocation.targetId)
      if (!known || known.revokedAt < revocation.revokedAt) byKind[revocation.kind].set(revocation.targetId, revocation)
    }
    this.#byKind = byKind
  }

  /**
   * Whether the token is revoked.
   *
   * Tokens, sessions and keys are dead for good. A user or client loses every token issued up to that moment: whoever logs in again
   * later is served. A token of the very millisecond of the revocation is refused too.
   */
  hits({ tokenId, sessionId, subject, clientId, keyId, issuedAt }: AccessToken): boolean {
    const { token, session, user, client, key } = this.#byKind
    // A token got by exchange falls with the one it came of.
    if (key.has(keyId) || (token.size > 0 && tokenIdLineage(tokenId).some((id) => token.has(id)))) return true
    if (sessionId !== undefined && session.has(sessionId)) return true
    return isBefore(issuedAt, user.get(subject)) || isBefore(issuedAt, client.get(clientId))
  }

  /** These entries and those of `earlier` whose tokens may still be alive: what was revoked stays so, whatever an answer leaves out. */
  with(earlier: RevocationSet, now: Date): RevocationSet {
    const lasting = earlier.#entries().filter(({ expiresAt }) => expiresAt > now)
    return new RevocationSet([...lasting, ...this.#entries()])
  }

  #entries(): Revocation[] {
    return kinds.flatMap((kind) => [...this.#byKind[kind].values()])
  }

  /** The entries that `earlier` does not have, or had with an earlier moment. */
  since(earlier: RevocationSet): Revocation[] {
    return this.#entries().filter(({ kind, targetId, revokedAt }) => {
      const known = earlier.#byKind[kind].get(targetId)
      return !known || known.revokedAt < revokedAt
    })
  }
}

/**
 * Reads a full snapshot of the feed: `{ "position": "…", "revocations": […] }`.
 *
 * @throws {TypeError} when any part of it is odd: half a list of revocations is worse than an old one
 */
export function parseRevocations(body: unknown): RevocationSet {
  const snapshot = readObject(body, 'The snapshot')
  readText(snapshot, 'position')
  return new RevocationSet(readObjects(snapshot.revocations, '"revocations"').map(parseRevocation))
}

function parseRevocation(entry: JsonObject): Revocation {
  return {
    kind: readChoice(entry, 'kind', kinds),
    targetId: readText(entry, 'targetId'),
    revokedAt: readInstant(entry, 'revokedAt'),
    expiresAt: readInstant(entry, 'expiresAt'),
  }
}

function isBefore(issuedAt: Date, revocation: Revocation | undefined): boolean {
  return revocation !== undefined && issuedAt.getTime() <= revocation.revokedAt.getTime()
}
