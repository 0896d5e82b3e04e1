// The plugin on a real Fastify with a real mercurius, over real HTTP.

import Fastify, { type FastifyInstance } from 'fastify'
import { buildSchema, parse } from 'graphql'
import mercurius, { type MercuriusOptions } from 'mercurius'
import { afterEach, describe, expect, it } from 'vitest'
import { type FieldgateOptions, fieldgate } from '../../src/mercurius/index.ts'
import { createGate, directiveTypeDefs } from '../../src/resource-server/index.ts'
import { ask, createSubject, verifier } from '../adapters/subject.ts'

const open: FastifyInstance[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((app) => app.close()))
})

interface Setting {
  options?: Partial<FieldgateOptions>
  server?: MercuriusOptions
  /** Between mercurius and the gate. */
  before?: (app: FastifyInstance) => void
  /** When the server listens. */
  later?: (app: FastifyInstance) => void
}

async function serve({ options = {}, server = {}, before, later }: Setting = {}) {
  const { schema, gate, ran } = createSubject()
  const app = Fastify()
  open.push(app)
  await app.register(mercurius, { schema, ...server })
  before?.(app)
  await app.register(fieldgate, { gate, verifier, ...options })
  const origin = await app.listen({ port: 0 })
  later?.(app)
  return {
    app,
    ran,
    send: (query: string, authorization?: string, operationName?: string) =>
      ask(`${origin}/graphql`, { query, operationName }, { authorization }),
  }
}

const secret = 'ada@example.org'
const masked = { status: 500, body: { errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] } }

