// The plugin on a real GraphQL Yoga over real HTTP, and in a plain Envelop.

import { type Plugin as EnvelopPlugin, envelop, useEngine, useMaskedErrors, useSchema } from '@envelop/core'
import * as GraphQLJS from 'graphql'
import { execute, type GraphQLSchema, parse, subscribe, validate } from 'graphql'
import { createYoga, type Plugin, type YogaServerOptions } from 'graphql-yoga'
import { afterEach, describe, expect, it } from 'vitest'
import { createGate, type GateOptions } from '../../src/resource-server/index.ts'
import { accessTokenOf, type UseFieldgateOptions, useFieldgate } from '../../src/yoga/index.ts'
import { createNews } from '../adapters/event-source.ts'
import { ask, createSubject, listen, type Served, verifier } from '../adapters/subject.ts'

const open: Served[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()))
})

interface Setting {
  options?: Partial<UseFieldgateOptions>
  before?: Plugin
  after?: Plugin
  logging?: YogaServerOptions<object, object>['logging']
  yoga?: (schema: GraphQLSchema) => YogaServerOptions<object, object>
}

async function serve({ options = {}, before, after, logging = false, yoga = (schema) => ({ schema }) }: Setting = {}) {
  const { schema, gate, ran } = createSubject()
  const plugins = [before, useFieldgate({ gate, verifier, ...options }), after].filter((each) => each !== undefined)
  const served = await listen(createYoga({ ...yoga(schema), plugins, logging }))
  open.push(served)
  return { ran, send: (query: string, authorization?: string) => ask(served.url, { query }, { authorization }) }
}

const other = createSubject().schema
const secret = 'ada@example.org'
/** Answers with data that the gate never saw. */
const data = { me: { email: secret } }

/** For Yoga, whose type of a plugin is narrower. */
const engine = useEngine(GraphQLJS) as object as Plugin

/** Plugins after the gate that would run an operation themselves. */
const executorsOfOthers: Readonly<Record<string, Plugin>> = {
  'an engine follows': engine,
  'a plugin sets another executor': { onExecute: ({ setExecuteFn }) => setExecuteFn(execute) },
  'a plugin executes it itself': {
    onExecute: async ({ args, setResultAndStopExecution }) => setResultAndStopExecution(await execute(args)),
  },
}
const isStopping = (plugin: Plugin) => plugin === executorsOfOthers['a plugin executes it itself']

