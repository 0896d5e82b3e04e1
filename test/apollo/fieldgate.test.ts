// The plugin on a real Apollo Server over real HTTP.

import { ApolloServer, type ApolloServerPlugin } from '@apollo/server'
import { startStandaloneServer } from '@apollo/server/standalone'
import { buildSchema, type GraphQLSchema } from 'graphql'
import { afterEach, describe, expect, it } from 'vitest'
import { accessTokenOf, type FieldgateOptions, fieldgate } from '../../src/apollo/index.ts'
import { UnauthenticatedError } from '../../src/errors.ts'
import { createGate, directiveTypeDefs, type GateOptions } from '../../src/resource-server/index.ts'
import { accessToken } from '../../src/testing/index.ts'

const sdl = `${directiveTypeDefs}
  type Query { me: User, whoami: String, boom: String }
  type Mutation { rename: User }
  type User { name: String, email: String @requiresScopes(scopes: [["user:email"]]) }
`
const ada = { name: 'Ada', email: 'ada@example.org' }
const rootValue = {
  me: ada,
  rename: ada,
  whoami: (_: unknown, context: object) => accessTokenOf(context)?.subject ?? 'nobody',
  boom: () => {
    throw new Error('secret detail')
  },
}

/** The text after "Bearer" is the scopes, parted by commas; "bad" is no good. */
const verifier: FieldgateOptions['verifier'] = {
  async authenticate(header) {
    if (header === undefined) return null
    if (header === 'Bearer bad') throw new UnauthenticatedError('BAD_SIGNATURE', 'The access token is not genuine.')
    if (header === 'Bearer crash') throw new Error('database password is hunter2')
    return accessToken({ scopes: header.slice('Bearer '.length).split(',') })
  },
}

const servers: ApolloServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()))
})

interface Answer {
  data?: unknown
  errors?: unknown[]
}

interface Setting {
  gate?: GateOptions
  plugin?: Partial<FieldgateOptions>
  before?: ApolloServerPlugin
  after?: ApolloServerPlugin
  schema?: GraphQLSchema
}

async function serve({ gate = {}, plugin = {}, before, after, schema = buildSchema(sdl) }: Setting = {}) {
  const protection = fieldgate({ gate: createGate(schema, gate), verifier, rootValue, ...plugin })
  const server = new ApolloServer({
    schema,
    rootValue,
    plugins: [before, protection, after].filter((each) => each !== undefined),
    logger: silent,
  })
  const { url } = await startStandaloneServer(server, { listen: { port: 0 } })
  servers.push(server)
  return async (query: string, authorization?: string, variables?: object) => {
    const headers = { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) }
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) })
    return {
      status: response.status,
      challenge: response.headers.get('www-authenticate'),
      body: (await response.json()) as Answer,
    }
  }
}

const silent = { debug() {}, info() {}, warn() {}, error() {} }

