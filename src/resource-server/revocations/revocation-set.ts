// What is revoked, as it answers for a token in a few look-ups.

import type { AccessToken } from '../../token/access-token.ts'
import { type Revocation, type RevocationKind, revocationKinds } from '../../token/revocation-page.ts'
import { tokenIdLineage } from '../../token/token-id.ts'
import { RevokedIds } from './revoked-ids.ts'

/** All revocations whose tokens may still be alive. What is added stays until then. */
export class RevocationSet {
  readonly #byKind: Readonly<Record<RevocationKind, RevokedIds>> = {
    token: new RevokedIds(),
    session: new RevokedIds(),
    user: new RevokedIds(),
    client: new RevokedIds(),
    key: new RevokedIds(),
  }

  /**
   * Whether the token is revoked.
   *
   * Tokens, sessions and keys are dead for good. A user or client loses every token issued up to that moment: whoever logs in again
   * later is served. A token of the very millisecond of the revocation is refused too.
   */
  hits({ tokenId, sessionId, subject, clientId, keyId, issuedAt }: AccessToken): boolean {
    if (this.hasKey(keyId) || this.#hasToken(tokenId)) return true
    const { session, user, client } = this.#byKind
    if (sessionId !== undefined && session.find(sessionId) !== undefined) return true
    const instant = issuedAt.getTime()
    return instant <= (user.find(subject) ?? -Infinity) || instant <= (client.find(clientId) ?? -Infinity)
  }

  /** Whether a key is dead, with all that it signed. */
  hasKey(keyId: string): boolean {
    return this.#byKind.key.find(keyId) !== undefined
  }

  /**
   * Adds one, unless its tokens have expired.
   *
   * @returns whether it is news: unknown till now, or revoked again at a later moment
   */
  add({ kind, targetId, revokedAt, expiresAt }: Revocation, now: Date): boolean {
    if (expiresAt <= now) return false
    const ids = this.#byKind[kind]
    const known = ids.find(targetId)
    ids.add(targetId, { revokedAt: revokedAt.getTime(), expiresAt: expiresAt.getTime() }, now.getTime())
    return known === undefined || known < revokedAt.getTime()
  }

  /** Forgets a part of those that have expired; all of them when it is called every second for some minutes. */
  dropExpired(now: Date): void {
    for (const kind of revocationKinds) this.#byKind[kind].dropExpired(now.getTime())
  }

  #hasToken(tokenId: string): boolean {
    const { token } = this.#byKind
    if (token.size === 0) return false
    // A token got by exchange falls with the one it came of.
    return tokenId.includes('.')
      ? tokenIdLineage(tokenId).some((id) => token.find(id) !== undefined)
      : token.find(tokenId) !== undefined
  }
}
