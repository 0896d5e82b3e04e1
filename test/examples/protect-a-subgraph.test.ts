import { fileURLToPath } from 'node:url'
import { print } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Demo, startDemo } from '../support/demo.ts'
import { LoginDocument, type LoginMutation } from '../support/generated/operations.ts'
import { createFolder, type Program, startProgram } from '../support/program.ts'
import { send } from '../support/service.ts'

const script = fileURLToPath(new URL('../../examples/03-protect-a-subgraph/server.js', import.meta.url))

describe('the example 03-protect-a-subgraph', () => {
  const folder = createFolder()
  let demo: Demo
  let example: Program
  let url: string
  beforeAll(async () => {
    demo = await startDemo(folder.path)
    const environment = { FIELDGATE_ISSUER: demo.issuer, PORT: '0' }
    example = startProgram({ args: [script], folder: folder.path, environment })
    url = (await example.waitFor('stdout', /^Ready at (\S+)\/\n/m))[1] ?? ''
  })
  afterAll(async () => {
    await example.end('SIGTERM')
    await demo.program.end('SIGTERM')
    folder.remove()
  })

  async function logIn({ email, password }: { email: string; password: string }) {
    const input = { email, password, clientId: demo.facts.clientId }
    const { data } = await send<LoginMutation>(demo.issuer, { query: print(LoginDocument), variables: { input } })
    return data?.login.tokens.accessToken ?? ''
  }

  const query = `query ($refs: [_Any!]!) {
    _entities(representations: $refs) { ... on Product { inStock cost } ... on Order { total } }
  }`
  const refs = [
    { __typename: 'Product', sku: 'lamp' },
    { __typename: 'Order', id: '7' },
  ]
  const askEntities = (token?: string) => send(url, { query, variables: { refs } }, token)

  it('gives a router the SDL with the rules, without a token', async () => {
    expect(await send(url, { query: '{ _service { sdl } }' })).toMatchObject({
      status: 200,
      data: { _service: { sdl: expect.stringContaining('@needs(scopes: [["orders:read"]])') } },
      errors: [],
    })
  })

  it('shows anyone what is in stock, and loads no order', async () => {
    const { status, data, errors } = await askEntities()
    expect({ status, data }).toEqual({ status: 200, data: { _entities: [{ inStock: 7, cost: null }, null] } })
    expect(new Map(errors.map(({ path, extensions }) => [String(path), extensions]))).toMatchObject(
      new Map([
        ['_entities,1', { code: 'UNAUTHENTICATED', coordinate: 'Order', missingScopes: ['orders:read'] }],
        ['_entities,0,cost', { code: 'UNAUTHENTICATED', coordinate: 'Product.cost', missingScopes: ['products:cost'] }],
      ]),
    )
    expect(example.stdout()).not.toContain('Loading')
  })

  it('shows the user the order, which it loads for the first time, and no cost', async () => {
    expect(await askEntities(await logIn(demo.facts.user))).toMatchObject({
      status: 200,
      data: { _entities: [{ inStock: 7, cost: null }, { total: 130 }] },
      errors: [{ path: ['_entities', 0, 'cost'], extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }],
    })
    await example.waitFor('stdout', /^Loading an order$/m)
  })

  it('shows the admin everything', async () => {
    expect(await askEntities(await logIn(demo.facts.admin))).toMatchObject({
      status: 200,
      data: { _entities: [{ inStock: 7, cost: 12 }, { total: 130 }] },
      errors: [],
    })
  })

  it('says in one line what it needs when it is started without an issuer', async () => {
    const program = startProgram({ args: [script], folder: folder.path, environment: {} })
    expect({ code: await program.end(), stdout: program.stdout() }).toEqual({ code: 1, stdout: '' })
    expect(program.stderr()).toMatch(/^Set FIELDGATE_ISSUER.*\n$/)
  })
})
