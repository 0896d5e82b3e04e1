// Looks a refresh token up, whichever of the known root secrets its hash was made under.

import type { Authority } from '../authority.ts'
import { isRefreshToken } from '../credentials.ts'
import type { RefreshToken, Session } from '../storage.ts'

/** A refresh token that is known, its session, and the token that replaces it, whoever derives it. */
export interface FoundRefreshToken {
  readonly token: RefreshToken
  readonly session: Session
  readonly successor: string
}

/** The refresh token of that text; the database is asked again only for each previous root secret, and only for what is not known. */
export async function findRefreshToken(
  { storage, credentials }: Pick<Authority, 'storage' | 'credentials'>,
  text: string,
): Promise<FoundRefreshToken | undefined> {
  if (!isRefreshToken(text)) return undefined
  for (const { hash, successor } of credentials.refreshTokenForms(text)) {
    const found = await storage.findRefreshToken(hash)
    if (found) return { ...found, successor }
  }
  return undefined
}
