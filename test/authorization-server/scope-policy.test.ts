// RFC 6749 section 3.3

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { effectiveScopes, grantScopes } from '../../src/authorization-server/scope-policy.ts'
import type { ScopeDefinition, User } from '../../src/authorization-server/storage.ts'
import { BadUserInputError, InvalidScopeError } from '../../src/errors.ts'
import { expandImplied } from '../../src/scope/implied.ts'
import { concreteScope, describes, grantedScopes, witnesses } from '../scope/arbitraries.ts'

const definitions = define({ 'orders:read': [], 'orders:write': ['orders:read'], 'order:*:read': [], 'clients:read': [] })

describe('the scopes that are granted', () => {
  it.each<[string, string[] | null | undefined, string[][], string[]]>([
    ['the defaults, for nothing asked', undefined, [['*']], ['orders:read']],
    ['the defaults, for null', null, [['*']], ['orders:read']],
    ['none, for an empty list', [], [['*']], []],
    ['what is left of the defaults', undefined, [['*'], ['clients:read']], []],
    ['what is asked for', ['clients:read'], [['*'], ['clients:*']], ['clients:read']],
    ['one for all that were asked for twice', ['clients:read', 'clients:read'], [['*']], ['clients:read']],
    ['what is implied as well', ['orders:write'], [['orders:write'], ['*']], ['orders:read', 'orders:write']],
    ['one order of all', ['order:7:read'], [['order:*:read']], ['order:7:read']],
    ['a wildcard and what it covers as one', ['orders:*', 'orders:read'], [['*']], ['orders:*']],
    ['everything, to who may have it', ['*'], [['*']], ['*']],
    ['what is asked for, without any ceiling', ['clients:read'], [], ['clients:read']],
  ])('are %s', (_what, asked, ceilings, expected) => {
    expect(grantScopes({ asked, defaults: ['orders:read'], ceilings, definitions })).toEqual(expected)
  })

  it.each<[string, string[], string[][], string[]]>([
    ['a scope beyond the first ceiling', ['orders:write'], [['orders:read'], ['*']], ['orders:write']],
    ['a scope beyond the second', ['orders:write'], [['*'], ['orders:read']], ['orders:write']],
    ['a wildcard wider than a ceiling', ['orders:*'], [['orders:read', 'orders:write']], ['orders:*']],
    ['a scope that nobody registered', ['orders:delete', 'orders:read'], [['*']], ['orders:delete']],
    ['another order', ['order:8:read'], [['order:7:read']], ['order:8:read']],
    ['a wildcard that reaches nothing registered', ['nothing:*'], [['*']], ['nothing:*']],
    ['texts that are no scopes, before all else', ['orders read', 'no:such', ''], [['*']], ['orders read', '']],
    ['several, sorted, each once', ['x:y', 'orders:write', 'x:y'], [['orders:read']], ['orders:write', 'x:y']],
  ])('do not include %s: that is refused by name', (_what, asked, ceilings, refused) => {
    const grant = () => grantScopes({ asked, defaults: [], ceilings, definitions })
    expect(grant).toThrow(InvalidScopeError)
    expect(grant).toThrow(expect.objectContaining({ extensions: { code: 'INVALID_SCOPE', scopes: refused } }))
  })

  it('are none of those that nobody registers any more, also where a wildcard covers them', () => {
    const defaults = ['orders:gone', 'orders:read', 'order:7:read', 'gone:*']
    const granted = grantScopes({ asked: null, defaults, ceilings: [['*']], held: defaults, definitions })
    expect(granted).toEqual(['gone:*', 'order:7:read', 'orders:read'])
  })

  it('can be asked for five hundred at a time, and no more', () => {
    const ask = (count: number) =>
      grantScopes({ asked: Array(count).fill('orders:read'), defaults: [], ceilings: [['*']], definitions })
    expect(ask(500)).toEqual(['orders:read'])
    expect(() => ask(501)).toThrow(new BadUserInputError('scopes', 'Ask for at most 500 scopes.'))
  })

  it('fit into a token: two thousand and forty-eight characters, and not one more', () => {
    const grant = (last: string) => {
      const asked = [...Array.from({ length: 8 }, (_, index) => `${index}${'x'.repeat(226)}`), last]
      const named = define(Object.fromEntries(asked.map((name) => [name, []])))
      return grantScopes({ asked, defaults: [], ceilings: [['*']], definitions: named }).join(' ').length
    }
    expect(grant('z'.repeat(224))).toBe(2_048)
    expect(() => grant('z'.repeat(225))).toThrow(BadUserInputError)
  })
})

