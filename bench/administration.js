// What lists cost an administrator of a company: the built service with few records and with very many, in turns.
// node administration.js [sqlite|postgresql]; BENCH_CALLS is how often each is asked (100).

import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openKeyRing } from '../dist/authorization-server/signing-keys/key-ring.js'
import { openStore } from '../dist/store/store.js'
import { seedAuditEvents } from './load/audit-rows.js'
import { askGraphql, closeConnections } from './load/http.js'
import { startPostgres } from './load/postgres.js'
import { endOnSignals, findFreePort, startNode } from './load/process.js'
import { milliseconds, table } from './load/report.js'
import { seedSessions } from './load/seed.js'
import { median } from './measure.js'

const program = fileURLToPath(new URL('../dist/cli/fieldgate.js', import.meta.url))
const calls = Number(process.env.BENCH_CALLS ?? 100)
const sizes = [
  { users: 1_000, sessions: 2_000, clients: 20, events: 10_000 },
  { users: 100_000, sessions: 200_000, clients: 500, events: 1_000_000 },
]
const day = 24 * 3600 * 1000
const since = (days) => new Date(Date.now() - days * day).toISOString()

/** By name: the document, and the variables of a side. */
const questions = {
  'users, first 100, roles and scopes': [
    'query($after: String) { users(first: 100, after: $after) { nodes { id email effectiveScopes roles { name } } pageInfo { endCursor } } }',
    ({ userCursor }) => ({ after: userCursor }),
  ],
  'users, searched, one found': [
    'query($search: String) { users(filter: { search: $search }) { nodes { id email } } }',
    ({ email }) => ({ search: email }),
  ],
  'users, searched, none found': ['{ users(filter: { search: "nobody has this in it" }) { nodes { id } } }'],
  'users, counted': ['{ users(first: 1) { totalCount } }'],
  'users, first 20, sessions and their clients': [
    '{ users(first: 20) { nodes { sessions(first: 5) { nodes { status client { name } } } } } }',
  ],
  'sessions of a user': [
    'query($id: ID) { sessions(filter: { userId: $id }) { nodes { id user { email } client { name } } totalCount } }',
    ({ userId }) => ({ id: userId }),
  ],
  'sessions, first 100, active': ['{ sessions(first: 100, filter: { status: ACTIVE }) { nodes { id user { email } } } }'],
  'clients, searched': ['{ clients(first: 100, filter: { search: "app 1" }) { nodes { id name secrets { hint } } totalCount } }'],
  'audit events, first 100': ['{ auditEvents(first: 100) { nodes { id type data hash } pageInfo { endCursor } } }'],
  'audit events of an actor': [
    '{ auditEvents(first: 100, filter: { actorId: "usr_0190d6c8-0000-7000-8000-000000000777" }) { nodes { id type } } }',
  ],
  'audit events of a type, in a day': [
    'query($since: DateTime) { auditEvents(first: 100, filter: { type: "login.succeeded", since: $since }) { nodes { id } } }',
    () => ({ since: since(1) }),
  ],
  'audit events of a client, counted': [
    '{ auditEvents(first: 1, filter: { clientId: "cli_0190d6c8-0000-7000-8000-000000000123" }) { totalCount } }',
  ],
  'activity, a year by day': [
    'query($since: DateTime!) { activity(input: { since: $since, bucket: DAY }) { points { at logins denials } } }',
    () => ({ since: since(364) }),
  ],
}

endOnSignals()
for (const engine of process.argv[2] ? [process.argv[2]] : ['sqlite', 'postgresql']) {
  const server = engine === 'postgresql' ? await startPostgres() : undefined
  const sides = []
  try {
    for (const size of sizes) sides.push(await startSide(size, await server?.createDatabase()))
    console.log(`\n${engine}\n${table([['asked', 'p50 few', 'p50 many', 'ratio', 'p99 many'], ...(await askAll(sides))])}`)
  } finally {
    for (const side of sides) await side.stop()
    await server?.stop()
  }
}
closeConnections()

