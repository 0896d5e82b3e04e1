// Lists cost as many SQL statements for fifty rows as for two, whatever is selected beneath them.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildApiSchema } from '../../src/graphql/schema.ts'
import { countStatements } from '../support/count-statements.ts'
import { engines } from '../support/databases.ts'
import { LoginDocument } from '../support/generated/operations.ts'
import { addRole } from '../support/records.ts'
import { addClient, addUser, password, send, startTestService, type TestService } from '../support/service.ts'
import { signToken } from '../support/signed-tokens.ts'

const schema = buildApiSchema()
const counter = countStatements(schema)
const page = 'pageInfo { hasNextPage endCursor } totalCount'
const user = `id lastLoginAt effectiveScopes roles { id scopes }`
const client = `id name accessTokenLifetimeSeconds secrets { id hint lastUsedAt }`

const lists: readonly (readonly [field: string, statements: number, nodes: string])[] = [
  ['users', 2, 'id email'],
  ['users', 7, `${user} sessions(first: 5) { nodes { id user { id } client { ${client} } } ${page} }`],
  ['sessions', 5, `id createdAt user { ${user} } client { ${client} }`],
  ['sessions', 6, `id user { sessions { nodes { id createdAt client { id } } totalCount } }`],
  ['clients', 2, client],
  ['roles', 2, 'id name scopes'],
  ['scopes', 2, 'name implies'],
  ['auditEvents', 2, 'id sequence type data hash'],
]

describe.each(engines)('the SQL statements of a list on %s', (engine) => {
  let service: TestService
  let token: string
  beforeAll(async () => {
    service = await startTestService({ engine, schema })
    const passwordHash = await service.authority.passwords.hash(password)
    for (let index = 0; index < 51; index++) {
      service.clock.advance(0.001)
      const clientId = await addClient(service)
      await addClient(service, { secret: `secret ${index}` })
      const roleIds = [await addRole(service, ['orders:read'])]
      const { email } = await addUser(service, { passwordHash, roleIds })
      for (let times = 0; times < 1 + (index % 2); times++)
        await service.send(LoginDocument, { input: { email, password, clientId } })
      await service.store.ensureScopeDefinitions([
        { name: `thing${index}:read`, description: 'x', implies: [], isDefault: false, createdAt: service.clock.now() },
      ])
    }
    token = await signToken(service, { scopes: ['*'] })
  }, 180_000)
  afterAll(() => service.stop())

  it.each(lists)('of %s are %i, for two rows and for fifty: { %s }', async (field, expected, nodes) => {
    const statementsFor = (first: number) =>
      counter.during(async () => {
        const query = `query ($first: Int) { ${field}(first: $first) { nodes { ${nodes} } ${page} } }`
        const { data, errors } = await send<Record<string, { nodes: object[] }>>(
          service.url,
          { query, variables: { first } },
          token,
        )
        expect({ errors, count: data?.[field]?.nodes.length }).toEqual({ errors: [], count: first })
      })
    const [two, fifty] = [await statementsFor(2), await statementsFor(50)]
    expect(fifty.length, fifty.join('\n')).toBe(two.length)
    expect(two.length, two.join('\n')).toBe(expected)
  })

  it("are one for a page of every user's sessions, which are each user's own, newest first", async () => {
    const nodes = 'id sessions(first: 1) { nodes { id user { id } } pageInfo { hasNextPage endCursor } totalCount }'
    const { data } = await send<{ users: { nodes: UserWithSessions[] } }>(
      service.url,
      { query: `{ users(first: 50) { nodes { ${nodes} } } }` },
      token,
    )
    for (const { id, sessions } of data?.users.nodes ?? []) {
      const all = await service.store.listSessions({ first: 10, after: null }, { userId: id }, service.clock.now())
      expect(sessions).toEqual({
        nodes: [{ id: all.nodes[0]?.id, user: { id } }],
        pageInfo: { hasNextPage: all.nodes.length > 1, endCursor: expect.any(String) },
        totalCount: all.nodes.length,
      })
      const next = { query: `{ user(id: "${id}") { sessions(after: "${sessions.pageInfo.endCursor}") { nodes { id } } } }` }
      const rest = await send<{ user: { sessions: object } }>(service.url, next, token)
      expect(rest.data?.user.sessions).toEqual({ nodes: all.nodes.slice(1).map((session) => ({ id: session.id })) })
    }
  })
})

interface UserWithSessions {
  readonly id: string
  readonly sessions: { readonly pageInfo: { readonly endCursor: string }; readonly totalCount: number }
}
