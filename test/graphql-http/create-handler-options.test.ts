// The recipe of the README for graphql-http, over real HTTP, with Node's and with Fetch's kind of request.

import { execute } from 'graphql'
import { createHandler as createFetchHandler } from 'graphql-http/lib/use/fetch'
import { createHandler } from 'graphql-http/lib/use/http'
import { afterEach, describe, expect, it } from 'vitest'
import { createHandlerOptions, type HandlerOptions } from '../../src/resource-server/index.ts'
import { ask, createSubject, listen, type Served, verifier } from '../adapters/subject.ts'

const open: Served[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()))
})

const secret = 'ada@example.org'

async function serve(change: (options: HandlerOptions) => object = () => ({})) {
  const { gate, ran } = createSubject()
  const failures: unknown[] = []
  const options = createHandlerOptions({ gate, verifier, onFailure: (cause) => failures.push(cause) })
  const served = await listen(createHandler({ ...options, ...change(options) }))
  open.push(served)
  return { ran, failures, send: (query: string, authorization?: string) => ask(served.url, { query }, { authorization }) }
}

describe('createHandlerOptions', () => {
  it('refuses to be made without a gate or a verifier', () => {
    const { gate } = createSubject()
    expect(() => createHandlerOptions({ gate: undefined as never, verifier })).toThrow('"gate"')
    expect(() => createHandlerOptions({ gate, verifier: undefined as never })).toThrow('"verifier"')
  })

  it('tells resolvers who asks, with a context of the server or without one', async () => {
    for (const change of [() => ({}), () => ({ context: () => ({ mine: true }) })]) {
      const { send } = await serve(change)
      expect((await send('{ whoami }', 'Bearer x')).body).toEqual({ data: { whoami: 'usr_test' } })
    }
  })

  it('takes no caller for another where all requests are given one context', async () => {
    const { send } = await serve(() => ({ context: { shared: true } }))
    const callers = ['Bearer x', undefined, 'Bearer x', undefined]
    const answers = await Promise.all(callers.map((authorization) => send('{ whoami }', authorization)))
    expect(answers.map(({ body }) => body)).toEqual(
      callers.map((authorization) => ({ data: { whoami: authorization ? 'usr_test' : 'nobody' } })),
    )
  })

  it.each<[string, (options: HandlerOptions) => object]>([
    ['execute', () => ({ execute })],
    ['onOperation', () => ({ onOperation: undefined })],
    ['schema', () => ({ schema: createSubject().schema })],
  ])('lets nothing pass when its %s is replaced', async (_what, change) => {
    const { send } = await serve(change)
    const { body } = await send('{ me { name email } }')
    expect(body).toMatchObject({ errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] })
    expect(body).not.toHaveProperty('data')
    expect(JSON.stringify(body)).not.toContain(secret)
  })

  it('still knows who asks when its onSubscribe is replaced', async () => {
    const { send } = await serve(() => ({ onSubscribe: undefined }))
    expect(await send('{ whoami }', 'Bearer bad')).toMatchObject({ status: 401, challenge: 'Bearer error="invalid_token"' })
    expect(await send('{ whoami }')).toMatchObject({ status: 200, body: { data: { whoami: 'nobody' } } })
  })

  it('tells the operator what it does not tell callers', async () => {
    const { send, failures } = await serve()
    const answer = await send('{ whoami }', 'Bearer crash')
    expect(answer.status).toBe(500)
    expect(JSON.stringify(answer)).not.toContain('hunter2')
    expect(failures).toEqual([new Error('database password is hunter2')])
  })

  it('reads the headers of the Fetch API as well', async () => {
    const { gate } = createSubject()
    const handler = createFetchHandler(createHandlerOptions({ gate, verifier }))
    const send = (authorization: string) =>
      handler(
        new Request('http://localhost/graphql', {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', authorization },
          body: JSON.stringify({ query: 'mutation { rename(to: "x") { email } }' }),
        }),
      )
    const refused = await send('Bearer x')
    expect([refused.status, refused.headers.get('www-authenticate'), refused.headers.get('content-type')]).toEqual([
      403,
      'Bearer error="insufficient_scope"',
      'application/graphql-response+json; charset=utf-8',
    ])
    expect(await (await send('Bearer user:email')).json()).toEqual({ data: { rename: { email: secret } } })
  })
})