describe('useFieldgate in Yoga', () => {
  it.each<[string, Setting['yoga']]>([
    ['a promise', (schema) => ({ schema: Promise.resolve(schema) })],
    ['a factory', (schema) => ({ schema: () => schema })],
    ['a schema without caches', (schema) => ({ schema, parserAndValidationCache: false })],
  ])('works with %s', async (_what, yoga) => {
    const { send } = await serve(yoga ? { yoga } : {})
    expect(await send('{ me { email } whoami }', 'Bearer user:email')).toMatchObject({
      status: 200,
      body: { data: { me: { email: secret }, whoami: 'usr_test' } },
    })
    expect(await send('{ me { email } whoami }')).toMatchObject({ status: 200, body: { data: { me: { email: null } } } })
  })

  it.each<[string, Setting]>([
    ['a promise of another schema', { yoga: () => ({ schema: Promise.resolve(other) }) }],
    ['a factory of another schema', { yoga: () => ({ schema: () => other }) }],
    ['a factory of a schema that changes', { yoga: (schema) => ({ schema: switching(schema) }) }],
  ])('answers nothing of %s', async (_what, setting) => {
    const { send } = await serve(setting)
    await send('{ whoami }')
    for (const _ of [1, 2]) {
      const answer = await send('{ me { email } }')
      expect(answer).toMatchObject({ status: 500, body: { errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] } })
      expect(JSON.stringify(answer)).not.toContain(secret)
    }
  })

  it('does not start with another schema, or with a plugin before it that runs operations', async () => {
    const { schema, gate } = createSubject()
    const start =
      (plugins: Plugin[], served = schema) =>
      () =>
        createYoga({ schema: served, plugins, logging: false })
    const protection = useFieldgate({ gate, verifier })
    expect(start([protection])).not.toThrow()
    expect(start([useFieldgate({ gate, verifier })], other)).toThrow('another schema')
    expect(start([{ onPluginInit: ({ setSchema }) => setSchema(other) }, useFieldgate({ gate, verifier })])).toThrow(
      'another schema',
    )
    expect(start([{ onExecute() {} }, useFieldgate({ gate, verifier })])).toThrow('before every plugin that has')
    expect(start([{ onSubscribe() {} }, useFieldgate({ gate, verifier })])).toThrow('before every plugin that has')
    expect(start([{ onParse() {} }, useFieldgate({ gate, verifier }), { onExecute() {} }])).not.toThrow()
  })

  it('refuses to be made without a gate or a verifier', () => {
    const { gate } = createSubject()
    expect(() => useFieldgate({ gate: undefined as never, verifier })).toThrow('"gate"')
    expect(() => useFieldgate({ gate, verifier: undefined as never })).toThrow('"verifier"')
  })

  it.each<[string, Plugin]>([
    ['before the operation is parsed', { onParams: ({ setResult }) => setResult({ data }) }],
    ['in the place of execution', { onExecute: ({ setResultAndStopExecution }) => setResultAndStopExecution({ data }) }],
  ])('lets no answer pass that another plugin gives %s', async (_what, after) => {
    const { send } = await serve({ after })
    const answer = await send('{ me { email } }')
    expect(answer).toMatchObject({ status: 500, body: { errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] } })
    expect(JSON.stringify(answer)).not.toContain(secret)
  })

  it.each(Object.entries(executorsOfOthers))('runs nothing that is refused when %s', async (_what, after) => {
    const { send, ran } = await serve({ after })
    const rename = 'mutation { rename(to: "x") { email } }'
    expect(await send(rename, 'Bearer x')).toMatchObject({ status: 403 })
    expect(await send('{ trusted }', 'Bearer x')).toMatchObject(
      isStopping(after) ? { status: 500 } : { body: { data: { trusted: null } } },
    )
    expect(ran).toEqual([])
    if (isStopping(after)) return
    expect(await send(rename, 'Bearer user:email')).toMatchObject({ status: 200, body: { data: { rename: { email: secret } } } })
    expect(ran).toEqual(['rename'])
  })

  it('refuses an operation that a plugin changes after it was judged', async () => {
    const document = parse('{ trusted }')
    const after: Plugin = {
      onExecute: ({ args, setExecuteFn }) => {
        args.document = document
        setExecuteFn(execute)
      },
    }
    const { send, ran } = await serve({ after })
    expect(await send('{ whoami }')).toMatchObject({ status: 500 })
    expect(ran).toEqual([])
  })

  it('shows other plugins the operation as it was sent, once it has run', async () => {
    const seen: unknown[] = []
    const after: Plugin = {
      onExecute: ({ args }) => ({ onExecuteDone: () => void seen.push(GraphQLJS.print(args.document)) }),
    }
    const { send } = await serve({ after })
    await send('{ trusted }')
    expect(seen).toEqual(['{\n  trusted\n}'])
  })

  it('logs why an answer was replaced', async () => {
    const told: unknown[] = []
    const log = { debug() {}, info() {}, warn() {}, error: (...parts: unknown[]) => void told.push(...parts) }
    const { send } = await serve({ logging: log, after: { onParams: ({ setResult }) => setResult({ data }) } })
    await send('{ whoami }')
    expect(told).toEqual([
      new TypeError(
        'An operation was answered past the gate. Take away whatever answers before, or in the place of, useFieldgate.',
      ),
    ])
  })

  it('lets refusals of other plugins pass', async () => {
    const errors = [{ message: 'Too many requests.' } as never]
    const { send } = await serve({
      after: { onExecute: ({ setResultAndStopExecution }) => setResultAndStopExecution({ errors }) },
    })
    expect((await send('{ whoami }')).body).toEqual({ errors: [{ message: 'Too many requests.' }] })
  })

  it('judges the operation that another plugin put in the place of the one asked', async () => {
    const exchanged: Plugin = {
      onExecute: ({ executeFn, setExecuteFn }) =>
        setExecuteFn((args) => executeFn({ ...args, document: parse('{ me { email } }') })),
    }
    const { send } = await serve({ after: exchanged })
    expect((await send('{ whoami }')).body).toMatchObject({ data: { me: { email: null } } })
  })

  it('masks unexpected errors beside a denial as Yoga does, and no denial', async () => {
    const { send } = await serve()
    const { body } = await send('{ boom me { email } }')
    expect(body.errors).toMatchObject([{ message: 'Unexpected error.' }, { extensions: { coordinate: 'User.email' } }])
    expect(JSON.stringify(body)).not.toContain('secret detail')
  })

  it('runs an allowed operation through the executor of the server', async () => {
    const seen: string[] = []
    const engine: Plugin = { onExecute: ({ executeFn }) => void seen.push(executeFn.name) }
    const { send } = await serve({ after: engine })
    await send('{ whoami }')
    expect(seen).toEqual(['execute'])
  })

  it('reads the token from where it is told', async () => {
    const { send } = await serve({ options: { authorization: () => 'Bearer bad' } })
    expect(await send('{ whoami }', 'Bearer user:email')).toMatchObject({ status: 401 })
  })
})

