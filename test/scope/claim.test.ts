import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatScopeClaim, parseScopeClaim } from '../../src/scope/claim.ts'
import { grantedScope } from './arbitraries.ts'

describe('parseScopeClaim', () => {
  it.each([
    ['', []],
    ['orders:read', ['orders:read']],
    ['orders:read users:*', ['orders:read', 'users:*']],
    [[], []],
    [
      ['orders:read', '*'],
      ['orders:read', '*'],
    ],
  ])('reads %j', (claim, expected) => {
    expect(parseScopeClaim(claim)).toEqual(expected)
  })

  it.each([
    [' '],
    [' orders:read'],
    ['orders:read '],
    ['orders:read  users:read'],
    ['orders:read\tusers:read'],
    ['orders:read\nusers:read'],
    ['orders:read,users:read'],
    ['orders:read orders:read'],
    ['orders:re*'],
    ['orders::read'],
    ['{id}'],
    [['orders:read', '']],
    [['orders:read users:read']],
    [['orders:read', 'orders:read']],
    [['orders:read', 7]],
    [['orders:read', null]],
    [[['orders:read']]],
    [new Array(1)],
    [undefined],
    [null],
    [7],
    [true],
    [{ 0: 'orders:read', length: 1 }],
  ])('refuses all of %j', (claim) => {
    expect(parseScopeClaim(claim)).toBeUndefined()
  })

  it('is frozen, and no longer the array it was read from', () => {
    const claim = ['orders:read']
    const scopes = parseScopeClaim(claim)
    claim.push('users:read')
    expect(scopes).toEqual(['orders:read'])
    expect(Object.isFrozen(scopes)).toBe(true)
  })
})

describe('formatScopeClaim', () => {
  it('writes what parseScopeClaim reads', () => {
    fc.assert(
      fc.property(fc.uniqueArray(grantedScope), (scopes) => {
        expect(parseScopeClaim(formatScopeClaim(scopes))).toEqual(scopes)
      }),
    )
  })

  it.each([[['a', 'a']], [['a b']], [['']]])('refuses %j, which would be refused when read', (scopes) => {
    expect(() => formatScopeClaim(scopes)).toThrow(TypeError)
  })
})
