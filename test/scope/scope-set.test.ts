import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { covers } from '../../src/scope/covers.ts'
import { ScopeSet } from '../../src/scope/scope-set.ts'
import { growth, linearBound } from '../support/growth.ts'
import { grantedScope, grantedScopes } from './arbitraries.ts'

describe('ScopeSet', () => {
  it('keeps the scopes in their order, each once', () => {
    expect(new ScopeSet(['b', 'a:*', 'b']).scopes).toEqual(['b', 'a:*'])
  })

  it('covers what one of its scopes covers', () => {
    fc.assert(
      fc.property(grantedScopes, grantedScope, (granted, required) => {
        return new ScopeSet(granted).covers(required) === granted.some((scope) => covers(scope, required))
      }),
      { numRuns: 3000 },
    )
  })

  it('covers no less with one scope more', () => {
    fc.assert(
      fc.property(grantedScopes, grantedScope, grantedScope, (granted, more, required) => {
        return !new ScopeSet(granted).covers(required) || new ScopeSet([...granted, more]).covers(required)
      }),
    )
  })

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('takes %s for a name like any other', (name) => {
    const without = new ScopeSet(['a', 'a:*', '*:b'])
    const having = new ScopeSet([name, `${name}:*`])
    expect([without.covers(name), without.covers(`${name}:c`)]).toEqual([false, false])
    expect([having.covers(name), having.covers(`${name}:c`), having.covers('a')]).toEqual([true, true, false])
  })

  it('covers nothing with texts that are no scopes', () => {
    const set = new ScopeSet(['', 'a b', 'a*', 'a::b', ':'])
    expect(['', 'a b', 'a*', 'a::b', ':', 'a'].filter((scope) => set.covers(scope))).toEqual([])
  })

  it('stays linear for 20,000 scopes, half of them wildcards', () => {
    const ratio = growth((size) => {
      const granted = Array.from({ length: size }, (_, index) => (index % 2 ? `app:n${index}:*` : `app:n${index}`))
      const required = granted.map((scope) => scope.replace('*', 'read'))
      return () => {
        const set = new ScopeSet(granted)
        if (!required.every((scope) => set.covers(scope))) throw new Error('not covered')
      }
    })
    expect(ratio).toBeLessThan(linearBound)
  })
})
