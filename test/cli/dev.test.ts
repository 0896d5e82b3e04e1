// The command line as a person uses it: the built program, in a process and a folder of its own.

import { execFile } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { print } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { adminScopes } from '../../src/administration/built-in-scopes.ts'
import { type Demo, startDemo } from '../support/demo.ts'
import {
  ClientCredentialsDocument,
  type ClientCredentialsMutation,
  LoginDocument,
  type LoginMutation,
  RefreshDocument,
  type RefreshMutation,
} from '../support/generated/operations.ts'
import { createFolder, fieldgateCommand, startProgram } from '../support/program.ts'
import { send } from '../support/service.ts'

const run = promisify(execFile)

describe('fieldgate dev --json', () => {
  const folder = createFolder()
  let demo: Demo
  beforeAll(async () => {
    demo = await startDemo(folder.path)
  })
  afterAll(async () => {
    await demo.program.end('SIGTERM')
    folder.remove()
  })

  async function logIn({ email, password }: { email: string; password: string }) {
    const input = { email, password, clientId: demo.facts.clientId }
    const { data, errors } = await send<LoginMutation>(demo.issuer, { query: print(LoginDocument), variables: { input } })
    return { tokens: data?.login.tokens, errors }
  }

  it('prints one line with everything one needs, and nothing else', () => {
    const text = expect.stringMatching(/./)
    expect(demo.program.stdout()).toBe(`${JSON.stringify(demo.facts)}\n`)
    expect(demo.facts).toStrictEqual({
      graphqlUrl: expect.stringMatching(/^http:\/\/localhost:\d+\/graphql$/),
      clientId: expect.stringMatching(/^cli_/),
      user: { email: text, password: text, scopes: ['orders:read', 'orders:write'] },
      admin: { email: text, password: text },
      serviceClient: { clientId: expect.stringMatching(/^cli_/), clientSecret: expect.stringMatching(/^fgs_/) },
    })
  })

  it('logs the user in, who lacks the scopes of administrators', async () => {
    const { tokens, errors } = await logIn(demo.facts.user)
    expect({ scopes: tokens?.scopes, errors }).toEqual({ scopes: demo.facts.user.scopes, errors: [] })
  })

  it('logs the admin in, who has them all', async () => {
    const { tokens } = await logIn(demo.facts.admin)
    expect(tokens?.scopes).toEqual(expect.arrayContaining([...adminScopes]))
  })

  it('gives the service client a token for itself', async () => {
    const body = { query: print(ClientCredentialsDocument), variables: { input: demo.facts.serviceClient } }
    const { data, errors } = await send<ClientCredentialsMutation>(demo.issuer, body)
    expect({ scopes: data?.clientCredentials.tokens.scopes, errors }).toEqual({
      scopes: ['orders:read', 'tokens:introspect'],
      errors: [],
    })
  })

  it('keeps what it writes to itself', () => {
    const open = [folder.path, join(folder.path, '.fieldgate')]
      .flatMap((place) => readdirSync(place).map((name) => join(place, name)))
      .filter((file) => (statSync(file).mode & 0o077) !== 0)
    expect(open.map((file) => file.slice(folder.path.length))).toEqual([])
  })

  it('keeps data and credentials over a second start', async () => {
    const { tokens } = await logIn(demo.facts.user)
    const before = demo.facts
    expect(await demo.program.end('SIGTERM')).toBe(0)
    demo = await startDemo(folder.path, { FIELDGATE_PORT: new URL(demo.issuer).port })
    expect(demo.facts).toEqual(before)
    const input = { refreshToken: tokens?.refreshToken ?? '', clientId: demo.facts.clientId }
    const refreshed = await send<RefreshMutation>(demo.issuer, { query: print(RefreshDocument), variables: { input } })
    expect({ scopes: refreshed.data?.refresh.tokens.scopes, errors: refreshed.errors }).toEqual({
      scopes: demo.facts.user.scopes,
      errors: [],
    })
  })
})

