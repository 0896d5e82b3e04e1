import { fileURLToPath } from 'node:url'
import { print } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Demo, startDemo } from '../support/demo.ts'
import { LoginDocument, type LoginMutation, LogoutDocument } from '../support/generated/operations.ts'
import { createFolder, type Program, startProgram } from '../support/program.ts'
import { send } from '../support/service.ts'

const script = fileURLToPath(new URL('../../examples/02-protect-a-yoga-server/server.js', import.meta.url))

describe('the example 02-protect-a-yoga-server', () => {
  const folder = createFolder()
  let demo: Demo
  let example: Program
  let url: string
  beforeAll(async () => {
    demo = await startDemo(folder.path)
    example = startProgram({ args: [script], folder: folder.path, environment: { FIELDGATE_ISSUER: demo.issuer, PORT: '0' } })
    url = (await example.waitFor('stdout', /^Ready at (\S+)\n/))[1] ?? ''
  })
  afterAll(async () => {
    await example.end('SIGTERM')
    await demo.program.end('SIGTERM')
    folder.remove()
  })

  async function logIn(scopes?: string[]) {
    const { email, password } = demo.facts.user
    const input = { email, password, clientId: demo.facts.clientId, ...(scopes && { scopes }) }
    const { data } = await send<LoginMutation>(demo.issuer, { query: print(LoginDocument), variables: { input } })
    return data?.login.tokens.accessToken ?? ''
  }
  const ask = (query: string, token?: string) => post(url, query, token)
  const placeOrder = 'mutation { placeOrder(total: 5) { total } }'

  it('shows anyone the shop, and says what the orders ask for', async () => {
    const answer = await ask('{ shop orders { total } }')
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({
      data: { shop: 'The corner shop', orders: null },
      errors: [{ path: ['orders'], extensions: { code: 'UNAUTHENTICATED', missingScopes: ['orders:read'] } }],
    })
  })

  it('takes orders of the user, and of no one else', async () => {
    expect((await ask(placeOrder)).status).toBe(401)
    expect((await ask(placeOrder, await logIn(['orders:read']))).status).toBe(403)
    const answer = await ask(placeOrder, await logIn())
    expect(await answer.json()).toEqual({ data: { placeOrder: { total: 5 } } })
  })

  it('ends a subscription after the logout', async () => {
    expect((await post(url, 'subscription { orderPlaced { total } }', undefined, 'text/event-stream')).status).toBe(401)
    const [token, other] = [await logIn(), await logIn()]
    const stream = await post(url, 'subscription { orderPlaced { total } }', token, 'text/event-stream')
    expect(stream.status).toBe(200)
    const events = stream.text()
    await ask(placeOrder, other)
    await send(demo.issuer, { query: print(LogoutDocument), variables: { input: {} } }, token)
    await expect.poll(async () => (await ask('{ whoami }', token)).status, { timeout: 3_000, interval: 50 }).toBe(401)
    await ask(placeOrder, other)
    expect((await events).match(/^data: .+$/gm)).toEqual([
      'data: {"data":{"orderPlaced":{"total":5}}}',
      expect.stringContaining('"reason":"REVOKED"'),
    ])
  })
})

function post(url: string, query: string, token?: string, accept = 'application/json'): Promise<Response> {
  const headers = { 'content-type': 'application/json', accept, ...(token !== undefined && { authorization: `Bearer ${token}` }) }
  return fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) })
}