describe('a subscription in Yoga', () => {
  const query = 'subscription { news }'

  async function start(authorization?: string, options: GateOptions = {}, after: Plugin[] = []) {
    const news = createNews()
    const plugins = [useFieldgate({ gate: createGate(news.schema, options), verifier }), ...after]
    const served = await listen(createYoga({ schema: news.schema, plugins, logging: false }))
    open.push(served)
    const headers = { 'content-type': 'application/json', accept: 'text/event-stream', ...(authorization && { authorization }) }
    const response = await fetch(served.url, { method: 'POST', headers, body: JSON.stringify({ query }) })
    return { ...news, response, events: readEvents(response) }
  }

  it('is refused before its source is opened', async () => {
    for (const [authorization, status, challenge] of [
      [undefined, 401, 'Bearer'],
      ['Bearer x', 403, 'Bearer error="insufficient_scope"'],
      ['Bearer bad', 401, 'Bearer error="invalid_token"'],
    ] as const) {
      const { state, response } = await start(authorization)
      expect([response.status, response.headers.get('www-authenticate')]).toEqual([status, challenge])
      await response.text()
      expect(state).toEqual({ opened: 0, returned: 0 })
    }
  })

  it('passes events on until the token expires, and returns the source once', async () => {
    let time = Date.now()
    const { state, push, events } = await start('Bearer news', { now: () => new Date(time) })
    push('one')
    expect((await events.next()).value).toEqual({ data: { news: 'one' } })
    time += 301_000
    push('two')
    expect((await events.next()).value).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED', reason: 'EXPIRED' } }],
    })
    expect((await events.next()).done).toBe(true)
    expect(state).toEqual({ opened: 1, returned: 1 })
  })

  it.each<[string, Plugin]>([
    ['an engine follows', engine],
    ['a plugin sets another executor', { onSubscribe: ({ setSubscribeFn }) => setSubscribeFn(subscribe) }],
  ])('is run by the gate when %s', async (_what, after) => {
    const refused = await start('Bearer x', {}, [after])
    expect(refused.response.status).toBe(403)
    expect(refused.state.opened).toBe(0)

    let isRevoked = false
    const { state, push, events } = await start('Bearer news', { isRevoked: () => isRevoked }, [after])
    push('one')
    expect((await events.next()).value).toEqual({ data: { news: 'one' } })
    isRevoked = true
    expect((await events.next()).value).toMatchObject({ errors: [{ extensions: { reason: 'REVOKED' } }] })
    expect(state).toEqual({ opened: 1, returned: 1 })
  })

  it('is not opened by a plugin that subscribes itself', async () => {
    const after: Plugin = {
      onSubscribe: async ({ args, setResultAndStopExecution }) => setResultAndStopExecution(await subscribe(args)),
    }
    expect((await start('Bearer news', {}, [after])).state.opened).toBe(0)
  })

  it('ends when the token is revoked', async () => {
    let isRevoked = false
    const { state, push, events } = await start('Bearer news', { isRevoked: () => isRevoked })
    push('one')
    await events.next()
    isRevoked = true
    push('two')
    expect((await events.next()).value).toMatchObject({ errors: [{ extensions: { reason: 'REVOKED' } }] })
    expect(state).toEqual({ opened: 1, returned: 1 })
  })
})