describe('fieldgate dev', () => {
  it('prints a box whose curls work as they stand', async () => {
    const folder = createFolder()
    const environment = { FIELDGATE_PORT: '0' }
    const program = startProgram({ args: [fieldgateCommand, 'dev'], folder: folder.path, environment })
    await program.waitFor('stdout', /^TOKEN=.*\n[\s\S]*^TOKEN=.*\n/m)
    await program.waitFor('stdout', /clientCredentials.*\n/)
    const [logInUser = '', ask = '', logInAdmin = '', asService = ''] = program.stdout().match(/^(TOKEN=|curl ).*$/gm) ?? []
    const { stdout } = await run('bash', ['-c', [logInUser, ask, 'echo', logInAdmin, ask, 'echo', asService].join('\n')])
    const [token, asUser = '', asAdmin = '', ofService = ''] = stdout.split('\n')
    expect(token).toMatch(/^v4\.public\./)
    expect(JSON.parse(asUser)).toMatchObject({
      data: { viewer: { user: { email: 'user@example.com' } }, client: null },
      errors: [{ path: ['client'], extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE', missingScopes: ['clients:read'] } }],
    })
    expect(JSON.parse(asAdmin)).toEqual({
      data: {
        viewer: { user: { email: 'admin@example.com' }, scopes: expect.arrayContaining(['clients:read']) },
        client: { name: 'Demo app' },
      },
    })
    expect(JSON.parse(ofService)).toMatchObject({
      data: { clientCredentials: { tokens: { scopes: ['orders:read', 'tokens:introspect'] } } },
    })
    expect(await program.end('SIGTERM')).toBe(0)
    folder.remove()
  })

  it('says what to do when the port is taken', async () => {
    const [first, second] = [createFolder(), createFolder()]
    const { program, issuer } = await startDemo(first.path)
    const environment = { FIELDGATE_PORT: new URL(issuer).port }
    const late = startProgram({ args: [fieldgateCommand, 'dev', '--json'], folder: second.path, environment })
    expect({ code: await late.end(), stdout: late.stdout() }).toEqual({ code: 1, stdout: '' })
    expect(late.stderr()).toMatch(/The port is taken.*Set FIELDGATE_PORT to another one\.\n$/)
    expect(await program.end('SIGTERM')).toBe(0)
    first.remove()
    second.remove()
  })
})

describe('fieldgate start', () => {
  const settings = {
    FIELDGATE_PORT: '0',
    FIELDGATE_DATABASE_URL: 'file:fieldgate.db',
    FIELDGATE_ISSUER: 'http://localhost:4000',
    FIELDGATE_SECRET: 'a root secret for tests only, 0123456789 abcdefghij',
  }

  it.each([
    ['no settings', {}, ['FIELDGATE_DATABASE_URL', 'FIELDGATE_ISSUER', 'FIELDGATE_SECRET']],
    [
      'wrong settings',
      { ...settings, FIELDGATE_PORT: 'hush-port', FIELDGATE_SECRET: 'hush-secret', FIELDGATE_ISUER: 'hush-name' },
      ['FIELDGATE_PORT', 'FIELDGATE_SECRET', 'FIELDGATE_ISUER'],
    ],
  ])('with %s tells every mistake at once and starts nothing', async (_name, environment, names) => {
    const folder = createFolder()
    const program = startProgram({ args: [fieldgateCommand, 'start'], folder: folder.path, environment })
    expect({ code: await program.end(), stdout: program.stdout() }).toEqual({ code: 78, stdout: '' })
    const [title, ...mistakes] = program.stderr().trimEnd().split('\n')
    expect(title).toBe(`The configuration has ${names.length} mistake(s):`)
    expect(mistakes.map((line) => /^- (FIELDGATE_\w+) .+[.?]$/.exec(line)?.[1]).sort()).toEqual([...names].sort())
    expect(program.stderr()).not.toContain('hush')
    expect(readdirSync(folder.path)).toEqual([])
    folder.remove()
  })

  it('answers an open request after SIGTERM, takes no new one, and ends with 0', async () => {
    const folder = createFolder()
    const program = startProgram({ args: [fieldgateCommand, 'start'], folder: folder.path, environment: settings })
    const [, url = ''] = await program.waitFor('stderr', /"url":"([^"]+)"/)
    const finish = await beginRequest(url)
    const code = program.end('SIGTERM')
    await program.waitFor('stderr', /"msg":"draining"/)
    await expect(fetch(`${url}/healthz`)).rejects.toThrow('fetch failed')
    expect(await finish()).toEqual({ status: 200, body: { data: { viewer: null } } })
    expect({ code: await code, stdout: program.stdout() }).toEqual({ code: 0, stdout: '' })
    folder.remove()
  })
})

/** Sends the head of a request, waits until the server has read it, and returns how to send the rest. */
function beginRequest(url: string): Promise<() => Promise<{ status: number | undefined; body: unknown }>> {
  return new Promise((resolve, reject) => {
    const body = JSON.stringify({ query: '{ viewer { scopes } }' })
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), expect: '100-continue' }
    const sent = request(`${url}/graphql`, { method: 'POST', headers })
    const answer = new Promise<{ status: number | undefined; body: unknown }>((answered, failed) => {
      sent.once('error', failed)
      sent.once('response', (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk
        })
        response.once('end', () => answered({ status: response.statusCode, body: JSON.parse(text) }))
      })
    })
    sent.once('error', reject)
    sent.once('continue', () =>
      resolve(() => {
        sent.end(body)
        return answer
      }),
    )
    sent.flushHeaders()
  })
}
