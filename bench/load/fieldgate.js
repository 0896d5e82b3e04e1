// Fieldgate under load: the built service as `fieldgate start` runs it, on a database with demo data and sessions to refresh.

import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createCredentials } from '../../dist/authorization-server/credentials.js'
import { askGraphql, exchange } from './http.js'
import { endWithUs, findFreePort, startNode } from './process.js'
import { seedSessions } from './seed.js'

const program = fileURLToPath(new URL('../../dist/cli/fieldgate.js', import.meta.url))

/**
 * Starts it with `sessions` in the table, of which at most 4,000 are driven.
 *
 * @param options.databaseUrl an empty PostgreSQL database; without it, an SQLite file of its own
 * @param options.profileFolder where node puts a profile of the service when it ends
 */
export async function startFieldgate({ databaseUrl, sessions = 2_000, isPinned, profileFolder, log }) {
  const folder = mkdtempSync(join(tmpdir(), 'fieldgate-bench-'))
  const port = await findFreePort()
  const issuer = `http://127.0.0.1:${port}`
  const secret = randomBytes(32)
  const environment = {
    FIELDGATE_DATA_DIR: folder,
    FIELDGATE_DATABASE_URL: databaseUrl ?? `file:${join(folder, 'bench.db')}`,
    FIELDGATE_PORT: String(port),
    FIELDGATE_ISSUER: issuer,
    FIELDGATE_SECRET: secret.toString('base64'),
    FIELDGATE_ACCESS_TOKEN_SECONDS: '3600',
    NODE_ENV: 'production',
  }
  const removeFolder = () => {
    forget()
    rmSync(folder, { recursive: true, force: true })
  }
  const forget = endWithUs(removeFolder)
  try {
    const demo = await makeDemo(environment)
    const { hashRefreshToken: hash } = createCredentials(secret)
    const seed = { databaseUrl: environment.FIELDGATE_DATABASE_URL, demo, issuer, hash }
    const { tokens } = await seedSessions({ ...seed, count: sessions, known: Math.min(sessions, 4_000) })
    const profile = profileFolder ? ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`] : []
    const args = [...profile, program, 'start']
    const service = await startNode({ args, environment, isPinned, readyUrl: `${issuer}/readyz`, log })
    const stop = () => service.stop().finally(removeFolder)
    return { pid: service.pid, stop, tasks: await createTasks(`${issuer}/graphql`, demo, tokens) }
  } catch (error) {
    removeFolder()
    throw error
  }
}

/** `fieldgate dev` writes the demo data, tells of it on one line, and is told to end. */
async function makeDemo(environment) {
  const child = spawn(process.execPath, [program, 'dev', '--json'], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  let text = ''
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    text += chunk
    if (text.includes('\n')) child.kill('SIGTERM')
  }
  await ended
  return JSON.parse(text)
}

async function createTasks(url, demo, tokens) {
  const ask = (query, i, token) => askGraphql(url, { query, variables: { i }, token })
  const { clientId, serviceClient, user } = demo
  const credentials = { clientId, email: user.email, password: user.password }
  const login = () => ask('mutation($i: LoginInput!) { login(input: $i) { tokens { accessToken refreshToken } } }', credentials)
  const clientCredentials = () =>
    ask('mutation($i: ClientCredentialsInput!) { clientCredentials(input: $i) { tokens { accessToken } } }', serviceClient)
  const userToken = (await login()).login.tokens.accessToken
  const serviceToken = (await clientCredentials()).clientCredentials.tokens.accessToken
  return {
    bare: () => exchange(new URL('/healthz', url), { method: 'GET' }),
    login,
    clientCredentials,
    refresh: rotating(tokens, async (refreshToken) => {
      const query = 'mutation($i: RefreshInput!) { refresh(input: $i) { tokens { accessToken refreshToken } } }'
      return (await ask(query, { refreshToken, clientId })).refresh.tokens.refreshToken
    }),
    introspect: async () => {
      const query = 'query($i: IntrospectTokenInput!) { introspectToken(input: $i) { isActive } }'
      const { introspectToken } = await ask(query, { token: userToken }, serviceToken)
      if (!introspectToken.isActive) throw new Error('A live token was told to be dead.')
    },
    query: () => ask('{ viewer { scopes } }', undefined, userToken),
  }
}

/** A task that takes the refresh token that was used longest ago and puts its successor behind the others. */
export function rotating(tokens, refresh) {
  const free = [...tokens]
  return async () => {
    const token = free.shift()
    if (!token) throw new Error('Every session is waiting for an answer.')
    free.push(await refresh(token))
  }
}
