// Fields below the root over HTTP on real records: those with a rule of their own, and those whose answer may be someone else's.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adminScopes } from '../../../src/administration/built-in-scopes.ts'
import { buildApiSchema } from '../../../src/graphql/schema.ts'
import { recordRuns } from '../../resource-server/record-runs.ts'
import { engines } from '../../support/databases.ts'
import { LoginDocument } from '../../support/generated/operations.ts'
import { addClient, addUser, password, send, startTestService, type TestService } from '../../support/service.ts'
import { signToken } from '../../support/signed-tokens.ts'
import { type Caller, callersOf } from './callers.ts'
import { waysOf } from './documents.ts'
import { type ExpectedRefusal, refusalOfOthers, refusalOn, table } from './table.ts'

const schema = buildApiSchema()
const ran = recordRuns(schema)
const callers = callersOf(adminScopes).filter(({ scopes }) => scopes !== null)

/** Where an operation meets a field: the coordinates on the way, and what it selects there. */
interface Meeting {
  readonly way: readonly string[]
  readonly write: (selection: string, ids: Ids) => string
}
interface Ids {
  readonly userId: string
  readonly sessionId: string
  readonly clientId: string
}

const own: Readonly<Record<string, Meeting>> = {
  'Client.secrets': { way: ['Query.viewer', 'Viewer.client'], write: (what) => `{ viewer { client { ${what} } } }` },
  'Session.user': { way: ['Query.viewer', 'Viewer.session'], write: (what) => `{ viewer { session { ${what} } } }` },
  'Session.client': { way: ['Query.viewer', 'Viewer.session'], write: (what) => `{ viewer { session { ${what} } } }` },
  'User.sessions': { way: ['Query.viewer', 'Viewer.user'], write: (what) => `{ viewer { user { ${what} } } }` },
}
const session: Meeting = {
  way: ['Query.sessions', 'SessionConnection.nodes'],
  write: (what, { userId }) => `{ sessions(filter: { userId: "${userId}" }) { nodes { ${what} } } }`,
}
const ofOthers: Readonly<Record<string, Meeting>> = {
  'Session.user': session,
  'Session.client': session,
  'User.sessions': { way: ['Query.user'], write: (what, { userId }) => `{ user(id: "${userId}") { ${what} } }` },
}
const selections: Readonly<Record<string, string>> = {
  'Client.secrets': 'secrets { id }',
  'Session.user': 'user { id }',
  'Session.client': 'client { id }',
  'User.sessions': 'sessions { totalCount }',
}
/** What is resolved only when the field was. */
const beneath: Readonly<Record<string, string>> = {
  'Client.secrets': 'ClientSecret.id',
  'Session.user': 'User.id',
  'Session.client': 'Client.id',
  'User.sessions': 'SessionConnection.totalCount',
}
const forms: readonly (readonly [name: string, write: (selection: string, type: string) => readonly [string, string]])[] = [
  ['direct', (selection) => [selection, '']],
  ['alias', (selection) => [`other: ${selection}`, '']],
  ['fragment', (selection, type) => ['...F', ` fragment F on ${type} { ${selection} }`]],
  ['inline fragment', (selection, type) => [`... on ${type} { ${selection} }`, '']],
]

describe.each(engines)('fields below the root on %s', (engine) => {
  let service: TestService
  let mine: Ids
  let theirs: Ids
  beforeAll(async () => {
    service = await startTestService({ engine, schema })
    ;[mine, theirs] = [await begin(), await begin()]
  })
  afterAll(() => service.stop())

  it('are all tried here that ask for more than what leads to them', () => {
    const asksForMore = waysOf(schema).filter(
      (way) => way.length > 1 && callers.some((caller) => !refusalOn(way.slice(0, -1), caller) && refusalOn(way, caller)),
    )
    expect([...new Set(asksForMore.map((way) => way.at(-1)))]).toEqual(['Client.secrets'])
    expect([...table].filter(([, rule]) => rule.ofSomeoneElse).map(([coordinate]) => coordinate)).toEqual(
      Object.keys(ofOthers).sort(),
    )
  })

  describe.each(forms)('asked for by the form: %s', (_form, write) => {
    it.each(Object.keys(own))("tell of one's own what the table says: %s", async (coordinate) => {
      const meeting = own[coordinate] as Meeting
      await expectAsTable(coordinate, { meeting, write, ids: mine }, (caller) => refusalOn([...meeting.way, coordinate], caller))
    })

    it.each(Object.keys(ofOthers))("tell of someone else's what the table says: %s", async (coordinate) => {
      const meeting = ofOthers[coordinate] as Meeting
      await expectAsTable(
        coordinate,
        { meeting, write, ids: theirs },
        (caller) => refusalOn([...meeting.way, coordinate], caller) ?? refusalOfOthers(coordinate, caller),
      )
    })
  })

  interface Trial {
    readonly meeting: Meeting
    readonly write: (typeof forms)[number][1]
    readonly ids: Ids
  }

  async function expectAsTable(
    coordinate: string,
    { meeting, write, ids }: Trial,
    refusalFor: (caller: Caller) => ExpectedRefusal | undefined,
  ): Promise<void> {
    const [selection, fragments] = write(selections[coordinate] ?? '', coordinate.split('.')[0] ?? '')
    const query = `${meeting.write(selection, ids)}${fragments}`
    for (const caller of callers) {
      ran.length = 0
      const { errors } = await send(service.url, { query }, await myToken(caller))
      const expected = refusalFor(caller)
      const told = errors.map(({ extensions: { code, coordinate: where, reason, requiredScopes, missingScopes } }) => {
        return { coordinate: where, code, reason, requiredScopes, missingScopes }
      })
      expect({ caller: caller.name, query, told }).toEqual({ caller: caller.name, query, told: expected ? [expected] : [] })
      expect({ caller: caller.name, query, ran: ran.includes(beneath[coordinate] ?? '') }).toEqual({
        caller: caller.name,
        query,
        ran: !expected,
      })
    }
  }

  function myToken({ scopes }: Caller): Promise<string> {
    return signToken(service, { scopes: scopes ?? [], subject: mine.userId, ...mine })
  }

  async function begin(): Promise<Ids> {
    const { id: userId, email } = await addUser(service)
    const clientSecret = `the secret of ${userId}`
    const clientId = await addClient(service, { secret: clientSecret })
    const input = { email, password, clientId, clientSecret }
    const { data } = await service.send(LoginDocument, { input })
    if (!data) throw new Error('The login failed.')
    return { userId, clientId, sessionId: data.login.session.id }
  }
})
