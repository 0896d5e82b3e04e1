// What is a scope: segments joined by ':', the wildcard '*' in granted ones, and nothing else.

/** The longest scope, in characters. */
export const maxScopeLength = 256

/** The wildcard segment: one segment in the middle of a granted scope, one or more at its end. */
export const wildcard = '*'

const segmentPattern = /^[A-Za-z0-9_.-]+$/
const scopePattern = /^[A-Za-z0-9_.-]+(?::[A-Za-z0-9_.-]+)*$/
const grantablePattern = /^(?:\*|[A-Za-z0-9_.-]+)(?::(?:\*|[A-Za-z0-9_.-]+))*$/

/** Whether the text is one concrete scope, such as `orders:read`: no wildcard, at most 256 characters. */
export function isScope(text: string): boolean {
  return text.length <= maxScopeLength && scopePattern.test(text)
}

/** Whether the text can be granted: a concrete scope, or one where whole segments are `*`, such as `orders:*`. */
export function isGrantableScope(text: string): boolean {
  return text.length <= maxScopeLength && grantablePattern.test(text)
}

/** Whether the text can stand between two colons of a concrete scope. */
export function isSegment(text: string): boolean {
  return segmentPattern.test(text)
}

/** Whether any segment is `*`. Means nothing for texts that are not grantable scopes. */
export function hasWildcard(scope: string): boolean {
  return scope.includes(wildcard)
}
