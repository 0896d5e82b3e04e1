// `fieldgate explain` as a person uses it: what it prints, where, and with which exit code.

import { describe, expect, it } from 'vitest'
import { createDesk, text } from './run-fieldgate.ts'

const schema = `
  directive @authenticated on FIELD_DEFINITION | OBJECT
  directive @requiresScopes(scopes: [[Scope!]!]!) on FIELD_DEFINITION | OBJECT
  scalar Scope
  type Query {
    viewer: User @authenticated
    order(id: ID!): Order @requiresScopes(scopes: [["orders:read"], ["order:{id}:read"]])
    search: [Hit!]
    news: String
  }
  type Mutation { find: Hit }
  type User { name: String, email: String @requiresScopes(scopes: [["users:email"]]), manager: User }
  type Order { id: ID!, total: Int }
  union Hit = Order | User | Secret
  type Secret @requiresScopes(scopes: [["secrets:read"]]) { text: String }
`
const operation = `query Dashboard($id: ID = 7) {
  viewer { ...Person boss: manager { email } }
  order(id: $id) { total }
  search { ... on Order { id } ... on Secret { text } ... on User { title: name } __typename }
}
fragment Person on User { name email }
`
const files = { 's.graphql': schema, 'op.graphql': operation, 'news.graphql': '{ news }' }
const explain = ['explain', 'op.graphql', '--schema', 's.graphql']

