// After right, wrong and malformed requests, and while the database fails, no secret stands in any log or in the database, in whatever form.

import { existsSync, readFileSync } from 'node:fs'
import { print } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../support/databases.ts'
import {
  ChangePasswordDocument,
  ClientCredentialsDocument,
  IntrospectTokenDocument,
  LoginDocument,
  RefreshDocument,
  RevokeTokenDocument,
  ViewerDocument,
} from '../support/generated/operations.ts'
import { sendBytes, sendRaw } from '../support/raw-http.ts'
import { addClient, addUser, startTestService, type TestService } from '../support/service.ts'
import { query } from '../support/sql.ts'
import { formsOf } from './secret-forms.ts'

const rootSecret = 'hush root secret ÄÖ 0123456789 abcdefghij'
const password = 'hush correct horse battery & stäple'
const newPassword = 'hush another horse battery & stäple'
const wrongPassword = 'hush wrong horse battery & stäple'
const clientSecret = `fgs_${Buffer.from('hush the secret of a client!!!!!').toString('base64url')}`

describe('the forms of a secret', () => {
  it.each([
    ['as it is', `x${password}y`],
    ['in JSON', JSON.stringify({ password })],
    ['in hex', Buffer.from(`x${password}`).toString('hex')],
    ['in a URL', `/?password=${encodeURIComponent(password)}`],
    [
      'in a form',
      new URLSearchParams({ password: 'a b' }).toString().replace('a+b', encodeURIComponent(password).replaceAll('%20', '+')),
    ],
    ['in base64', Buffer.from(`user:${password}@host`).toString('base64')],
    ['in base64, a character later', Buffer.from(`user::${password}@host`).toString('base64')],
    ['in base64, two characters later', Buffer.from(`user:::${password}@host`).toString('base64')],
    ['in base64url', Buffer.from(`user:${password}@host`).toString('base64url')],
  ])('find it %s', (_how, text) => {
    expect(formsOf(password).some((form) => text.includes(form))).toBe(true)
    expect(formsOf(wrongPassword).some((form) => text.includes(form))).toBe(false)
  })

  it('find the bytes of a token', () => {
    const text = Buffer.from(clientSecret.slice('fgs_'.length), 'base64url').toString('latin1')
    expect(formsOf(clientSecret).some((form) => text.includes(form))).toBe(true)
  })
})

describe.each(engines)('on %s', (engine) => {
  let service: TestService
  let printed = ''
  let secrets: Record<string, string>
  let email: string
  const streams = [process.stdout, process.stderr].map((stream) => ({ stream, write: stream.write }))
  beforeAll(async () => {
    // What is printed past the logger, by whatever library.
    for (const { stream, write } of streams) {
      stream.write = ((chunk: string | Uint8Array, ...rest: []) => {
        printed += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('latin1')
        return write.call(stream, chunk, ...rest)
      }) as typeof stream.write
    }
    service = await startTestService({ engine, environment: { FIELDGATE_SECRET: rootSecret, FIELDGATE_LOG_LEVEL: 'trace' } })
    ;({ email } = await addUser(service, { passwordHash: await service.authority.passwords.hash(password) }))
    secrets = await live(service, email)
  })
  afterAll(async () => {
    for (const { stream, write } of streams) stream.write = write
    await service.stop()
  })

  it('no secret stands in the log, in what was printed, or in the database', async () => {
    const places = { log: service.log(), printed, ...(await databaseOf(service)) }
    const found = Object.entries(places).flatMap(([place, text]) =>
      Object.entries(secrets).flatMap(([name, secret]) =>
        formsOf(secret).flatMap((form) => (text.includes(form) ? [`${name} in ${place}`] : [])),
      ),
    )
    expect(found).toEqual([])
    expect(Object.keys(secrets).sort()).toEqual([
      'accessToken',
      'clientSecret',
      'deviceToken',
      'newPassword',
      'password',
      'refreshToken',
      'rootSecret',
      'secondRefreshToken',
      'serviceToken',
      'wrongPassword',
    ])
    // What should stand there was found in the same way, so silence means something.
    expect(places.log).toContain('"request failed"')
    expect(Object.values(await databaseOf(service)).join('')).toContain(email)
  })
})

