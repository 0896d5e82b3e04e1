// A GraphQL Yoga server that takes Fieldgate's tokens: fields, mutations, and a subscription that ends when its token ends.

import { createServer } from 'node:http'
import { createGate, createTokenVerifier, directiveTypeDefs } from 'fieldgate/resource-server'
import { accessTokenOf, useFieldgate } from 'fieldgate/yoga'
import { createPubSub, createSchema, createYoga } from 'graphql-yoga'

// Whatever goes wrong before the server is ready ends here, in one line.
const fail = ({ code, message, cause }) => {
  if (code === 'EADDRINUSE') console.error('The port is taken. Set PORT to another one.')
  else console.error(cause ? `${message} (${cause.cause?.code ?? cause.message})` : message)
  process.exit(1)
}
process.once('uncaughtException', fail)

const issuer = process.env.FIELDGATE_ISSUER
if (!issuer) throw new Error('Set FIELDGATE_ISSUER to the URL of your Fieldgate server, for example http://localhost:4000.')

const pubSub = createPubSub()
const orders = [{ id: '7', total: 130 }]

// The rules are part of the schema. Outer list: or. Inner list: and.
const schema = createSchema({
  typeDefs: `
    ${directiveTypeDefs}

    type Query {
      shop: String! @public
      orders: [Order!] @requiresScopes(scopes: [["orders:read"]])
      whoami: String @authenticated
    }

    type Mutation {
      placeOrder(total: Int!): Order @requiresScopes(scopes: [["orders:write"]])
    }

    type Subscription {
      orderPlaced: Order @requiresScopes(scopes: [["orders:read"]])
    }

    type Order @authenticated {
      id: ID!
      total: Int!
    }
  `,
  resolvers: {
    Query: {
      shop: () => 'The corner shop',
      orders: () => orders,
      whoami: (_source, _args, context) => accessTokenOf(context)?.subject,
    },
    Mutation: {
      placeOrder: (_source, { total }) => {
        const order = { id: String(orders.length + 7), total }
        orders.push(order)
        pubSub.publish('orderPlaced', order)
        return order
      },
    },
    Subscription: {
      orderPlaced: { subscribe: () => pubSub.subscribe('orderPlaced'), resolve: (order) => order },
    },
  },
})

const verifier = await createTokenVerifier({ issuer, audience: process.env.FIELDGATE_AUDIENCE ?? issuer })
// Fields without a rule are refused; a subscription asks before each event whether its token was revoked.
const gate = createGate(schema, { unmarked: 'denied', isRevoked: verifier.isRevoked })
const yoga = createYoga({ schema, graphqlEndpoint: '/', plugins: [useFieldgate({ gate, verifier })] })

const server = createServer(yoga).listen(Number(process.env.PORT ?? 4001), () => {
  process.off('uncaughtException', fail)
  console.log(`Ready at http://localhost:${server.address().port}/`)
})
