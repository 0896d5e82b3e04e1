import { describe, expect, it } from 'vitest'
import { isGrantableScope, isScope } from '../../src/scope/scope.ts'

const longest = 'a'.repeat(256)

describe('isScope', () => {
  it.each(['orders', 'orders:read', 'orders:read:own', 'A-1_b.c:9', '__proto__', longest])('takes %s', (text) => {
    expect(isScope(text)).toBe(true)
  })

  it.each([
    ['nothing', ''],
    ['an empty segment', 'orders::read'],
    ['a colon at the end', 'orders:'],
    ['a colon in front', ':orders'],
    ['a wildcard', 'orders:*'],
    ['a blank', 'orders read'],
    ['a line end', 'orders\n'],
    ['another letter', 'ördérs'],
    ['a brace', 'orders:{id}'],
    ['257 characters', `${longest}a`],
  ])('refuses %s', (_, text) => {
    expect(isScope(text)).toBe(false)
  })
})

describe('isGrantableScope', () => {
  it.each(['orders:read', '*', 'orders:*', '*:read', 'orders:*:own'])('takes %s', (text) => {
    expect(isGrantableScope(text)).toBe(true)
  })

  it.each(['', 'orders*', 'orders:re*', '**', 'orders:**', '*:', 'orders: *', `${longest}:*`])('refuses %j', (text) => {
    expect(isGrantableScope(text)).toBe(false)
  })
})
