// Whether one granted scope is enough for one required scope: inclusion of the languages the two describe.

import { isGrantableScope, wildcard } from './scope.ts'

/**
 * Whether everything that `required` describes is described by `granted` too.
 *
 * A `*` in the middle is exactly one segment; a final `*` is one or more, so `orders:*` covers `orders:read:own` and `orders:*:own`, and
 * `orders` covers neither. Case-sensitive, no prefix matching. A text that is no grantable scope covers nothing and is covered by nothing.
 *
 * @param required may hold wildcards itself
 */
export function covers(granted: string, required: string): boolean {
  if (!isGrantableScope(required)) return false

  const wide = granted.split(':')
  const narrow = required.split(':')
  const last = wide.length - 1
  if (narrow.length < wide.length) return false

  for (const [index, segment] of wide.entries()) {
    if (segment === wildcard) continue
    if (segment !== narrow[index]) return false
  }
  // A `*` that ends `required` stands for longer scopes too, and only a `*` that ends `granted` at or before it holds them.
  return wide[last] === wildcard || narrow.length === wide.length
}
