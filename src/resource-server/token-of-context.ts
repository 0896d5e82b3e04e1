// Remembers who asks beside the context value, for resolvers; the context itself is the server's and stays as it is.

import type { AccessToken } from '../token/access-token.ts'

const tokens = new WeakMap<object, AccessToken | null>()

/**
 * Makes the token of the request known to `accessTokenOf`. A context that is no object cannot carry it.
 *
 * @throws {TypeError} the context is known to be another caller's: two requests share it, and their resolvers would take one caller for
 * the other
 */
export function rememberToken(contextValue: unknown, token: AccessToken | null): void {
  if (typeof contextValue !== 'object' || contextValue === null) return
  if (isOfAnother(contextValue, token)) {
    throw new TypeError('One context is used for several callers. Make a context for each request.')
  }
  tokens.set(contextValue, token)
}

/** A context that can carry the token: the one given, or one that inherits from it if it is another caller's. */
export function contextFor(contextValue: unknown, token: AccessToken | null): object {
  if (typeof contextValue !== 'object' || contextValue === null) return {}
  return isOfAnother(contextValue, token) ? Object.create(contextValue) : contextValue
}

/** The verified token of the request, for resolvers; null for anonymous callers and for contexts that no adapter saw. */
export function accessTokenOf(contextValue: object): AccessToken | null {
  return tokens.get(contextValue) ?? null
}

function isOfAnother(contextValue: object, token: AccessToken | null): boolean {
  const known = tokens.get(contextValue)
  return known !== undefined && (known?.tokenId !== token?.tokenId || known?.subject !== token?.subject)
}
