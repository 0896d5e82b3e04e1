import { buildSchema, getIntrospectionQuery, parse, specifiedRules, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import { operationSizeRule } from '../../src/graphql/operation-size.ts'

const schema = buildSchema('type Query { a: Query b: Int }')
const sizesOf = (document: string) =>
  validate(schema, parse(document), [operationSizeRule]).map(({ extensions: { code, limit, measured, maximum } }) => {
    expect(code).toBe('QUERY_TOO_COMPLEX')
    return [limit, measured, maximum]
  })

/** So many fields below each other. */
const nest = (depth: number, leaf = 'b'): string => (depth === 1 ? leaf : `a { ${nest(depth - 1, leaf)} }`)
const times = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ')

describe('the size of an operation', () => {
  it.each([
    ['ten deep', `{ ${nest(10)} }`],
    ['ten deep through fragments, which are no depth', `{ a { ... { ...F } } } fragment F on Query { ${nest(9)} }`],
    ['thirty aliases', `{ a { ${times(30, (n) => `b${n}: b`)} } }`],
    [
      'thirty aliases in a fragment that is spread once',
      `{ a { ...F } } fragment F on Query { ${times(30, (n) => `b${n}: b`)} }`,
    ],
    ['thirty fields at the root', `{ ${'b '.repeat(30)} }`],
    ['thirty-one fields below it', `{ a { ${'b '.repeat(31)} } }`],
    ['deep in an introspection', `{ __schema { queryType { ${'ofType { '.repeat(12)} name ${'}'.repeat(12)} } } }`],
    ['what tools ask to know a schema', getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true })],
    ['an unknown fragment, which another rule refuses', '{ ...F }'],
    ['a fragment that names itself, which another rule refuses', '{ ...F } fragment F on Query { a { ...F } }'],
  ])('may be %s', (_what, document) => {
    expect(sizesOf(document)).toEqual([])
  })

  it.each([
    ['eleven deep', `{ ${nest(11)} }`, ['depth', 11, 10]],
    ['eleven deep with an inline fragment at the root', `{ ... { ${nest(11)} } }`, ['depth', 11, 10]],
    ['eleven deep through a fragment', `{ a { ...F } } fragment F on Query { ${nest(10)} }`, ['depth', 11, 10]],
    [
      'eleven deep through a fragment that is spread higher up before',
      `{ ...F a { a { ...F } } } fragment F on Query { ${nest(9)} }`,
      ['depth', 11, 10],
    ],
    ['thirty-one aliases', `{ a { ${times(31, (n) => `b${n}: b`)} } }`, ['aliases', 31, 30]],
    [
      'aliases in a fragment that is spread twice',
      `{ x: a { ...F } a { ...F } } fragment F on Query { ${times(15, (n) => `b${n}: b`)} }`,
      ['aliases', 31, 30],
    ],
    ['aliases of fields that have others below', `{ ${times(16, (n) => `a${n}: a { x: b }`)} }`, ['aliases', 32, 30]],
    ['thirty-one fields at the root', `{ ${'b '.repeat(31)} }`, ['rootFields', 31, 30]],
    ['as many through fragments', `{ ...F ... { ...F } b } fragment F on Query { ${'b '.repeat(15)} }`, ['rootFields', 31, 30]],
  ])('may not be %s', (_what, document, found) => {
    expect(sizesOf(document)).toEqual([found])
  })

  it('is that of each operation of the document', () => {
    expect(sizesOf(`query A { ${nest(11)} } query B { b } query C { ${nest(12)} }`)).toEqual([
      ['depth', 11, 10],
      ['depth', 12, 10],
    ])
  })

  it('is measured at once, also where fragments that spread others twice come to more aliases than can be counted', () => {
    const levels = 90
    const chain = times(levels, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`)
    const document = `{ ...F0 } ${chain} fragment F${levels} on Query { x: b }`
    expect(sizesOf(document)).toEqual([
      ['aliases', Number.MAX_SAFE_INTEGER, 30],
      ['rootFields', Number.MAX_SAFE_INTEGER, 30],
    ])
  })

  it('is told before what else is wrong', () => {
    const [first] = validate(schema, parse(`{ ${nest(11, 'wrong')} }`), [...specifiedRules, operationSizeRule])
    expect(first?.extensions).toMatchObject({ limit: 'depth' })
  })
})
