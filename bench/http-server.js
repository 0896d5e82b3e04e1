// Apollo Server on Fastify, `bare` or `gated`; tells its parent its URL, its tokens, and when asked the processor time it used.
import { ApolloServer } from '@apollo/server'
import fastifyApollo, { fastifyApolloDrainPlugin } from '@as-integrations/fastify'
import Fastify from 'fastify'
import { buildSchema } from 'graphql'
import { fieldgate } from '../dist/apollo/index.js'
import { createGate } from '../dist/resource-server/index.js'
import { callers, data, typeDefs } from './subject.js'
import { createIssuer } from './tokens.js'

const isGated = process.argv[2] === 'gated'
const schema = buildSchema(typeDefs)
const issuer = await createIssuer()
const protection = async () => fieldgate({ gate: createGate(schema), verifier: await issuer.createVerifier(), rootValue: data })
const fastify = Fastify()
const apollo = new ApolloServer({
  schema,
  rootValue: data,
  plugins: [...(isGated ? [await protection()] : []), fastifyApolloDrainPlugin(fastify)],
})
await apollo.start()
await fastify.register(fastifyApollo(apollo))
const url = await fastify.listen({ port: 0, host: '127.0.0.1' })
const tokens = await Promise.all(Array.from({ length: 50 }, () => issuer.sign(callers.allowed)))

// Also when the parent dies, and so that --cpu-prof writes its profile.
process.on('disconnect', () => process.exit())
process.on('message', () => process.send(process.cpuUsage()))
process.send({ url: `${url}/graphql`, tokens })
