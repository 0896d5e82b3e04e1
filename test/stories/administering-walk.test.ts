// docs/administer.md: its documents are sent one after the other, and each is answered as the page says.

import { readFileSync } from 'node:fs'
import { type OperationDefinitionNode, parse } from 'graphql'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createFirstAdministrator } from '../../src/administration/first-administrator.ts'
import { engines } from '../support/databases.ts'
import { type Answer, send, startTestService, type TestService } from '../support/service.ts'

const page = readFileSync(new URL('../../docs/administer.md', import.meta.url), 'utf8')
const steps = [...page.matchAll(/^```graphql\n([\s\S]*?)^```\n\n```json\n([\s\S]*?)^```$/gm)].map(
  ([, document = '', answer = '']) => {
    const operation = parse(document).definitions[0] as OperationDefinitionNode
    return { name: operation.name?.value ?? '', operation, document, answer: JSON.parse(answer) as unknown }
  },
)

/** Where the page takes a variable from: the step, and the place in its answer. */
const sources: Readonly<Record<string, readonly [step: string, path: string]>> = {
  roleId: ['CreateRole', 'createRole.role.id'],
  userId: ['CreateUser', 'createUser.user.id'],
  appId: ['CreateClient', 'createClient.client.id'],
  secret: ['CreateClient', 'createClient.secret'],
  newSecret: ['RotateSecret', 'rotateClientSecret.secret'],
  refreshToken: ['LogInAsGrace', 'login.tokens.refreshToken'],
  nextRefreshToken: ['RefreshAsGrace', 'refresh.tokens.refreshToken'],
  sessionId: ['LogInAsGrace', 'login.session.id'],
}
/** Those that nobody needs a token for. */
const open = ['login', 'refresh', 'clientCredentials']

describe.each(engines)('the walk through administration on %s', (engine) => {
  const password = 'a password of an administrator'
  let service: TestService
  let given: Record<string, unknown>
  const answers = new Map<string, unknown>()
  beforeAll(async () => {
    service = await startTestService({ engine })
    const { store: storage, clock, authority } = service
    const tools = { storage: { ...authority.storage, ...storage }, passwords: authority.passwords, now: clock.now }
    const { clientId } = await createFirstAdministrator(tools, { email: 'ada@example.com', password })
    given = { clientId, password }
  })
  afterAll(() => service.stop())

  it.each(steps)('$name', async ({ operation, document, answer }) => {
    const token = read('LogIn', 'login.tokens.accessToken')
    const root = operation.selectionSet.selections[0]
    const isOpen = root?.kind === 'Field' && open.includes(root.name.value)
    const names = (operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value)
    const variables = Object.fromEntries(names.map((name) => [name, given[name] ?? read(...(sources[name] ?? ['', '']))]))
    const ask = () => send(service.url, { query: document, variables }, isOpen ? undefined : String(token))
    // Events of one millisecond are in no order.
    service.clock.advance(0.001)
    // Events are sealed in the background.
    const got = await vi.waitFor(async () => {
      const body = toBody(await ask())
      if (operation.operation === 'query') expect(body).toEqual(expected(answer))
      return body
    }, 5_000)
    expect(got).toEqual(expected(answer))
    answers.set(operation.name?.value ?? '', got.data)
  })

  it('is walked to its end', () => {
    expect(steps).toHaveLength([...page.matchAll(/^```graphql$/gm)].length)
    expect([...answers.keys()]).toEqual(steps.map(({ name }) => name))
  })

  function read(step: string, path: string): unknown {
    return path
      .split('.')
      .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], answers.get(step))
  }
})

function toBody({ data, errors }: Answer<unknown>) {
  const told = errors.map(({ message, path, extensions: { requestId: _, ...extensions } }) => ({ message, path, extensions }))
  return told.length > 0 ? { errors: told, data } : { data }
}

/** The answer of the page, in which `…` stands for anything. */
function expected(value: unknown): unknown {
  if (typeof value === 'string' && value.includes('…'))
    return value === '…' ? expect.anything() : expect.stringMatching(pattern(value))
  if (Array.isArray(value)) return value.map(expected)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, expected(member)]))
}

function pattern(text: string): RegExp {
  return new RegExp(
    `^${text
      .split('…')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.+')}$`,
  )
}
