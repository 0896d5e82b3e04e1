// Remembers who asks beside the context value, for resolvers; the context itself is the server's and stays as it is.

import type { AccessToken } from '../token/access-token.ts'

const tokens = new WeakMap<object, AccessToken | null>()

/** Makes the token of the request known to `accessTokenOf`. A context that is no object cannot carry it. */
export function rememberToken(contextValue: unknown, token: AccessToken | null): void {
  if (typeof contextValue === 'object' && contextValue !== null) tokens.set(contextValue, token)
}

/** The verified token of the request, for resolvers; null for anonymous callers and for contexts that no adapter saw. */
export function accessTokenOf(contextValue: object): AccessToken | null {
  return tokens.get(contextValue) ?? null
}
