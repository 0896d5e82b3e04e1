// docs/enforcement.md section 3: interfaces and unions, per type and strict.

import type { OperationCase } from './case.ts'

const search = {
  schema: `
    type Query { search: [Result], first: Result, node: Node, only: Hidden, sure: Node! }
    union Result = Page | Secret
    union Hidden = Secret | Vault
    interface Node { title: String }
    type Page implements Node { title: String, draft: String @requiresScopes(scopes: [["draft"]]) }
    type Secret implements Node @requiresScopes(scopes: [["secret"]]) { title: String }
    type Vault implements Node @requiresScopes(scopes: [["secret"], ["vault"]]) { title: String, key: String @requiresScopes(scopes: [["key"]]) }
  `,
  root: {
    search: [
      { __typename: 'Page', title: 'p', draft: 'd' },
      { __typename: 'Secret', title: 's' },
    ],
    first: { __typename: 'Page', title: 'p', draft: 'd' },
    node: { __typename: 'Secret', title: 's' },
    only: { __typename: 'Vault', title: 'v', key: 'k' },
    sure: { __typename: 'Secret', title: 's' },
  },
  scopes: [],
}
const strict = { abstractTypes: 'strict' as const }
const shared = {
  schema: `
    type Query { nodes: [Node], lone: Node }
    interface Node { title: String }
    type A implements Node { title: String }
    type B implements Node { title: String @authenticated }
  `,
  root: {
    nodes: [
      { __typename: 'A', title: 'a' },
      { __typename: 'B', title: 'b' },
    ],
    lone: { __typename: 'A', title: 'a' },
  },
}

