// A federation subgraph that takes Fieldgate's tokens: fields and entities are refused here, whatever the router lets through.

import { ApolloServer } from '@apollo/server'
import { startStandaloneServer } from '@apollo/server/standalone'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { fieldgate } from 'fieldgate/apollo'
import { createGate, createTokenVerifier } from 'fieldgate/resource-server'
import { parse } from 'graphql'

// Whatever goes wrong before the server is ready ends here, in one line.
const fail = ({ code, message, cause }) => {
  if (code === 'EADDRINUSE') console.error('The port is taken. Set PORT to another one.')
  else console.error(cause ? `${message} (${cause.cause?.code ?? cause.message})` : message)
  process.exit(1)
}
process.once('uncaughtException', fail)

const issuer = process.env.FIELDGATE_ISSUER
if (!issuer) throw new Error('Set FIELDGATE_ISSUER to the URL of your Fieldgate server, for example http://localhost:4000.')

// The rules are those of the federation specification, under whatever names @link gives them.
const typeDefs = parse(`
  extend schema @link(
    url: "https://specs.apollo.dev/federation/v2.9"
    import: ["@key", { name: "@requiresScopes", as: "@needs" }]
  )

  "Fieldgate's own: open to anyone, even without a token."
  directive @public on FIELD_DEFINITION | OBJECT | INTERFACE

  type Product @key(fields: "sku") @public {
    sku: ID!
    inStock: Int!
    "What we paid for it."
    cost: Int @needs(scopes: [["products:cost"]])
  }

  type Order @key(fields: "id") @needs(scopes: [["orders:read"]]) {
    id: ID!
    total: Int!
  }
`)

const products = { lamp: { sku: 'lamp', inStock: 7, cost: 12 }, chair: { sku: 'chair', inStock: 2, cost: 35 } }
const orders = { 7: { id: '7', total: 130 } }

const resolvers = {
  Product: { __resolveReference: ({ sku }) => products[sku] },
  // Does not run for a caller who may not read orders.
  Order: {
    __resolveReference({ id }) {
      console.log('Loading an order')
      return orders[id]
    },
  },
}

const schema = buildSubgraphSchema([{ typeDefs, resolvers }])
const gate = createGate(schema, { unmarked: 'denied' })
const verifier = await createTokenVerifier({ issuer, audience: process.env.FIELDGATE_AUDIENCE ?? issuer })

const server = new ApolloServer({ schema, plugins: [fieldgate({ gate, verifier })], includeStacktraceInErrorResponses: false })
const { url } = await startStandaloneServer(server, { listen: { port: Number(process.env.PORT ?? 4003) } })
process.off('uncaughtException', fail)
console.log(`Ready at ${url}`)