describe('the mercurius plugin', () => {
  it('does not start without mercurius before it, on the same instance, or without a gate or a verifier', async () => {
    const { schema, gate } = createSubject()
    const start = async (register: (app: FastifyInstance) => unknown) => {
      const app = Fastify()
      open.push(app)
      register(app)
      await app.ready()
    }
    const options = { gate, verifier }
    await expect(start((app) => app.register(mercurius, { schema }).register(fieldgate, options))).resolves.toBeUndefined()
    await expect(start((app) => app.register(fieldgate, options))).rejects.toThrow('after mercurius')
    await expect(start((app) => app.register(fieldgate, options).register(mercurius, { schema }))).rejects.toThrow(
      'after mercurius',
    )
    const inside = async (child: FastifyInstance) => void child.register(fieldgate, options)
    await expect(start((app) => app.register(mercurius, { schema }).register(inside))).rejects.toThrow('same Fastify instance')
    for (const [wrong, named] of [
      [{ gate, verifier: undefined as never }, '"verifier"'],
      [{ gate: undefined as never, verifier }, '"gate"'],
    ] as const) {
      await expect(start((app) => app.register(mercurius, { schema }).register(fieldgate, wrong))).rejects.toThrow(named)
    }
  })

  it('does not start with another schema, and answers nothing of one that comes later', async () => {
    const other = createSubject().schema
    await expect(serve({ server: { schema: other } })).rejects.toThrow('another schema')
    const { send } = await serve({ later: (app) => app.graphql.replaceSchema(other) })
    const answer = await send('{ me { email } whoami }')
    expect(answer).toMatchObject(masked)
    expect(answer.body).not.toHaveProperty('data')
  })

  it('does not start beside subscriptions of mercurius, which it could not judge', async () => {
    await expect(serve({ server: { subscription: true } })).rejects.toThrow('cannot judge subscriptions')
  })

  it.each([1, { minCount: 1, eluThreshold: 1 }])('judges each operation although jit is %j', async (jit) => {
    const { send, ran } = await serve({ server: { jit } })
    const query = 'query A { whoami } query B { me { email } }'
    for (const _ of [1, 2, 3, 4]) {
      expect((await send(query, 'Bearer user:email', 'B')).body).toEqual({ data: { me: { email: secret } } })
      expect((await send(query, undefined, 'B')).body).toMatchObject({ data: { me: { email: null } } })
      // mercurius' JIT would run B, which it compiled first.
      expect((await send(query, undefined, 'A')).body).toEqual({ data: { whoami: 'nobody' } })
    }
    expect(new Set(ran)).toEqual(new Set(['me', 'whoami']))
  })

  it('judges what hooks of others put in the place of the operation', async () => {
    const document = parse('{ me { email } }')
    const exchange = (app: FastifyInstance) => app.graphql.addHook('preExecution', async () => ({ document }))
    const { send } = await serve({ before: exchange })
    expect((await send('{ whoami }')).body).toMatchObject({ data: { me: { email: null } } })
  })

  it('answers nothing once a hook was added after it', async () => {
    const document = parse('{ me { email } }')
    const exchange = (app: FastifyInstance) => app.graphql.addHook('preExecution', async () => ({ document }))
    const { send, ran } = await serve({ later: exchange })
    expect(await send('{ whoami }')).toMatchObject(masked)
    expect(ran).toEqual([])
  })

  it('leaves the errors of hooks and of mercurius as they are', async () => {
    const limit = async () => {
      throw new Error('Too many requests.')
    }
    const { send } = await serve({ before: (app) => app.graphql.addHook('preExecution', limit) })
    expect((await send('{ whoami }')).body).toEqual({ data: null, errors: [{ message: 'Too many requests.' }] })
    const plain = await await serve()
    expect(await plain.send('query($a: ID) { whoami }')).toMatchObject({
      status: 400,
      body: { errors: [{ message: 'Variable "$a" is never used.' }] },
    })
  })

  it('masks unexpected errors beside a denial, or formats them as the server does', async () => {
    const mine = await serve()
    expect(JSON.stringify((await mine.send('{ boom me { email } }')).body)).not.toContain('secret detail')
    const { send } = await serve({ options: { errorFormatter: mercurius.defaultErrorFormatter } })
    expect((await send('{ boom me { email } }')).body.errors).toMatchObject([
      { message: 'secret detail', path: ['boom'] },
      { path: ['me', 'email'] },
    ])
  })

  it('keeps the indices of lists numbers', async () => {
    const { send } = await serve()
    expect((await send('{ users { email } }')).body.errors?.map(({ path }) => path)).toEqual([
      ['users', 0, 'email'],
      ['users', 1, 'email'],
    ])
  })

  it('leaves the media type of a route of your own as it is', async () => {
    const { app } = await serve({
      before: (instance) => {
        instance.get('/own', (_request, reply) => reply.type('application/graphql-response+json').graphql('{ me { email } }', {}))
      },
    })
    expect((await app.inject('/own')).headers['content-type']).toContain('application/graphql-response+json')
  })

  it('holds for routes of your own too', async () => {
    const { app, send } = await serve({
      before: (instance) => {
        instance.post('/graphql', (_request, reply) =>
          reply.graphql('query A { whoami } mutation B { rename(to: "x") { email } }', {}, {}, 'B'),
        )
      },
      server: { routes: false },
    })
    expect(app.graphql.schema).toBeDefined()
    expect(await send('')).toMatchObject({ status: 401, challenge: 'Bearer' })
    expect(await send('', 'Bearer user:email')).toMatchObject({ status: 200, body: { data: { rename: { email: secret } } } })
  })

  it('does not take a call without a reply for one of an anonymous caller, nor two calls with one context', async () => {
    const { app } = await serve()
    expect(await app.graphql('{ whoami }')).toMatchObject({ errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] })

    const own = Fastify()
    open.push(own)
    const { schema, gate } = createSubject()
    own.register(mercurius, { schema, routes: false }).register(fieldgate, { gate, verifier })
    own.get('/', async (_request, reply) => {
      const context = { reply }
      return Promise.all([1, 2].map(() => own.graphql('{ whoami }', context)))
    })
    const answer = await own.inject('/')
    expect(answer.json()).toMatchObject([
      { data: { whoami: 'nobody' } },
      { errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] },
    ])
  })

  it('runs resolvers and loaders that mercurius was given', async () => {
    const app = Fastify()
    open.push(app)
    const schema = buildSchema(`${directiveTypeDefs}
      type Query { dogs: [Dog] top: String secret: String @authenticated }
      type Dog { name: String owner: String }
    `)
    const top = () => 'top'
    app.register(mercurius, {
      schema,
      resolvers: { Query: { dogs: () => [{ name: 'Max' }] }, top },
      loaders: { Dog: { owner: async (queries) => queries.map(({ obj }) => `${obj.name}'s owner`) } },
    })
    app.register(fieldgate, { gate: createGate(schema), verifier, rootValue: { top } })
    const origin = await app.listen({ port: 0 })
    const { body } = await ask(`${origin}/graphql`, { query: '{ dogs { owner } top secret }' })
    expect(body).toMatchObject({ data: { dogs: [{ owner: "Max's owner" }], top: 'top', secret: null } })
  })

  it('answers a GET as it answers a POST', async () => {
    const { app } = await serve()
    const answer = await app.inject({
      url: '/graphql',
      query: { query: 'query A { whoami } query B { me { email } }', operationName: 'B' },
    })
    expect(answer.json()).toMatchObject({ data: { me: { email: null } }, errors: [{ path: ['me', 'email'] }] })
  })
})