describe('fieldgate explain', () => {
  it('shows who lacks what, in a tree of what is selected, and ends with 1', () => {
    expect(createDesk(files).fieldgate([...explain, '--scopes', 'order:8:read secrets:read'])).toEqual({
      code: 1,
      stdout: text`
        query Dashboard
        ├─ ✓ viewer  needs a token
        │  ├─ ✓ name
        │  ├─ ✗ email  User.email needs users:email; missing users:email
        │  └─ ✓ boss: manager
        │     └─ ✗ email  User.email needs users:email; missing users:email
        ├─ ✗ order  Query.order needs orders:read or order:7:read; missing orders:read
        │  └─ · total
        └─ ✓ search  needs what one of its types needs
           ├─ ✓ on Order
           │  ├─ ✓ id
           │  └─ ✓ __typename
           ├─ ✓ on User
           │  ├─ ✓ title: name
           │  └─ ✓ __typename
           └─ ✓ on Secret  needs secrets:read
              ├─ ✓ text  needs secrets:read
              └─ ✓ __typename

        ✗ Denied in 3 places.
        All of it needs a token with the scopes of one line:
          order:7:read secrets:read users:email
          orders:read secrets:read users:email
      `,
      stderr: '',
    })
  })

  it.each(['order:7:read secrets:read users:email', 'orders:* secrets:read users:email', '*'])('ends with 0 for %s', (scopes) => {
    const { code, stdout, stderr } = createDesk(files).fieldgate([...explain, '--scopes', scopes])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('✓ Allowed.')
    expect(stdout).not.toContain('✗')
  })

  it('shows an anonymous caller that a token is missing, and does not judge what is below', () => {
    const { code, stdout } = createDesk(files).fieldgate([...explain, '--anonymous'])
    expect(code).toBe(1)
    expect(stdout.split('\n').slice(1, 5)).toEqual([
      '├─ ✗ viewer  Query.viewer needs a token; missing a token',
      '│  ├─ · name',
      '│  ├─ · email  needs users:email',
      '│  └─ · boss: manager',
    ])
    expect(stdout).toContain('✗ order  Query.order needs orders:read or order:7:read; missing a token with orders:read')
  })

  it('lets an anonymous caller have what is open', () => {
    expect(createDesk(files).fieldgate(['explain', 'news.graphql', '--schema', 's.graphql', '--anonymous'])).toEqual({
      code: 0,
      stdout: 'query\n└─ ✓ news\n\n✓ Allowed.\nAll of it needs no token.\n',
      stderr: '',
    })
  })

  it('judges nobody without --scopes and --anonymous, and ends with 0', () => {
    const { code, stdout } = createDesk(files).fieldgate(explain)
    expect(code).toBe(0)
    expect(stdout).not.toMatch(/[✓✗·]/)
    expect(stdout).toContain('├─ order  needs orders:read or order:7:read\n')
    expect(stdout).toContain('  orders:read secrets:read users:email\n')
  })

  it('is strict about mutations: one denied type of an abstract field denies it', () => {
    const desk = createDesk({ ...files, 'op.graphql': 'mutation { find { ... on Order { id } } }' })
    expect(desk.fieldgate([...explain, '--scopes', 'x'])).toEqual({
      code: 1,
      stdout: text`
        mutation
        └─ ✗ find  Mutation.find needs what each of its types needs; missing secrets:read
           ├─ · on Order
           │  └─ · id
           └─ · on Secret  needs secrets:read

        ✗ Denied in 1 place. A mutation is refused whole: nothing of it runs.
        All of it needs a token with the scopes of one line:
          secrets:read
      `,
      stderr: '',
    })
    expect(desk.fieldgate([...explain, '--scopes', 'secrets:read']).code).toBe(0)
  })

  it('reads the operation from stdin, chooses one by name, and takes variables from a file', () => {
    const desk = createDesk({ ...files, 'vars.json': '{"id":"8"}' })
    const several = 'query A { news } query B($id: ID!) { order(id: $id) { total } }'
    const args = ['explain', '-', '--schema', 's.graphql', '--operation', 'B', '--scopes', 'order:8:read']
    expect(desk.fieldgate([...args, '--variables', 'vars.json'], several)).toMatchObject({ code: 0, stderr: '' })
    desk.write('vars.json', '{"id":"9"}')
    expect(desk.fieldgate([...args, '--variables', 'vars.json'], several)).toMatchObject({ code: 1, stderr: '' })
  })

  it('assumes nothing about variables that it is not given: what is allowed is allowed for all', () => {
    const desk = createDesk({ ...files, 'op.graphql': 'query($id: ID!) { order(id: $id) { total } }' })
    const one = desk.fieldgate([...explain, '--scopes', 'order:8:read'])
    expect(one).toMatchObject({ code: 1, stderr: expect.stringContaining('Variables are missing') })
    expect(one.stdout).toContain('needs orders:read or order:{id}:read')
    expect(desk.fieldgate([...explain, '--scopes', 'order:*:read'])).toMatchObject({ code: 0 })
  })

  it('takes policies to hold, and says so', () => {
    const policed = 'type Query { news: String @policy(policies: [["office-hours"]]) }'
    const desk = createDesk({ ...files, 's.graphql': policed })
    const { code, stdout, stderr } = desk.fieldgate(['explain', 'news.graphql', '--schema', 's.graphql', '--anonymous'])
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout:
        'query\n└─ ✓ news  needs policy "office-hours"\n\n✓ Allowed.\nAll of it needs no token.\nPolicies must hold besides: office-hours.\n',
    })
    expect(stderr).toContain('Policies are taken to hold')
  })

  it('prints the same as one JSON object', () => {
    const { code, stdout } = createDesk(files).fieldgate([...explain, '--scopes', 'orders:read', '--json'])
    const explanation = JSON.parse(stdout)
    expect(code).toBe(1)
    expect(explanation).toMatchObject({ title: 'query Dashboard', isAllowed: false, policies: [] })
    expect(explanation.required).toEqual({
      needsToken: true,
      alternatives: [
        ['order:7:read', 'secrets:read', 'users:email'],
        ['orders:read', 'secrets:read', 'users:email'],
      ],
      isComplete: true,
    })
    expect(explanation.tree[0].children[1]).toEqual({
      kind: 'field',
      label: 'email',
      coordinate: 'User.email',
      mark: 'denied',
      needs: 'users:email',
      missing: 'users:email',
      children: [],
    })
  })

  it('loads a subgraph: @link, directives of others, types that are only extended; and says what it assumed', () => {
    const subgraph = `
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", { name: "@requiresScopes", as: "@needs" }])
      extend type Query { product: Product @needs(scopes: [["products:read"]]) }
      extend type Product @key(fields: "id") { id: ID! @external, price: Int @authenticated }
    `
    const desk = createDesk({ 's.graphql': subgraph, 'op.graphql': '{ product { price } }' })
    expect(desk.fieldgate([...explain, '--scopes', 'x'])).toEqual({
      code: 1,
      stdout: text`
        query
        └─ ✗ product  Query.product needs products:read; missing products:read
           └─ · price  needs a token

        ✗ Denied in 1 place.
        All of it needs a token with the scopes of one line:
          products:read
      `,
      stderr: text`
        s.graphql: "extend" of Query, which is not defined here, is taken as its definition.
        s.graphql: "extend" of Product, which is not defined here, is taken as its definition.
        s.graphql: Our own definition of @authenticated is assumed.
        s.graphql: Not defined here, and left as they are: @external, @key, @link.
      `,
    })
    expect(desk.fieldgate([...explain, '--scopes', 'products:read']).code).toBe(0)
  })

  it.each<[what: string, args: string[], line: string]>([
    ['an operation that is not there', ['explain', 'no.graphql', '--schema', 's.graphql'], 'no.graphql: there is no such file.'],
    ['a folder', ['explain', 'op.graphql', '--schema', '.'], '.: cannot be read (EISDIR).'],
    [
      'a schema that does not build',
      ['explain', 'op.graphql', '--schema', 'unknown.graphql'],
      'unknown.graphql:1:17: Unknown type "Nope".',
    ],
    [
      'a bad rule',
      ['explain', 'news.graphql', '--schema', 'bad.graphql'],
      'bad.graphql:3:4: Query.news: @requiresScopes has no alternatives',
    ],
    [
      'an operation that is not valid',
      ['explain', 'nope.graphql', '--schema', 's.graphql'],
      'nope.graphql:2:3: Cannot query field "nope" on type "Query".',
    ],
    ['no scope', [...explain, '--scopes', 'a::b'], '--scopes: "a::b" is no scope.'],
    ['scopes without a token', [...explain, '--scopes', 'a', '--anonymous'], '--scopes and --anonymous exclude each other'],
    ['variables that are no JSON', [...explain, '--variables', 'op.graphql'], 'op.graphql: this is no JSON.'],
    ['no --schema', ['explain', 'op.graphql'], `error: required option '--schema <file>' not specified`],
  ])('ends with 2 and says where and why for %s', (_what, args, line) => {
    const wrong = {
      'unknown.graphql': 'type Query { a: Nope }',
      'bad.graphql':
        'directive @requiresScopes(scopes: [[String]]) on FIELD_DEFINITION\ntype Query {\n   news: Int @requiresScopes(scopes: []) }',
      'nope.graphql': '{\n  nope }',
    }
    const { code, stdout, stderr } = createDesk({ ...files, ...wrong }).fieldgate(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr.split('\n')[0]).toContain(line)
    expect(stderr).not.toContain('    at ')
  })
})
