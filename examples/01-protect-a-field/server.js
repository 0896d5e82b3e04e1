// An API of its own that takes Fieldgate's tokens: verified offline, enforced field by field.

import { ApolloServer } from '@apollo/server'
import { startStandaloneServer } from '@apollo/server/standalone'
import { accessTokenOf, fieldgate } from 'fieldgate/apollo'
import { createGate, createTokenVerifier, directiveTypeDefs } from 'fieldgate/resource-server'
import { buildSchema } from 'graphql'

// Whatever goes wrong before the server is ready ends here, in one line.
const fail = ({ code, message, cause }) => {
  if (code === 'EADDRINUSE') console.error('The port is taken. Set PORT to another one.')
  else console.error(cause ? `${message} (${cause.cause?.code ?? cause.message})` : message)
  process.exit(1)
}
process.once('uncaughtException', fail)

const issuer = process.env.FIELDGATE_ISSUER
if (!issuer) throw new Error('Set FIELDGATE_ISSUER to the URL of your Fieldgate server, for example http://localhost:4000.')

// The rules are part of the schema. Outer list: or. Inner list: and.
const schema = buildSchema(`
  ${directiveTypeDefs}

  type Query {
    products: [Product!]! @public
    order(id: ID!): Order @requiresScopes(scopes: [["orders:read"], ["order:{id}:read"]])
    whoami: String @authenticated
  }

  type Product @public {
    name: String!
    price: Int!
    "What we paid for it."
    cost: Int @requiresScopes(scopes: [["products:cost"]])
  }

  type Order @authenticated {
    id: ID!
    total: Int!
  }
`)

const rootValue = {
  products: [
    { name: 'Lamp', price: 40, cost: 12 },
    { name: 'Chair', price: 90, cost: 35 },
  ],
  order: ({ id }) => ({ id, total: 130 }),
  whoami: (_args, context) => accessTokenOf(context)?.subject,
}

// Fields without a rule are refused, so that a forgotten rule is noticed at once.
const gate = createGate(schema, { unmarked: 'denied' })
const verifier = await createTokenVerifier({ issuer, audience: process.env.FIELDGATE_AUDIENCE ?? issuer })

const plugins = [fieldgate({ gate, verifier, rootValue })]
const server = new ApolloServer({ schema, rootValue, plugins, includeStacktraceInErrorResponses: false })
const { url } = await startStandaloneServer(server, { listen: { port: Number(process.env.PORT ?? 4001) } })
process.off('uncaughtException', fail)
console.log(`Ready at ${url}`)
