import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isScope } from '../../src/scope/scope.ts'
import { bindScopeTemplate, parseScopeTemplate } from '../../src/scope/template.ts'

describe('parseScopeTemplate', () => {
  it.each([
    ['orders:read', []],
    ['project:{id}:read', [['id']]],
    ['{a}:{input.projectId}', [['a'], ['input', 'projectId']]],
    ['{__proto__}', [['__proto__']]],
  ])('reads %s', (source, placeholders) => {
    expect(parseScopeTemplate(source)).toMatchObject({ source, placeholders })
  })

  it.each([
    ['', /empty/],
    [' ', /blank/],
    ['orders read', /blank/],
    ['orders:read ', /blank/],
    ['orders\t', /blank/],
    ['orders\u0000', /control/],
    ['orders\u00a0x', /blank/],
    ['orders:{ id }', /blank/],
    ['orders:*', /wildcard/],
    ['*', /wildcard/],
    ['orders:{*}', /wildcard/],
    ['orders:re*', /wildcard/],
    ['orders::read', /empty segment/],
    [':orders', /empty segment/],
    ['orders:', /empty segment/],
    ['project:{id', /braces/],
    ['project:id}', /braces/],
    ['project:{}', /braces/],
    ['project:{{id}}', /braces/],
    ['project:x{id}', /braces/],
    ['project:{id}x', /braces/],
    ['project:{id}{id}', /braces/],
    ['project:{input.}', /braces/],
    ['project:{.id}', /braces/],
    ['project:{input..id}', /braces/],
    ['project:{1id}', /braces/],
    ['project:{a:b}', /braces/],
    ['project:{a-b}', /braces/],
    ['orders,read', /character/],
    ['ördérs', /character/],
    ['a'.repeat(257), /256/],
  ])('refuses %j', (text, reason) => {
    expect(() => parseScopeTemplate(text)).toThrow(TypeError)
    expect(() => parseScopeTemplate(text)).toThrow(reason)
  })
})

describe('bindScopeTemplate', () => {
  const template = parseScopeTemplate('project:{id}:read')
  const nested = parseScopeTemplate('project:{input.projectId}')

  it.each([
    ['a text', 'p-1', 'project:p-1:read'],
    ['a whole number', 42, 'project:42:read'],
    ['zero', 0, 'project:0:read'],
    ['a negative number', -7, 'project:-7:read'],
  ])('takes %s', (_, id, expected) => {
    expect(bindScopeTemplate(template, { id })).toBe(expected)
  })

  it.each([
    ['a wildcard', '*'],
    ['two segments', 'a:b'],
    ['nothing', ''],
    ['a blank', ' '],
    ['a line end', 'p1\n'],
    ['a placeholder', '{id}'],
    ['null', null],
    ['undefined', undefined],
    ['a list', ['p1']],
    ['an object', { toString: () => 'p1' }],
    ['a boxed text', new String('p1')],
    ['true', true],
    ['a fraction', 1.5],
    ['a number past 2^53', 2 ** 53],
    ['no number', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
    ['a bigint', 1n],
    ['a symbol', Symbol('p1')],
    ['more than a scope holds', 'p'.repeat(250)],
  ])('is false for %s', (_, id) => {
    expect(bindScopeTemplate(template, { id })).toBeUndefined()
  })

  it('is false for a missing argument', () => {
    expect(bindScopeTemplate(template, { other: 'p1' })).toBeUndefined()
  })

  it('follows a path of input fields', () => {
    expect(bindScopeTemplate(nested, { input: { projectId: 'p1' } })).toBe('project:p1')
    expect(bindScopeTemplate(nested, Object.assign(Object.create(null), { input: { projectId: 'p1' } }))).toBe('project:p1')
  })

  it.each([[undefined], [null], ['text'], [[{ projectId: 'p1' }]], [{}], [{ projectId: { projectId: 'p1' } }]])(
    'is false when the path leads through %j',
    (input) => {
      expect(bindScopeTemplate(nested, { input })).toBeUndefined()
    },
  )

  it('reads own properties only', () => {
    const inherited = Object.create({ id: 'p1' })
    expect(bindScopeTemplate(template, inherited)).toBeUndefined()
    expect(bindScopeTemplate(parseScopeTemplate('{constructor.name}'), {})).toBeUndefined()
    expect(bindScopeTemplate(parseScopeTemplate('{list.length}'), { list: [1] })).toBeUndefined()
    expect(bindScopeTemplate(template, Object.assign(inherited, { id: 'p2' }))).toBe('project:p2:read')
  })

  it('gives a plain scope back as it is', () => {
    expect(bindScopeTemplate(parseScopeTemplate('orders:read'), {})).toBe('orders:read')
  })

  it('gives a concrete scope of the same shape, or nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.string(), fc.stringMatching(/^[A-Za-z0-9_.:*-]{1,6}$/)), (id) => {
        const scope = bindScopeTemplate(template, { id })
        return scope === undefined || (isScope(scope) && scope === `project:${id}:read` && scope.split(':').length === 3)
      }),
      { numRuns: 2000 },
    )
  })
})
