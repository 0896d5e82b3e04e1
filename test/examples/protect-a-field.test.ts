import { fileURLToPath } from 'node:url'
import { print } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Demo, startDemo } from '../support/demo.ts'
import { LoginDocument, type LoginMutation, LogoutDocument } from '../support/generated/operations.ts'
import { createFolder, type Program, startProgram } from '../support/program.ts'
import { send } from '../support/service.ts'

const script = fileURLToPath(new URL('../../examples/01-protect-a-field/server.js', import.meta.url))

describe('the example 01-protect-a-field', () => {
  const folder = createFolder()
  let demo: Demo
  let example: Program
  let url: string
  beforeAll(async () => {
    demo = await startDemo(folder.path)
    const environment = { FIELDGATE_ISSUER: demo.issuer, PORT: '0' }
    example = startProgram({ args: [script], folder: folder.path, environment })
    url = (await example.waitFor('stdout', /^Ready at (\S+)\/\n/))[1] ?? ''
  })
  afterAll(async () => {
    await example.end('SIGTERM')
    await demo.program.end('SIGTERM')
    folder.remove()
  })

  async function logIn({ email, password }: { email: string; password: string }, scopes?: string[]) {
    const input = { email, password, clientId: demo.facts.clientId, ...(scopes && { scopes }) }
    const { data } = await send<LoginMutation>(demo.issuer, { query: print(LoginDocument), variables: { input } })
    return data?.login.tokens.accessToken ?? ''
  }
  const ask = (query: string, token?: string) => send(url, { query }, token)

  const products = '{ products { name price cost } }'

  it('shows anyone names and prices, and says what the costs ask for', async () => {
    const { status, data, errors } = await ask(products)
    expect({ status, data }).toEqual({
      status: 200,
      data: {
        products: [
          { name: 'Lamp', price: 40, cost: null },
          { name: 'Chair', price: 90, cost: null },
        ],
      },
    })
    expect(errors).toMatchObject(
      [0, 1].map((index) => ({
        path: ['products', index, 'cost'],
        extensions: { code: 'UNAUTHENTICATED', coordinate: 'Product.cost', missingScopes: ['products:cost'] },
      })),
    )
  })

  it('shows the user orders, and no costs', async () => {
    const token = await logIn(demo.facts.user)
    const answer = await ask('{ order(id: "7") { id total } whoami products { cost } }', token)
    expect(answer).toMatchObject({
      status: 200,
      data: {
        order: { id: '7', total: 130 },
        whoami: expect.stringMatching(/^usr_/),
        products: [{ cost: null }, { cost: null }],
      },
      errors: [{ extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }, { extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }],
    })
  })

  it('shows the admin everything', async () => {
    expect(await ask(products, await logIn(demo.facts.admin))).toMatchObject({
      status: 200,
      errors: [],
      data: {
        products: [
          { name: 'Lamp', price: 40, cost: 12 },
          { name: 'Chair', price: 90, cost: 35 },
        ],
      },
    })
  })

  it('shows one order, and no other, to a token for that order', async () => {
    const token = await logIn(demo.facts.admin, ['order:7:read'])
    expect(await ask('{ seven: order(id: "7") { total } eight: order(id: "8") { total } }', token)).toMatchObject({
      data: { seven: { total: 130 }, eight: null },
      errors: [{ path: ['eight'], extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE', coordinate: 'Query.order' } }],
    })
  })

  it('refuses a token that no issuer of its own signed', async () => {
    const token = await logIn(demo.facts.user)
    const forged = `${token.slice(0, 40)}${token[40] === 'A' ? 'B' : 'A'}${token.slice(41)}`
    expect(await ask('{ whoami }', forged)).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
  })

  it('refuses a token within seconds of the logout', async () => {
    const token = await logIn(demo.facts.user)
    expect(await ask('{ whoami }', token)).toMatchObject({ status: 200, errors: [] })
    await send(demo.issuer, { query: print(LogoutDocument), variables: { input: {} } }, token)
    await expect
      .poll(async () => (await ask('{ whoami }', token)).errors[0]?.extensions, { timeout: 3_000, interval: 50 })
      .toMatchObject({ code: 'UNAUTHENTICATED', reason: 'REVOKED' })
  })

  it('answers a request that is none without a stack', async () => {
    const { errors } = await ask('{ nothing }')
    expect(errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }])
    expect(errors[0]?.extensions).not.toHaveProperty('stacktrace')
  })

  it.each<[what: string, environment: () => Record<string, string>, line: RegExp]>([
    ['without an issuer', () => ({}), /^Set FIELDGATE_ISSUER/],
    [
      'with an issuer that nobody reaches',
      () => ({ FIELDGATE_ISSUER: 'http://localhost:2' }),
      /^The discovery .* server is running\. \(ECONN/,
    ],
    [
      'with another name of the issuer',
      () => ({ FIELDGATE_ISSUER: demo.issuer.replace('localhost', '127.0.0.1') }),
      /^The discovery .* \(It names another issuer\.\)\n$/,
    ],
    [
      'on a port that is taken',
      () => ({ FIELDGATE_ISSUER: demo.issuer, PORT: new URL(url).port }),
      /^The port is taken\. Set PORT to another one\.\n$/,
    ],
  ])('says in one line what it needs when it is started %s', async (_what, environment, line) => {
    const program = startProgram({ args: [script], folder: folder.path, environment: environment() })
    expect({ code: await program.end(), stdout: program.stdout() }).toEqual({ code: 1, stdout: '' })
    expect(program.stderr()).toMatch(line)
    expect(program.stderr().split('\n')).toHaveLength(2)
  })
})
