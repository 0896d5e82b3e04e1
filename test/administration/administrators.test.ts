import { describe, expect, it } from 'vitest'
import { administratorTestOf } from '../../src/administration/administrators.ts'
import { adminScopes, builtInScopes } from '../../src/administration/built-in-scopes.ts'

const createdAt = new Date('2026-05-01T12:00:00Z')
const builtIn = builtInScopes(createdAt).map((definition) => ({ ...definition, version: 1 }))

/** A registry with more in it: what each scope implies. */
function registry(more: Readonly<Record<string, readonly string[]>> = {}) {
  const added = Object.entries(more).map(([name, implies]) => ({
    ...{ name, implies, description: name, isDefault: false, createdAt, version: 1 },
  }))
  return administratorTestOf([...builtIn, ...added])
}

describe('an administrator', () => {
  const domains = [...new Set(adminScopes.map((scope) => `${scope.split(':')[0]}:*`))]

  it.each<[string, readonly string[], Readonly<Record<string, readonly string[]>>?]>([
    ['every scope', ['*']],
    ['each admin scope by its name', adminScopes],
    ['wildcards that cover them together', domains],
    ['one that brings them all along', ['boss'], { boss: adminScopes }],
    ['one that brings another along that does', ['chief'], { chief: ['boss'], boss: ['*'] }],
    ['a wildcard over one that does', ['staff:*'], { 'staff:boss': ['*'] }],
  ])('holds %s', (_what, scopes, more = {}) => {
    const { isAdministrator, marks } = registry(more)
    expect(isAdministrator(scopes)).toBe(true)
    // Otherwise a store would pass them over.
    expect(scopes.some((scope) => marks?.includes(scope))).toBe(true)
  })

  it.each(adminScopes)('is none without %s', (missing) => {
    expect(registry().isAdministrator(adminScopes.filter((scope) => scope !== missing))).toBe(false)
  })

  it.each([[[]], [['orders:*']], [['users:*']], [['*:read']], [['*:write', '*:read']]])('is none with %j', (scopes) => {
    expect(registry({ 'orders:read': [] }).isAdministrator(scopes)).toBe(false)
  })

  it('is looked for among holders of nothing but what leads there', () => {
    const own = ['*', 'users:*', '*:*', 'users:write', '*:write']
    expect(new Set(registry({ 'orders:write': ['orders:read'] }).marks)).toEqual(new Set(own))
    expect(new Set(registry({ boss: ['*'], chief: ['boss'] }).marks)).toEqual(new Set([...own, 'boss', 'chief']))
  })

  it('is looked for among everyone when too many scopes lead there', () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`boss${index}`, ['*']]))
    expect([registry(many).marks, registry({ 'a:b:c:d:e:f': ['*'] }).marks]).toEqual([null, null])
  })
})