async function askAll(sides) {
  const rows = []
  for (const [name, [query, variablesOf = () => ({})]] of Object.entries(questions)) {
    const times = sides.map(() => [])
    for (let call = 0; call < calls + 5; call += 1) {
      for (const [index, side] of sides.entries()) {
        const begin = performance.now()
        await askGraphql(side.url, { query, variables: variablesOf(side), token: side.token })
        // The first ones prepare and compile.
        if (call >= 5) times[index].push(performance.now() - begin)
      }
    }
    const [few, many] = times.map(median)
    const p99 = times[1].sort((a, b) => a - b)[Math.floor(calls * 0.99) - 1]
    rows.push([name, milliseconds(few), milliseconds(many), (many / few).toFixed(2), milliseconds(p99)])
  }
  return rows
}

async function startSide(size, databaseUrl) {
  const folder = mkdtempSync(join(tmpdir(), 'fieldgate-bench-'))
  const port = await findFreePort()
  const issuer = `http://127.0.0.1:${port}`
  const secret = randomBytes(32)
  const url = databaseUrl ?? `file:${join(folder, 'bench.db')}`
  const environment = {
    FIELDGATE_DATA_DIR: folder,
    FIELDGATE_DATABASE_URL: url,
    FIELDGATE_PORT: String(port),
    FIELDGATE_ISSUER: issuer,
    FIELDGATE_SECRET: secret.toString('base64'),
    FIELDGATE_ACCESS_TOKEN_SECONDS: '3600',
    NODE_ENV: 'production',
  }
  const run = (...args) =>
    execFileSync(process.execPath, [program, ...args], { env: { ...process.env, ...environment }, encoding: 'utf8' })
  const admin = JSON.parse(run('admin', 'create', '--email', 'admin@example.com', '--json'))
  const file = join(folder, 'clients.json')
  writeFileSync(file, JSON.stringify({ formatVersion: 1, clients: Array.from({ length: size.clients }, (_, n) => client(n)) }))
  run('import', file)
  const demo = { clientId: admin.clientId, user: { email: admin.user.email, scopes: ['users:read'] } }
  const seed = { databaseUrl: url, demo, issuer, hash: undefined, known: 0 }
  const { userIds } = await seedSessions({ ...seed, count: size.sessions, users: size.users })
  await seedEvents({ url, secret, issuer, count: size.events })
  const service = await startNode({ args: [program, 'start'], environment, readyUrl: `${issuer}/readyz` })
  const api = `${issuer}/graphql`
  const input = { email: admin.user.email, password: admin.password, clientId: admin.clientId, scopes: ['*'] }
  const login = 'mutation($input: LoginInput!) { login(input: $input) { tokens { accessToken } } }'
  const token = (await askGraphql(api, { query: login, variables: { input } })).login.tokens.accessToken
  const userId = userIds[Math.floor(userIds.length / 2)]
  const { users } = await askGraphql(api, { query: '{ users(first: 50) { pageInfo { endCursor } } }', token })
  const stop = () => service.stop().finally(() => rmSync(folder, { recursive: true, force: true }))
  return { url: api, token, userId, email: `${userId}@example.com`, userCursor: users.pageInfo.endCursor, stop }
}

async function seedEvents({ url, secret, issuer, count }) {
  const store = await openStore(url)
  const policy = { keyPublishSeconds: 600, keyRotationDays: 30 }
  const keyRing = await openKeyRing({ storage: store, rootSecret: secret, previousSecrets: [], policy, now: () => new Date() })
  await seedAuditEvents({ url, count, key: await keyRing.activeKey(), issuer })
  await store.close()
}

function client(number) {
  return {
    id: `cli_0190d6c8-0000-7000-8000-${String(number).padStart(12, '0')}`,
    name: `app ${number}`,
    description: null,
    type: 'PUBLIC',
    isFirstParty: true,
    grantTypes: ['PASSWORD', 'REFRESH_TOKEN'],
    allowedScopes: ['users:read'],
    defaultScopes: [],
    allowedAudiences: [],
    accessTokenLifetimeSeconds: null,
    refreshTokenIdleSeconds: null,
    refreshTokenAbsoluteSeconds: null,
    isEnabled: true,
  }
}