describe('what a user may do', () => {
  it('is granted directly, through roles, and implied by either', () => {
    const [direct, role] = [['clients:read'], { ...blankRole, scopes: ['orders:write'] }]
    expect(effectiveScopes({ ...blankUser, scopes: direct, roles: [role] }, definitions)).toEqual([
      'clients:read',
      'orders:read',
      'orders:write',
    ])
    expect(effectiveScopes({ ...blankUser, scopes: direct }, definitions)).toEqual(['clients:read'])
    expect(effectiveScopes(blankUser, definitions)).toEqual([])
  })
})

describe('whatever is asked for', () => {
  const registry = fc
    .dictionary(concreteScope, fc.array(concreteScope, { maxLength: 3 }), { minKeys: 1, maxKeys: 5, noNullPrototype: false })
    .map(define)
  const request = fc.record({
    asked: fc.option(grantedScopes, { nil: undefined }),
    defaults: grantedScopes,
    ceilings: fc.array(grantedScopes, { minLength: 1, maxLength: 3 }),
    definitions: registry,
  })
  type Request = Parameters<typeof grantScopes>[0]

  it('lies within every ceiling, each with what it implies', () => {
    fc.assert(
      fc.property(request, concreteScope, (given, probe) => {
        const granted = grantOrNothing(given)
        fc.pre(granted !== undefined)
        const implies = new Map(given.definitions.map(({ name, implies }) => [name, implies]))
        for (const ceiling of given.ceilings) {
          const wide = expandImplied(ceiling, implies)
          for (const concrete of [probe, ...granted.flatMap(witnesses)]) {
            if (isIn(granted, concrete)) expect(isIn(wide, concrete)).toBe(true)
          }
        }
      }),
      { numRuns: 500 },
    )
  })

  it('is granted whole, or refused: never in part', () => {
    fc.assert(
      fc.property(request, (given) => {
        const granted = grantOrNothing(given)
        for (const concrete of granted === undefined ? [] : (given.asked ?? []).flatMap(witnesses)) {
          expect(isIn(granted ?? [], concrete)).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('never reaches further for one ceiling more', () => {
    fc.assert(
      fc.property(request, grantedScopes, (given, ceiling) => {
        const granted = grantOrNothing(given)
        const narrower = grantOrNothing({ ...given, ceilings: [...given.ceilings, ceiling] })
        if (granted === undefined) expect(narrower).toBeUndefined()
        for (const concrete of (narrower ?? []).flatMap(witnesses)) expect(isIn(granted ?? [], concrete)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('does not depend on the order of ceilings', () => {
    fc.assert(
      fc.property(request, (given) => {
        expect(grantOrNothing({ ...given, ceilings: given.ceilings.toReversed() })).toEqual(grantOrNothing(given))
      }),
      { numRuns: 300 },
    )
  })

  function grantOrNothing(given: Request): string[] | undefined {
    try {
      return grantScopes(given)
    } catch (error) {
      if (error instanceof InvalidScopeError) return undefined
      throw error
    }
  }
})

function isIn(granted: readonly string[], concrete: string): boolean {
  return granted.some((scope) => describes(scope, concrete))
}

function define(implied: Readonly<Record<string, readonly string[]>>): ScopeDefinition[] {
  return Object.entries(implied).map(([name, implies]) => {
    return { name, description: name, implies, isDefault: false, createdAt: new Date(0), version: 1 }
  })
}

const blankRole = { id: 'rol_test', name: 'test', description: null, createdAt: new Date(0), version: 1 }
const blankUser: User = {
  id: 'usr_test',
  email: 'test@example.com',
  displayName: null,
  passwordHash: '',
  scopes: [],
  roles: [],
  isEnabled: true,
  lastLoginAt: null,
  createdAt: new Date(0),
  version: 1,
}