describe('useFieldgate in Envelop', () => {
  function create({ plugins = [], options = {} }: { plugins?: EnvelopPlugin[]; options?: Partial<UseFieldgateOptions> } = {}) {
    const { schema, gate } = createSubject()
    const getEnveloped = envelop({
      plugins: [
        useEngine({ parse, validate, execute, subscribe }),
        useSchema(schema),
        useFieldgate({ gate, verifier, ...options }),
        useMaskedErrors(),
        ...plugins,
      ],
    })
    return async (query: string, context: object) => {
      const enveloped = getEnveloped(context)
      const document = enveloped.parse(query)
      const contextValue = await enveloped.contextFactory()
      const result = await enveloped.execute({ schema: enveloped.schema, document, contextValue })
      return JSON.parse(JSON.stringify(result)) as object
    }
  }
  const by = (authorization?: string) => ({ req: { headers: { authorization } } })

  it('filters, rejects and allows, with the status in the result', async () => {
    const run = create()
    expect(await run('{ me { email } whoami }', by('Bearer user:email'))).toEqual({
      data: { me: { email: secret }, whoami: 'usr_test' },
    })
    expect(await run('{ boom me { email } }', by())).toMatchObject({
      data: { me: { email: null } },
      errors: [{ message: 'Unexpected error.' }, { extensions: { coordinate: 'User.email' } }],
    })
    expect(await run('mutation { rename(to: "x") { email } }', by('Bearer x'))).toMatchObject({
      errors: [{ extensions: { coordinate: 'User.email' } }],
      extensions: { http: { status: 403, headers: { 'www-authenticate': 'Bearer error="insufficient_scope"' } } },
    })
    expect(await run('{ whoami }', by('Bearer bad'))).toMatchObject({ extensions: { http: { status: 401 } } })
  })

  it('refuses a context in which it cannot find who asks, unless it is told where', async () => {
    const refused = await create()('{ whoami }', {})
    expect(refused).toMatchObject({ extensions: { http: { status: 500 } } })
    expect(refused).not.toHaveProperty('data')
    const authorization = (context: object) => Reflect.get(context, 'header') as string
    expect(await create({ options: { authorization } })('{ whoami }', { header: 'Bearer x' })).toEqual({
      data: { whoami: 'usr_test' },
    })
  })

  it('lets no answer pass that another plugin gives', async () => {
    const cache: EnvelopPlugin = { onExecute: ({ setResultAndStopExecution }) => setResultAndStopExecution({ data }) }
    const answer = await create({ plugins: [cache] })('{ me { email } }', by())
    expect(answer).toMatchObject({ extensions: { http: { status: 500 } } })
    expect(JSON.stringify(answer)).not.toContain(secret)
  })

  it.each(Object.entries(executorsOfOthers))('runs nothing that is refused when %s', async (_what, after) => {
    const { schema, gate, ran } = createSubject()
    const plugins = [useEngine(GraphQLJS), useSchema(schema), useFieldgate({ gate, verifier }), after as object as EnvelopPlugin]
    const { execute: run } = envelop({ plugins })()
    const document = parse('mutation { rename(to: "x") { email } }')
    expect(await run({ schema, document, contextValue: by('Bearer x') })).toMatchObject({ extensions: { http: { status: 403 } } })
    expect(ran).toEqual([])
    if (isStopping(after)) return
    expect(await run({ schema, document, contextValue: by('Bearer user:email') })).toHaveProperty('data')
  })

  it('does not start without an engine before it', () => {
    const { schema, gate } = createSubject()
    const start =
      (...plugins: EnvelopPlugin[]) =>
      () =>
        envelop({ plugins: [...plugins, useSchema(schema)] })
    const protection = () => useFieldgate({ gate, verifier })
    expect(start(useEngine(GraphQLJS), protection())).not.toThrow()
    expect(start(protection(), useEngine(GraphQLJS))).toThrow('after useEngine')
    expect(start(protection())).toThrow('after useEngine')
  })

  it('tells the token of a context, and of others that there is none', () => {
    expect(accessTokenOf({})).toBeNull()
  })
})

function switching(first: GraphQLSchema): () => GraphQLSchema {
  let isFirst = true
  return () => {
    const schema = isFirst ? first : other
    isFirst = false
    return schema
  }
}

/** The `next` events of a stream, one JSON object each. */
async function* readEvents({ body }: Response): AsyncGenerator<unknown, void, void> {
  let text = ''
  for await (const chunk of body ?? []) {
    text += new TextDecoder().decode(chunk)
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const json = /^data: (.+)$/m.exec(block)?.[1]
      if (json) yield JSON.parse(json)
    }
  }
}
