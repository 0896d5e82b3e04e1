// Random scopes over a small alphabet, so that they often meet, and an oracle for "covers" that shares no code with it.

import * as fc from 'fast-check'

const name = fc.constantFrom('a', 'b', 'c', '__proto__')
const nameOrWildcard = fc.oneof({ weight: 3, arbitrary: name }, { weight: 2, arbitrary: fc.constant('*') })

/** Concrete scopes of one to five segments. */
export const concreteScope = fc.array(name, { minLength: 1, maxLength: 5 }).map((segments) => segments.join(':'))

/** Granted scopes of one to four segments, often with wildcards. */
export const grantedScope = fc.array(nameOrWildcard, { minLength: 1, maxLength: 4 }).map((segments) => segments.join(':'))

/** A few granted scopes. */
export const grantedScopes = fc.array(grantedScope, { maxLength: 6 })

/** Whether the granted scope describes the concrete one, said as a regular expression. */
export function describes(granted: string, concrete: string): boolean {
  const segments = granted.split(':')
  const parts = segments.map((segment, index) => {
    if (segment !== '*') return segment
    return index === segments.length - 1 ? '[^:]+(?::[^:]+)*' : '[^:]+'
  })
  return new RegExp(`^${parts.join(':')}$`).test(concrete)
}

/** Concrete scopes that stand for everything a granted scope describes: new names for each `*`, and a final one in three lengths. */
export function witnesses(granted: string): string[] {
  const fresh = granted.split(':').map((segment, index) => (segment === '*' ? `new${index}` : segment))
  const isOpen = granted.endsWith('*')
  return [
    fresh,
    ...(isOpen
      ? [
          [...fresh, 'more'],
          [...fresh, 'more', 'still'],
        ]
      : []),
  ].map((segments) => segments.join(':'))
}
