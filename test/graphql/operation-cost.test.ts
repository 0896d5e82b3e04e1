import { parse, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import type { QueryTooComplexError } from '../../src/errors.ts'
import { operationCostRule } from '../../src/graphql/operation-cost.ts'
import { buildApiSchema } from '../../src/graphql/schema.ts'

const schema = buildApiSchema()
const users = (first: number, below: string) => `{ users(first: ${first}) { nodes { ${below} } } }`
const session = 'viewer { user { sessions(first: 100) { nodes { user { sessions(first: 100) { nodes { id } } } } } } }'
const fragments = `
  fragment A on Query { viewer { user { ...B } } }
  fragment B on User { sessions(first: 100) { nodes { user { ...C } } } }
  fragment C on User { sessions(first: 100) { nodes { id } } }`
const search = (filter: string) => `users(first: 1, filter: ${filter}) { nodes { id } }`
const chart = 'activity(input: { since: "2026-01-01T00:00:00Z", bucket: DAY }) { points { at } }'
const many = (count: number, field: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => `a${index}: ${field(index)}`).join(' ')

describe('an operation', () => {
  // A connection is an object, as each of its nodes is, and each user's connection.
  it.each([
    ['what is on one page', users(100, 'id email'), undefined],
    [
      'a page of users with a page of sessions each',
      users(50, 'sessions(first: 60) { nodes { id client { name } } }'),
      undefined,
    ],
    ['a large page of them with fewer', users(100, 'sessions(first: 97) { nodes { id } }'), undefined],
    ['two sessions more of each', users(100, 'sessions(first: 99) { nodes { id } }'), 10_101],
    ['lists that have no pages', users(100, 'roles { name } sessions(first: 90) { nodes { id } }'), 10_201],
    ['what each user of a page has, counted', users(50, 'sessions(first: 20) { totalCount nodes { id } }'), undefined],
    ['sessions of the user of sessions', `{ ${session} }`, 10_303],
    ['the same through fragments', `{ ...A } ${fragments}`, 10_303],
    [
      'pages whose size nobody knows yet',
      `query($n: Int) { users(first: $n) { nodes { sessions(first: $n) { nodes { id } } } } }`,
      10_201,
    ],
    ['ten tables that are looked through', `{ ${many(10, () => 'users(first: 1) { totalCount }')} }`, 10_010],
    ['nine of them', `{ ${many(9, () => 'users(first: 1) { totalCount }')} }`, undefined],
    ['as many searches', `query($f: UserFilter) { ${many(10, (i) => search(i % 2 ? '$f' : '{ search: "a" }'))} }`, 10_020],
    ['filters that search for nothing', `{ ${many(10, () => search('{ isEnabled: true }'))} }`, undefined],
    ['five charts', `{ ${many(5, () => chart)} }`, 10_005],
  ])('that asks for %s is measured', (_what, document, measured) => {
    expect(measure(document)).toEqual(
      measured === undefined ? undefined : { code: 'QUERY_TOO_COMPLEX', limit: 'cost', measured, maximum: 10_000 },
    )
  })

  it('is measured at once, however often its fragments spread others', () => {
    const spread = Array.from(
      { length: 60 },
      (_, i) => `fragment F${i} on Session { user { ...U${i} } }
      fragment U${i} on User { a: sessions { nodes { ...F${i + 1} } } b: sessions { nodes { ...F${i + 1} } } }`,
    )
    const document = `{ viewer { session { ...F0 } } } ${spread.join(' ')} fragment F60 on Session { id }`
    expect(measure(document)).toMatchObject({ measured: Number.MAX_SAFE_INTEGER })
  })

  it('is not measured for ever where fragments spread themselves', () => {
    expect(
      measure(
        '{ viewer { ...A } } fragment A on Viewer { user { ...B } } fragment B on User { sessions { nodes { user { ...B } } } }',
      ),
    ).toBeUndefined()
  })
})

function measure(document: string) {
  const [error] = validate(schema, parse(document), [operationCostRule])
  return (error?.originalError as QueryTooComplexError | undefined)?.extensions
}
