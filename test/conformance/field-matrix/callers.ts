// The kinds of callers that every field is tried with.

/** Whoever asks: with a token that reaches these scopes, or with none. */
export interface Caller {
  readonly name: string
  /** Null: there is no token. */
  readonly scopes: readonly string[] | null
}

/** Without a token, with one that reaches nothing, one scope, all but one, all, and wildcards. */
export function callersOf(scopes: readonly string[]): Caller[] {
  const groups = [...new Set(scopes.map((scope) => scope.split(':')[0]))]
  return [
    { name: 'anonymous', scopes: null },
    { name: 'a token without scopes', scopes: [] },
    { name: 'a scope that no field asks for', scopes: ['orders:write'] },
    ...scopes.map((scope) => ({ name: `${scope} alone`, scopes: [scope] })),
    ...scopes.map((scope) => ({ name: `all but ${scope}`, scopes: scopes.filter((other) => other !== scope) })),
    ...groups.map((group) => ({ name: `${group}:*`, scopes: [`${group}:*`] })),
    { name: 'all', scopes },
    { name: '*', scopes: ['*'] },
  ]
}