/** A life of right and wrong requests. Returns every secret that was sent or given. */
async function live(service: TestService, email: string): Promise<Record<string, string>> {
  const clientId = await addClient(service)
  const serviceId = await addClient(service, { secret: clientSecret })
  const login = (typed: string, more = {}) =>
    service.send(LoginDocument, { input: { clientId, email, password: typed, ...more } })
  const { data } = await login(password)
  const { data: own } = await service.send(ClientCredentialsDocument, {
    input: { clientId: serviceId, clientSecret, scopes: ['tokens:introspect'] },
  })
  const { accessToken = '', refreshToken = '' } = data?.login.tokens ?? {}
  const deviceToken = data?.login.deviceToken ?? ''
  const serviceToken = own?.clientCredentials.tokens.accessToken ?? ''
  const refresh = (token: string) => service.send(RefreshDocument, { input: { clientId, refreshToken: token } })
  const next = await refresh(refreshToken ?? '')
  const secondRefreshToken = next.data?.refresh.tokens.refreshToken ?? ''
  const given = { accessToken, refreshToken: refreshToken ?? '', secondRefreshToken, deviceToken, serviceToken }
  const secrets = { rootSecret, password, newPassword, wrongPassword, clientSecret, ...given }

  await login(password, { deviceToken })
  for (const odd of Object.values(secrets)) {
    await login(odd, { deviceToken: odd })
    // Alone, as a wrong audience is refused before the email is looked at.
    await login(wrongPassword, { email: odd })
    await login(wrongPassword, { scopes: [odd], audience: odd })
    await login(wrongPassword, { clientId: odd, clientSecret: odd })
    await refresh(odd)
    await service.send(ClientCredentialsDocument, { input: { clientId: serviceId, clientSecret: `${odd}!` } })
    await service.send(RevokeTokenDocument, { input: { clientId, token: `${odd}x` } })
    await service.send(IntrospectTokenDocument, { input: { token: odd } }, serviceToken)
    await service.send(ViewerDocument, {}, `${odd.replace(/[^\x21-\x7e]/g, '')}x`)
    await sendMalformed(service, odd)
  }
  const change = { currentPassword: wrongPassword, newPassword, keepThisSession: true }
  service.clock.advance(900)
  const again = (await login(password)).data?.login.tokens.accessToken ?? ''
  await service.send(ChangePasswordDocument, { input: change }, again)
  await whileGone(service, ['attempts', 'sessions', 'refresh_tokens', 'client_secrets', 'audit_events', 'users'], async () => {
    await login(password, { deviceToken })
    await refresh(secondRefreshToken)
    await service.send(ClientCredentialsDocument, { input: { clientId: serviceId, clientSecret } })
    await service.send(ChangePasswordDocument, { input: { ...change, currentPassword: password } }, again)
  })
  await service.send(ChangePasswordDocument, { input: { ...change, currentPassword: password } }, again)
  await login(newPassword)
  return secrets
}

async function sendMalformed({ url }: TestService, secret: string): Promise<void> {
  const json = { 'content-type': 'application/json' }
  const inUrl = encodeURIComponent(secret)
  const inHeader = Buffer.from(secret).toString('base64')
  const login = print(LoginDocument)
  const bodies = [
    `{"query":"mutation { login(input: {password: \\"${secret}`,
    JSON.stringify({ query: `mutation { login(input: {password: "${secret}` }),
    JSON.stringify({ query: `mutation { login(input: {password: "${secret}", nothing: 1}) { nothing } }` }),
    JSON.stringify({ query: `# ${secret}\n{ viewer { scopes } }`, operationName: secret }),
    JSON.stringify({ query: login, variables: { input: { password: [secret], [secret]: secret } } }),
    JSON.stringify({ query: login, variables: secret, extensions: { [secret]: secret } }),
    JSON.stringify([{ query: login, variables: { input: { password: secret } } }]),
    JSON.stringify({ query: login, variables: { input: { password: secret } } }).padEnd(140_000),
  ]
  for (const body of bodies) await sendRaw(url, { headers: json, body })
  await sendRaw(url, { headers: { 'content-type': 'text/plain' }, body: secret })
  await sendRaw(url, { headers: { 'content-type': `application/json; charset=${inUrl}` }, body: '{}' })
  for (const path of [`/graphql?password=${inUrl}`, `/${inUrl}`, `/revocations?after=${inUrl}`, `/keys/${inUrl}%E0%A4%A`])
    await sendRaw(url, {
      method: 'GET',
      path,
      headers: { cookie: `x=${inUrl}`, 'x-request-id': inHeader, referer: `https://a.example/?${inUrl}` },
    })
  await sendRaw(url, {
    headers: { ...json, authorization: `Basic ${inHeader}` },
    body: JSON.stringify({ query: '{ viewer { scopes } }' }),
  })
  await sendRaw(url, {
    method: 'GET',
    path: '/healthz',
    headers: { [`x-${inHeader.replace(/\W/g, '')}`]: inUrl, origin: `https://${inHeader}` },
  })
  await sendBytes(url, `${inUrl} ${inHeader}\r\n\r\n`)
}

/** Takes each table away in turn, so that a query fails in the middle of it. */
async function whileGone({ databaseUrl }: TestService, tables: readonly string[], act: () => Promise<void>): Promise<void> {
  for (const table of tables) {
    await query(databaseUrl, `ALTER TABLE ${table} RENAME TO gone`)
    try {
      await act()
    } finally {
      await query(databaseUrl, `ALTER TABLE gone RENAME TO ${table}`)
    }
  }
}

/** Everything that is remembered: the files of SQLite with what was deleted in them, every row of PostgreSQL. */
async function databaseOf({ databaseUrl }: TestService): Promise<Record<string, string>> {
  if (databaseUrl.startsWith('file:')) {
    const path = databaseUrl.slice('file:'.length)
    const files = [path, `${path}-wal`, `${path}-shm`].filter((file) => existsSync(file))
    return Object.fromEntries(
      files.flatMap((file) => [
        [`${file} (Latin-1)`, readFileSync(file, 'latin1')],
        [file, readFileSync(file, 'utf8')],
      ]),
    )
  }
  const tables = await query(
    databaseUrl,
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`,
  )
  const rows = tables.map(async ({ name }) => [
    `table ${name}`,
    JSON.stringify(await query(databaseUrl, `SELECT * FROM "${name}"`)),
  ])
  return Object.fromEntries(await Promise.all(rows)) as Record<string, string>
}
