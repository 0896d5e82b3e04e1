import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assertMayGrant } from '../../src/administration/actor.ts'
import { adminScopes } from '../../src/administration/built-in-scopes.ts'
import { defaultsWithin } from '../../src/administration/client-rules.ts'
import { assertNotReserved, checkImplied, checkScopeName } from '../../src/administration/scope-rules.ts'
import type { ScopeDefinition } from '../../src/authorization-server/storage.ts'
import { BadUserInputError, InvalidScopeError } from '../../src/errors.ts'
import { expandImplied } from '../../src/scope/implied.ts'
import { ScopeSet } from '../../src/scope/scope-set.ts'
import { testOrigin } from '../support/authority.ts'

/** A registry by name: what each scope implies. */
function registry(implied: Readonly<Record<string, readonly string[]>>, defaults: readonly string[] = []): ScopeDefinition[] {
  return Object.entries(implied).map(([name, implies]) => ({
    ...{ name, implies, description: name, isDefault: defaults.includes(name) },
    ...{ createdAt: new Date('2026-05-01T12:00:00Z'), version: 1 },
  }))
}

describe('the name of a scope', () => {
  it.each(['a', 'orders:read', 'A.b-c_d:0', '__proto__', 'x'.repeat(256)])('may be %s', (name) => {
    expect(checkScopeName(name)).toBe(name)
  })

  it.each(['', ' a', 'a ', ':', 'a:', '*', 'a:*', '{id}', 'a:{id}', 'ä', 'a\n', 'x'.repeat(257)])('may not be %j', (name) => {
    expect(() => checkScopeName(name)).toThrow(BadUserInputError)
  })

  it.each(adminScopes)('is reserved when it is %s, and not when it only begins or ends like it', (name) => {
    expect(() => assertNotReserved('name', name)).toThrow(BadUserInputError)
    for (const other of [`${name}:more`, `${name}s`, `my:${name}`, name.toUpperCase()]) assertNotReserved('name', other)
  })
})

describe('what a scope implies', () => {
  const known = registry({ a: ['b'], b: [], 'tree:x': [], up: ['tree:*'], 'order:*:read': [] })

  it.each<[string, string, string[]]>([
    ['nothing', 'new', []],
    ['registered scopes', 'new', ['a', 'b']],
    ['a wildcard over some', 'new', ['tree:*']],
    ['a wildcard over none as yet', 'new', ['later:*']],
    ['one of a registered family', 'new', ['order:7:read']],
    ['what another implies already', 'a', ['b']],
    ['what brings others along', 'new', ['up']],
  ])('may be %s', (_what, name, implies) => {
    expect(checkImplied({ name, implies }, known)).toEqual(implies)
  })

  it.each<[string, string, string[]]>([
    ['itself', 'new', ['new']],
    ['what implies it', 'b', ['a']],
    ['a wildcard that covers it', 'tree:x', ['tree:*']],
    ['everything', 'b', ['*']],
    ['what implies a wildcard that covers it', 'tree:x', ['up']],
    ['what implies a wildcard that covers it, being new', 'tree:new', ['b', 'up']],
    ['a member of the family that it is', 'order:*:read', ['order:7:read']],
  ])('may not be %s', (_what, name, implies) => {
    expect(() => checkImplied({ name, implies }, known)).toThrow(BadUserInputError)
  })

  it('never leads back to where it began, whatever is registered in whatever order', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', 't:a', 't:b', 't:a:b')
    const scope = fc.oneof(name, fc.constantFrom('t:*', 't:a:*', '*:a'))
    const change = fc.record({ name, implies: fc.array(scope, { maxLength: 3 }) })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 25 }), (changes) => {
        const now = new Map<string, readonly string[]>()
        for (const { name, implies } of changes) {
          try {
            now.set(name, checkImplied({ name, implies }, registry(Object.fromEntries(now))))
          } catch (error) {
            if (!(error instanceof BadUserInputError || error instanceof InvalidScopeError)) throw error
          }
        }
        for (const [start, implies] of now) expect(new ScopeSet(expandImplied(implies, now)).covers(start)).toBe(false)
      }),
      { numRuns: 300 },
    )
  })
})

describe('a grant', () => {
  const known = registry({ a: ['b'], b: [], c: ['secret'], secret: [], 't:x': ['secret'] })
  const refused = (held: string[], granted: string[]) => {
    try {
      assertMayGrant({ id: 'usr_1', scopes: held, origin: testOrigin }, granted, known)
      return []
    } catch (error) {
      return (error as InvalidScopeError).extensions.scopes
    }
  }

  it.each<[string[], string[], string[]]>([
    [['a'], ['a', 'b'], []],
    [['*'], ['*', 'secret'], []],
    [['t:*'], ['t:x', 't:*', 'secret'], []],
    [['a'], ['c'], ['c', 'secret']],
    [['a', 'c'], ['*'], ['*']],
    [['b'], ['a'], ['a']],
    [['t:x'], ['t:*'], ['t:*']],
    [[], ['b'], ['b']],
  ])('with a token of %j, of %j lacks %j', (held, granted, lacking) => {
    expect(refused(held, granted)).toEqual(lacking)
  })
})

describe('the defaults of a new client', () => {
  const known = registry({ a: ['b'], b: [], 't:x': [], 't:y': [] }, ['b', 't:x'])

  it.each<[string[], string[]]>([
    [['*'], ['b', 't:x']],
    [['b'], ['b']],
    [['a'], ['b']],
    [['t:*'], ['t:x']],
    [['t:y'], []],
    [[], []],
  ])('within %j are %j', (ceiling, defaults) => {
    expect(defaultsWithin(ceiling, known)).toEqual(defaults)
  })
})
