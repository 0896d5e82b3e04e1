// A denied field beside an allowed one, and one that is perhaps not asked for, over HTTP: what is lost, and what is not.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildApiSchema } from '../../../src/graphql/schema.ts'
import { recordRuns } from '../../resource-server/record-runs.ts'
import { engines } from '../../support/databases.ts'
import { addClient, send, startTestService, type TestService } from '../../support/service.ts'
import { signToken } from '../../support/signed-tokens.ts'

const schema = buildApiSchema()
const ran = recordRuns(schema)

/** What is written on the denied field, the variables, and whether it is asked for with them. */
const conditions: readonly (readonly [directives: string, variables: Readonly<Record<string, boolean>>, isAsked: boolean])[] = [
  ['', {}, true],
  ['@include(if: true)', {}, true],
  ['@include(if: false)', {}, false],
  ['@skip(if: true)', {}, false],
  ['@skip(if: false)', {}, true],
  ['@include(if: $x)', { x: true }, true],
  ['@include(if: $x)', { x: false }, false],
  ['@skip(if: $x)', { x: true }, false],
  ['@skip(if: $x)', { x: false }, true],
  ['@include(if: $x) @skip(if: $y)', { x: true, y: true }, false],
  ['@include(if: $x) @skip(if: $y)', { x: true, y: false }, true],
  ['@include(if: $x) @skip(if: $y)', { x: false, y: false }, false],
]
/** Where the directives can stand. */
const places: readonly (readonly [name: string, write: (field: string, directives: string) => string])[] = [
  ['the field', (field, directives) => field.replace(') {', `) ${directives} {`)],
  ['an inline fragment', (field, directives) => `... ${directives} { ${field} }`],
  ['a spread', (_field, directives) => `...F ${directives}`],
]

describe.each(engines)('a denied field on %s', (engine) => {
  let service: TestService
  let clientId: string
  beforeAll(async () => {
    service = await startTestService({ engine, schema })
    clientId = await addClient(service)
  })
  afterAll(() => service.stop())

  async function ask(query: string, variables: object = {}) {
    const token = await signToken(service, { clientId })
    ran.length = 0
    const { status, data, errors } = await send(service.url, { query, variables }, token)
    return { status, data, errors: errors.map(({ path, extensions }) => ({ path, coordinate: extensions.coordinate })) }
  }

  it.each([
    [
      'null where it may be, under its alias',
      '{ a: viewer { scopes } b: client(id: "none") { id } }',
      { a: { scopes: [] }, b: null },
      { path: ['b'], coordinate: 'Query.client' },
    ],
    [
      'null further up where it may not be null',
      '{ viewer { a: client { b: secrets { id } } scopes } }',
      { viewer: { a: null, scopes: [] } },
      { path: ['viewer', 'a', 'b'], coordinate: 'Client.secrets' },
    ],
    [
      'all of a query whose list must be there',
      '{ viewer { scopes } users { totalCount } }',
      null,
      { path: ['users'], coordinate: 'Query.users' },
    ],
  ])('costs %s', async (_what, query, data, error) => {
    expect(await ask(query)).toEqual({ status: 200, data, errors: [error] })
    expect(ran).not.toContain(error.coordinate)
  })

  it('costs a mutation everything, also what comes before it', async () => {
    const answer = await ask(
      'mutation { logout(input: {}) { revokedSessionCount } deleteUser(input: { id: "none" }) { deletedId } }',
    )
    expect(answer).toEqual({
      ...{ status: 403, data: undefined },
      errors: [{ path: ['deleteUser'], coordinate: 'Mutation.deleteUser' }],
    })
    expect(ran).toEqual([])
    expect(await ask('mutation { logout(input: {}) { revokedSessionCount } }')).toMatchObject({ status: 200, errors: [] })
  })

  describe.each(places)('with conditions on %s', (_place, write) => {
    it.each(conditions)('is refused only where it is asked for: %s %j', async (directives, variables, isAsked) => {
      const definitions = Object.keys(variables).map((name) => `$${name}: Boolean!`)
      const head = definitions.length > 0 ? `(${definitions.join(', ')})` : ''
      const denied = write('client(id: "none") { id }', directives)
      const fragment = denied.startsWith('...F') ? ' fragment F on Query { client(id: "none") { id } }' : ''
      expect(await ask(`query ${head} { viewer { scopes } ${denied} }${fragment}`, variables)).toEqual({
        status: 200,
        data: { viewer: { scopes: [] }, ...(isAsked && { client: null }) },
        errors: isAsked ? [{ path: ['client'], coordinate: 'Query.client' }] : [],
      })
      expect(ran).not.toContain('Query.client')
    })

    it.each(conditions)('of a mutation too: %s %j', async (directives, variables, isAsked) => {
      const definitions = Object.keys(variables).map((name) => `$${name}: Boolean!`)
      const head = definitions.length > 0 ? `(${definitions.join(', ')})` : ''
      const field = 'deleteUser(input: { id: "none" }) { deletedId }'
      const denied = write(field, directives)
      const fragment = denied.startsWith('...F') ? ` fragment F on Mutation { ${field} }` : ''
      const { status } = await ask(
        `mutation ${head} { logout(input: {}) { revokedSessionCount } ${denied} }${fragment}`,
        variables,
      )
      expect(status).toBe(isAsked ? 403 : 200)
      expect([...new Set(ran)]).toEqual(isAsked ? [] : ['Mutation.logout', 'LogoutPayload.revokedSessionCount'])
    })
  })
})