export const abstractTypes: OperationCase[] = [
  {
    ...search,
    name: 'Per type: an object of a denied type is null with an error before any of its fields runs, __typename included',
    operation: '{ search { __typename ... on Page { title } ... on Secret { title } } }',
    decision: 'filter',
    denied: ['Secret'],
    data: { search: [{ __typename: 'Page', title: 'p' }, null] },
    errors: ['search.1: Secret INSUFFICIENT_SCOPE'],
    ran: ['Query.search', 'Page.title'],
  },
  {
    ...search,
    name: 'Per type: the field runs as one possible type is allowed, though nothing of the denied one is selected',
    operation: '{ first { ... on Page { title } } }',
    decision: 'filter',
    denied: ['Secret'],
    data: { first: { title: 'p' } },
    ran: ['Query.first', 'Page.title'],
  },
  {
    ...search,
    name: 'Per type: with the scope of the type everything is shown',
    operation: '{ search { __typename ... on Node { title } } }',
    scopes: ['secret'],
    decision: 'allow',
    data: {
      search: [
        { __typename: 'Page', title: 'p' },
        { __typename: 'Secret', title: 's' },
      ],
    },
    ran: ['Query.search', 'Page.title', 'Secret.title'],
  },
  {
    ...search,
    name: 'Per type: a field does not run when every type that it may return is denied',
    operation: '{ only { __typename } }',
    decision: 'filter',
    denied: ['Query.only'],
    data: { only: null },
    errors: ['only: Query.only INSUFFICIENT_SCOPE'],
  },
  {
    ...search,
    name: 'Per type: it runs when one of them is allowed, and fields of that one are judged for themselves',
    operation: '{ only { __typename ... on Vault { title key } } }',
    scopes: ['vault'],
    decision: 'filter',
    denied: ['Secret', 'Vault.key'],
    data: { only: { __typename: 'Vault', title: 'v', key: null } },
    errors: ['only.key: Vault.key INSUFFICIENT_SCOPE'],
    ran: ['Query.only', 'Vault.title'],
  },
  {
    ...search,
    name: 'Per type: a single object of a denied type is null at its position',
    operation: '{ node { title } }',
    decision: 'filter',
    denied: ['Secret', 'Vault'],
    data: { node: null },
    errors: ['node: Secret INSUFFICIENT_SCOPE'],
    ran: ['Query.node'],
  },
  {
    ...search,
    name: 'Per type: an object of a denied type in a non-null place passes its null on',
    operation: '{ sure { __typename } }',
    decision: 'filter',
    denied: ['Secret', 'Vault'],
    data: null,
    errors: ['sure: Secret INSUFFICIENT_SCOPE'],
    ran: ['Query.sure'],
  },
  {
    ...search,
    name: 'Per type: a null is no object of any type, so it is no denial where it stands',
    root: { node: null },
    operation: '{ node { title } }',
    decision: 'filter',
    denied: ['Secret', 'Vault'],
    data: { node: null },
    ran: ['Query.node'],
  },
  {
    ...shared,
    name: 'Per type: a field selected on an interface is denied on the concrete types that deny it',
    operation: '{ nodes { title } }',
    decision: 'filter',
    denied: ['B.title'],
    data: { nodes: [{ title: 'a' }, { title: null }] },
    errors: ['nodes.1.title: B.title MISSING'],
    ran: ['Query.nodes', 'A.title'],
  },
  {
    ...shared,
    name: 'Per type: a denial on a type that does not come loses nothing',
    operation: '{ lone { title } }',
    decision: 'filter',
    denied: ['B.title'],
    data: { lone: { title: 'a' } },
    ran: ['Query.lone', 'A.title'],
  },
  {
    ...shared,
    name: 'A fragment on another type does not count for this one',
    operation: '{ nodes { ... on A { title } } }',
    decision: 'allow',
    data: { nodes: [{ title: 'a' }, {}] },
    ran: ['Query.nodes', 'A.title'],
  },
  {
    ...shared,
    name: 'Strict: a field selected on an interface must be allowed on every possible type',
    options: strict,
    operation: '{ nodes { __typename title } }',
    decision: 'filter',
    denied: ['B.title'],
    data: {
      nodes: [
        { __typename: 'A', title: null },
        { __typename: 'B', title: null },
      ],
    },
    errors: ['nodes.0.title: B.title MISSING', 'nodes.1.title: B.title MISSING'],
    ran: ['Query.nodes'],
  },
  {
    ...shared,
    name: 'Strict: a field selected on one type only is judged on that type only',
    options: strict,
    operation: '{ nodes { ... on A { title } ... on B { x: title } } }',
    decision: 'filter',
    denied: ['B.title'],
    data: { nodes: [{ title: 'a' }, { x: null }] },
    errors: ['nodes.1.x: B.title MISSING'],
    ran: ['Query.nodes', 'A.title'],
  },
  {
    ...search,
    name: 'Strict: a field whose possible types are not all allowed does not run',
    options: strict,
    operation: '{ first { ... on Page { title } } }',
    decision: 'filter',
    denied: ['Query.first'],
    data: { first: null },
    errors: ['first: Query.first INSUFFICIENT_SCOPE'],
  },
  {
    name: 'Strict stays strict where policies are asked',
    schema: 'type Query { any: Any } union Any = A | B type A { x: Int } type B @policy(policies: [["b"]]) { x: Int }',
    root: { any: { __typename: 'A', x: 1 } },
    options: strict,
    operation: '{ any { ... on A { x } } }',
    policies: { b: false },
    decision: 'filter',
    denied: ['Query.any'],
    data: { any: null },
    errors: ['any: Query.any POLICY_DENIED'],
  },
  {
    ...search,
    name: 'Strict: it runs when all of them are',
    options: strict,
    operation: '{ first { ... on Page { title } } }',
    scopes: ['secret'],
    decision: 'allow',
    data: { first: { title: 'p' } },
    ran: ['Query.first', 'Page.title'],
  },
  {
    ...search,
    name: 'Reject mode is strict whatever is said of abstract types',
    options: { queries: 'reject', abstractTypes: 'per-type' },
    operation: '{ first { ... on Page { title } } }',
    decision: 'reject',
    denied: ['Query.first'],
    errors: ['first: Query.first INSUFFICIENT_SCOPE'],
  },
  {
    name: 'Mutations are strict, also when they are filtered',
    schema: `${search.schema} type Mutation { find: Result }`,
    root: { find: { __typename: 'Page', title: 'p' } },
    options: { mutations: 'filter' },
    operation: 'mutation { find { ... on Page { title } } }',
    scopes: [],
    decision: 'filter',
    denied: ['Mutation.find'],
    data: { find: null },
    errors: ['find: Mutation.find INSUFFICIENT_SCOPE'],
  },
]