describe('the Apollo plugin', () => {
  it('leaves an allowed operation to Apollo, with the token at hand', async () => {
    const ask = await serve()
    expect(await ask('{ me { email } whoami }', 'Bearer user:email')).toEqual({
      status: 200,
      challenge: null,
      body: { data: { me: { email: 'ada@example.org' }, whoami: 'usr_test' } },
    })
  })

  it('filters a query: 200, partial data, one error', async () => {
    const ask = await serve()
    expect(await ask('{ me { name email } whoami }')).toMatchObject({
      status: 200,
      body: {
        data: { me: { name: 'Ada', email: null }, whoami: 'nobody' },
        errors: [{ path: ['me', 'email'], extensions: { code: 'UNAUTHENTICATED', coordinate: 'User.email' } }],
      },
    })
  })

  it('answers a rejected mutation with 401 for anonymous callers, 403 for others, and no data', async () => {
    const ask = await serve()
    const anonymous = await ask('mutation { rename { email } }')
    expect(anonymous).toMatchObject({ status: 401, challenge: 'Bearer' })
    expect(Object.keys(anonymous.body)).toEqual(['errors'])

    const other = await ask('mutation { rename { email } }', 'Bearer x')
    expect(other).toMatchObject({ status: 403, challenge: 'Bearer error="insufficient_scope"' })
    expect(Object.keys(other.body)).toEqual(['errors'])

    expect(await ask('mutation { rename { email } }', 'Bearer user:email')).toMatchObject({
      status: 200,
      body: { data: { rename: ada2 } },
    })
  })

  it('answers variables that cannot be used with 400, whether or not something is refused beside them', async () => {
    const ask = await serve()
    const query = 'query($no: Boolean!) { whoami @skip(if: $no) me { email } }'
    for (const authorization of [undefined, 'Bearer user:email']) {
      expect(await ask(query, authorization, { no: { secret: 1 } })).toMatchObject({
        status: 400,
        body: {
          errors: [
            { message: expect.stringMatching(/^Variable "\$no" got invalid value/), extensions: { code: 'BAD_USER_INPUT' } },
          ],
        },
      })
      expect(await ask(query, authorization, { no: true })).toMatchObject({ status: 200 })
    }
  })

  it('runs nothing when another plugin exchanges the variables after they were judged', async () => {
    const schema = buildSchema(
      `${directiveTypeDefs} type Query { item(id: ID!): String @requiresScopes(scopes: [["item:{id}"]]) }`,
    )
    const exchange: ApolloServerPlugin = {
      requestDidStart: async () => ({
        responseForOperation: async ({ request }) => {
          request.variables = { id: '2' }
          return null
        },
      }),
    }
    const query = 'query($id: ID!) { item(id: $id) }'
    const honest = await serve({ schema })
    expect(await honest(query, 'Bearer item:1', { id: '1' })).toMatchObject({ status: 200, body: { data: { item: null } } })
    const exchanged = await serve({ schema, after: exchange })
    expect((await exchanged(query, 'Bearer item:1', { id: '1' })).body.data).toBeUndefined()
  })

  it('answers an unusable token with 401 before anything else, errors in the query included', async () => {
    const ask = await serve()
    for (const query of ['{ whoami }', '{ nonsense', '{ unknown }']) {
      expect(await ask(query, 'Bearer bad')).toMatchObject({
        status: 401,
        challenge: 'Bearer error="invalid_token"',
        body: {
          errors: [
            { message: 'The access token is not genuine.', extensions: { code: 'UNAUTHENTICATED', reason: 'BAD_SIGNATURE' } },
          ],
        },
      })
    }
    expect(await ask('{ unknown }')).toMatchObject({ status: 400 })
  })

  it('answers a failing verifier with 500 and tells nothing of the cause', async () => {
    const answer = await (await serve())('{ whoami }', 'Bearer crash')
    expect(answer.status).toBe(500)
    expect(JSON.stringify(answer)).not.toContain('hunter2')
    expect(answer.body.data).toBeUndefined()
  })

  it('masks unexpected errors beside a denial, or formats them as the server does', async () => {
    const masked = await (await serve())('{ boom me { email } }')
    expect(JSON.stringify(masked.body)).not.toContain('secret detail')
    const formatError = ({ message }: { message: string }) => ({ message: message === 'secret detail' ? 'oh' : 'no' })
    const formatted = await (await serve({ plugin: { formatError } }))('{ boom me { email } }')
    expect(formatted.body.errors).toEqual([{ message: 'oh' }, { message: 'no' }])
  })

  it('lets no answer of another plugin pass by the gate', async () => {
    const before: ApolloServerPlugin = {
      requestDidStart: async () => ({
        responseForOperation: async ({ response }) => ({
          http: response.http,
          body: { kind: 'single', singleResult: { data: { me: ada } } },
        }),
      }),
    }
    const answer = await (await serve({ before }))('{ me { email } }')
    expect(answer.status).toBe(500)
    expect(JSON.stringify(answer.body)).not.toContain('ada@example.org')
  })

  it('refuses to be made without a gate or a verifier, and to serve another schema than the gate has', async () => {
    const gate = createGate(buildSchema(sdl))
    expect(() => fieldgate({ gate: undefined as never, verifier })).toThrow('"gate"')
    expect(() => fieldgate({ gate, verifier: undefined as never })).toThrow('"verifier"')
    await expect(serve({ plugin: { gate } })).rejects.toThrow('another schema')
  })
})

const ada2 = { email: 'ada@example.org' }
