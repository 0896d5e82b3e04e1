// A federation subgraph with entities of every sort, and how to ask it for some of them by reference.

import { buildSubgraphSchema } from '@apollo/subgraph'
import { type GraphQLSchema, parse } from 'graphql'
import { type Case, type Outcome, runCase } from './harness.ts'

/** What `_entities` is given for each entity. */
export interface Reference {
  __typename: unknown
  id: string
}

/** Makes the resolvers of a type: its reference resolver, which notes that it ran and gives an object with the id and more. */
export type Load = (type: string, more?: object) => { __resolveReference(reference: Reference): object }

const typeDefs = parse(`
  extend schema @link(
    url: "https://specs.apollo.dev/federation/v2.10"
    import: ["@key", "@interfaceObject", "@authenticated", "@policy", { name: "@requiresScopes", as: "@needs" }]
  )
  type Query { products: [Product] }
  type Mutation { sell: Product, reveal: Secret }
  type Product @key(fields: "id") { id: ID! name: String cost: Int @needs(scopes: [["cost"]]) }
  type Secret @key(fields: "id") @needs(scopes: [["secret"]]) { id: ID! text: String }
  type Report @key(fields: "id") @policy(policies: [["auditor"]]) { id: ID! }
  interface Media @key(fields: "id") { id: ID! }
  type Book implements Media @key(fields: "id") { id: ID! }
  type Film implements Media @key(fields: "id") @authenticated { id: ID! }
  interface Shelf @key(fields: "id") { id: ID! }
  type Open implements Shelf @key(fields: "id") { id: ID! }
  type Closed implements Shelf @key(fields: "id") @authenticated { id: ID! }
  interface Vault @key(fields: "id") { id: ID! }
  type Safe implements Vault @key(fields: "id") @needs(scopes: [["vault"]]) { id: ID! }
  # Federation takes no rule on an interface, nor on an interface object, but on the fields of one.
  type Rated @interfaceObject @key(fields: "id") { id: ID! votes: Votes }
  type Votes @authenticated { count: Int }
  type Draft @authenticated { id: ID! }
`)

/** The subgraph with all of that; `Vault:type` is noted when the type of a Vault is asked for. */
export function buildShop(load: Load, note: (what: string) => void): GraphQLSchema {
  return buildSubgraphSchema([
    {
      typeDefs,
      resolvers: {
        Mutation: { sell: () => ({ id: '1', cost: 3 }), reveal: () => ({ id: '1', text: 'hush' }) },
        Product: load('Product', { name: 'Lamp', cost: 3 }),
        Secret: load('Secret', { text: 'hush' }),
        Report: load('Report'),
        Media: { __resolveType: ({ id }: Reference) => (id.startsWith('f') ? 'Film' : 'Book') },
        Book: load('Book'),
        Film: load('Film'),
        Shelf: { ...load('Shelf'), __resolveType: ({ id }: Reference) => (id.startsWith('c') ? 'Closed' : 'Open') },
        Vault: {
          ...load('Vault'),
          __resolveType() {
            note('Vault:type')
            return 'Safe'
          },
        },
        Safe: load('Safe'),
        Rated: load('Rated', { votes: { count: 5 } }),
        Draft: load('Draft'),
      },
    },
  ])
}

export interface Asked extends Partial<Omit<Case, 'sdl'>> {
  /** Of each entity. Default: what tells the types apart. */
  selection?: string
  /** Default: the shop. */
  build?: typeof buildShop
}

/** Asks for entities, each written as `Type:id`, and tells also which reference resolvers ran. */
export async function ask(
  references: readonly string[],
  { selection = everything, build = buildShop, ...rest }: Asked = {},
): Promise<Omit<Outcome, 'result'> & { loaded: string[] }> {
  const loaded: string[] = []
  const load: Load = (type, more = {}) => ({
    __resolveReference({ id }) {
      loaded.push(type)
      return { id, ...more }
    },
  })
  const refs = references.map((reference) => {
    const [type, id] = reference.split(':')
    return { __typename: type, id }
  })
  const { result: _, ...outcome } = await runCase({
    sdl: build(load, (what) => loaded.push(what)),
    operation: `query ($refs: [_Any!]!) { _entities(representations: $refs) { ${selection} } }`,
    variables: { refs },
    ...rest,
  })
  return { ...outcome, loaded }
}

const everything = '__typename ... on Product { name } ... on Secret { text } ... on Rated { votes { count } }'
