// Each wrong input gets its status, its code and a sentence that helps, and hears nothing of what it sent. Each has a twin that is right.

import { randomBytes } from 'node:crypto'
import { print } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { engines } from '../support/databases.ts'
import { ClientCredentialsDocument, LoginDocument, RefreshDocument, ViewerDocument } from '../support/generated/operations.ts'
import { expectInvariants } from '../support/invariants.ts'
import { type RawAnswer, type RawRequest, sendBytes, sendRaw } from '../support/raw-http.ts'
import { addClient, addUser, password, startTestService, type TestService } from '../support/service.ts'

interface Facts {
  /** Marks what is sent: it may neither come back nor be logged. Also a GraphQL name. */
  readonly secret: string
  readonly email: string
  readonly clientId: string
  readonly otherClientId: string
  readonly serviceId: string
  readonly clientSecret: string
  readonly accessToken: string
  readonly expiredToken: string
  readonly tokenForAnother: string
  readonly refreshToken: string
}

type Sent = (facts: Facts) => RawRequest

interface WrongInput {
  readonly name: string
  readonly wrong: Sent
  readonly status: number
  readonly message: unknown
  readonly extensions: Readonly<Record<string, unknown>>
  /** Headers that the answer has besides. */
  readonly headers?: Readonly<Record<string, string>>
  /** The same but for one value: answered without any error. */
  readonly right?: Sent
}

const json = { 'content-type': 'application/json' }
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const post = (body: unknown, headers = {}): RawRequest => ({ headers: { ...json, ...headers }, body: JSON.stringify(body) })
const viewer = (headers = {}) => post({ query: print(ViewerDocument) }, headers)
const login = ({ clientId, email }: Facts, input: object) =>
  post({ query: print(LoginDocument), variables: { input: { clientId, email, password, ...input } } })

/** Five tokens each. */
const operationsOf = (count: number) => Array.from({ length: count }, (_, n) => `query A${n} { __typename }`).join(' ')
const aliases = (count: number) => Array.from({ length: count }, (_, n) => `a${n}: scopes`).join(' ')

const asked = { query: print(ViewerDocument) }
const wellFormed: Sent = () => viewer()
const badInput = (field?: string) => ({ code: 'BAD_USER_INPUT', ...(field && { field }) })
const badToken = (reason: string) => ({ code: 'UNAUTHENTICATED', reason })
const challenge = { 'www-authenticate': 'Bearer error="invalid_token"' }

const bodies: readonly WrongInput[] = [
  {
    name: 'a body that is not JSON',
    wrong: ({ secret }) => ({ headers: json, body: `{"query": "{ viewer { scopes } }", "variables": {"password": "${secret}` }),
    status: 400,
    message: 'The body is not well-formed JSON.',
    extensions: badInput('body'),
    right: ({ secret }) => post({ query: '{ viewer { scopes } }', variables: { password: secret } }),
  },
  {
    name: 'a body that is not UTF-8',
    wrong: ({ secret }) => ({ headers: json, body: Buffer.from(`{"query":"{ viewer { scopes } }","${secret}":"é"}`, 'latin1') }),
    status: 400,
    message: 'The body is not well-formed UTF-8.',
    extensions: badInput('body'),
    right: () => ({ headers: json, body: Buffer.from('{"query":"{ viewer { scopes } }","x":"é"}', 'utf8') }),
  },
  {
    name: 'no body',
    wrong: () => ({ headers: json }),
    status: 400,
    message: 'The request has no body. Send a JSON object with "query".',
    extensions: badInput('body'),
    right: wellFormed,
  },
  {
    name: 'an empty body',
    wrong: () => ({ headers: { ...json, 'content-length': '0' } }),
    status: 400,
    message: 'The request has no body. Send a JSON object with "query".',
    extensions: badInput('body'),
    right: wellFormed,
  },
  {
    name: 'a batch',
    wrong: ({ secret }) => post([{ ...asked, operationName: secret }]),
    status: 400,
    message: 'Batches are off. Send one JSON object.',
    extensions: badInput('body'),
    right: wellFormed,
  },
  {
    name: 'a body that is JSON and no object',
    wrong: ({ secret }) => post(secret),
    status: 400,
    message: 'The body is not a JSON object.',
    extensions: badInput('body'),
    right: wellFormed,
  },
  {
    name: 'a body that would change a prototype',
    wrong: ({ secret }) => ({ headers: json, body: `{"query":"{ viewer { scopes } }","__proto__":{"x":"${secret}"}}` }),
    status: 400,
    message: 'The body is not well-formed JSON.',
    extensions: badInput('body'),
    right: () => ({ headers: json, body: '{"query":"{ viewer { scopes } }","proto":{"x":"y"}}' }),
  },
  {
    name: 'a query that is no string',
    wrong: ({ secret }) => post({ query: { text: secret } }),
    status: 400,
    message: 'GraphQL queries must be strings.',
    extensions: badInput(),
    right: wellFormed,
  },
  {
    name: 'variables that are a string',
    wrong: ({ secret }) => post({ ...asked, variables: JSON.stringify({ password: secret }) }),
    status: 400,
    message: '`variables` in a POST body should be provided as an object, not a recursively JSON-encoded string.',
    extensions: badInput(),
    right: ({ secret }) => post({ ...asked, variables: { password: secret } }),
  },
  {
    name: 'a body of a megabyte, for a password',
    wrong: (facts) => login(facts, { password: facts.secret.repeat(2 ** 20 / facts.secret.length) }),
    status: 413,
    message: 'The operation is over the bodyBytes limit. Send a smaller one.',
    extensions: { code: 'QUERY_TOO_COMPLEX', limit: 'bodyBytes', measured: expect.any(Number), maximum: 131_072 },
    right: (facts) => login(facts, {}),
  },
]

const transport: readonly WrongInput[] = [
  {
    name: 'GET',
    wrong: ({ secret }) => ({ method: 'GET', path: `/graphql?query={viewer{scopes}}&password=${secret}` }),
    status: 405,
    message: 'Use POST at this path.',
    extensions: badInput('method'),
    headers: { allow: 'POST' },
    right: wellFormed,
  },
  {
    name: 'PUT',
    wrong: () => ({ ...viewer(), method: 'PUT' }),
    status: 405,
    message: 'Use POST at this path.',
    extensions: badInput('method'),
    headers: { allow: 'POST' },
    right: () => ({ ...viewer(), method: 'POST' }),
  },
  {
    name: 'text/plain',
    wrong: () => viewer({ 'content-type': 'text/plain' }),
    status: 415,
    message: 'Send the body as application/json in UTF-8.',
    extensions: badInput('content-type'),
    right: () => viewer({ 'content-type': 'application/json' }),
  },
  {
    name: 'a form',
    wrong: ({ secret }) => ({ headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `password=${secret}` }),
    status: 415,
    message: 'Send the body as application/json in UTF-8.',
    extensions: badInput('content-type'),
    right: wellFormed,
  },
  {
    name: 'a multipart form, as for uploads',
    wrong: ({ secret }) => ({
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body: `--x\r\ncontent-disposition: form-data; name="operations"\r\n\r\n{"query":"{ viewer { scopes } }","x":"${secret}"}\r\n--x--`,
    }),
    status: 415,
    message: 'Send the body as application/json in UTF-8.',
    extensions: badInput('content-type'),
    right: wellFormed,
  },
  {
    name: 'application/graphql',
    wrong: ({ secret }) => ({ headers: { 'content-type': 'application/graphql' }, body: `{ viewer { scopes } } # ${secret}` }),
    status: 415,
    message: 'Send the body as application/json in UTF-8.',
    extensions: badInput('content-type'),
    right: wellFormed,
  },
  {
    name: 'no type',
    wrong: () => ({ ...viewer(), headers: {} }),
    status: 415,
    message: 'Send the body as application/json in UTF-8.',
    extensions: badInput('content-type'),
    right: wellFormed,
  },
  {
    name: 'UTF-16',
    wrong: () => viewer({ 'content-type': 'application/json; charset=utf-16' }),
    status: 415,
    message: 'Send the body as application/json in UTF-8.',
    extensions: badInput('content-type'),
    right: () => viewer({ 'content-type': 'application/json; charset="utf-8"' }),
  },
  {
    name: 'latin1',
    wrong: () => viewer({ 'content-type': 'application/json; charset=latin1' }),
    status: 415,
    message: 'Send the body as application/json in UTF-8.',
    extensions: badInput('content-type'),
    right: () => viewer({ 'content-type': 'application/json; charset=UTF-8' }),
  },
  {
    name: 'a compressed body',
    wrong: () => viewer({ 'content-encoding': 'gzip' }),
    status: 415,
    message: 'Send the body uncompressed.',
    extensions: badInput('content-encoding'),
    right: () => viewer({ 'content-encoding': 'identity' }),
  },
  {
    name: 'an unknown path',
    wrong: ({ secret }) => ({ ...viewer(), path: `/${secret}?token=${secret}` }),
    status: 404,
    message: 'There is nothing at this path.',
    extensions: { code: 'NOT_FOUND' },
    right: () => ({ ...viewer(), path: '/graphql' }),
  },
  {
    name: 'a path that cannot be decoded',
    wrong: ({ secret }) => ({ ...viewer(), path: `/${secret}/%E0%A4%A` }),
    status: 400,
    message: 'The path is malformed.',
    extensions: badInput('path'),
    right: () => ({ ...viewer(), path: '/graph%71l' }),
  },
]

const operations: readonly WrongInput[] = [
  {
    name: 'a query with a mistake in its grammar',
    wrong: ({ secret }) => post({ query: `mutation { login(input: {password: "${secret}` }),
    status: 400,
    message: 'Syntax Error.',
    extensions: badInput(),
    right: wellFormed,
  },
  {
    name: 'two operations without operationName',
    wrong: () => post({ query: 'query A { viewer { scopes } } query B { viewer { expiresAt } }' }),
    status: 400,
    message: 'Must provide operation name if query contains multiple operations.',
    extensions: badInput(),
    right: () => post({ query: 'query A { viewer { scopes } } query B { viewer { expiresAt } }', operationName: 'B' }),
  },
  {
    name: 'an operationName that the query lacks',
    wrong: ({ secret }) => post({ query: 'query A { viewer { scopes } }', operationName: secret }),
    status: 400,
    message: expect.stringMatching(/^Unknown operation/),
    extensions: badInput(),
    right: () => post({ query: 'query A { viewer { scopes } }', operationName: 'A' }),
  },
  {
    name: 'a field that does not exist, one letter from one that does',
    wrong: () => post({ query: '{ viewr { scopes } }' }),
    status: 400,
    message: 'Cannot query field "viewr" on type "Query".',
    extensions: badInput(),
    right: () => post({ query: '{ viewer { scopes } }' }),
  },
  {
    name: 'a variable of the wrong type',
    wrong: (facts) => login(facts, { password: [facts.secret] }),
    status: 400,
    message: '"password" must be of type String.',
    extensions: badInput('password'),
    right: (facts) => login(facts, {}),
  },
  {
    name: 'a literal of the wrong type',
    wrong: ({ secret }) => post({ query: `mutation { logout(input: {everywhere: "${secret}"}) { revokedSessionCount } }` }),
    status: 400,
    message: expect.stringMatching(/^Boolean cannot represent/),
    extensions: badInput(),
  },
  {
    name: 'a variable that is missing',
    wrong: () => post({ query: print(LoginDocument), variables: {} }),
    status: 400,
    message: '"input" is required.',
    extensions: badInput('input'),
    right: (facts) => login(facts, {}),
  },
  {
    name: 'more than a thousand tokens in the document',
    wrong: () => post({ query: operationsOf(201), operationName: 'A0' }),
    status: 400,
    message: expect.stringMatching(/^The operation is over the \w+ limit\. Send a smaller one\.$/),
    extensions: { code: 'QUERY_TOO_COMPLEX', maximum: 1_000 },
    right: () => post({ query: operationsOf(199), operationName: 'A0' }),
  },
  {
    name: 'thirty-one aliases',
    wrong: () => post({ query: `{ viewer { ${aliases(31)} } }` }),
    status: 400,
    message: 'The operation is over the aliases limit. Send a smaller one.',
    extensions: { code: 'QUERY_TOO_COMPLEX', limit: 'aliases', measured: 31, maximum: 30 },
    right: () => post({ query: `{ viewer { ${aliases(30)} } }` }),
  },
  {
    name: 'thirty-one fields at the root',
    wrong: () => post({ query: `{ ${'__typename '.repeat(31)} }` }),
    status: 400,
    message: 'The operation is over the rootFields limit. Send a smaller one.',
    extensions: { code: 'QUERY_TOO_COMPLEX', limit: 'rootFields', measured: 31, maximum: 30 },
    right: () => post({ query: `{ ${'__typename '.repeat(30)} }` }),
  },
  {
    name: 'a subscription, of which there are none',
    wrong: () => post({ query: 'subscription { viewer { scopes } }' }),
    status: 400,
    message: expect.stringMatching(/subscription/),
    extensions: badInput(),
    right: () => post({ query: 'query { viewer { scopes } }' }),
  },
  {
    name: 'introspection, which is off in production',
    wrong: () => post({ query: '{ __schema { queryType { name } } }' }),
    status: 400,
    message: expect.not.stringContaining('Apollo'),
    extensions: badInput(),
    right: () => post({ query: '{ __typename }' }),
  },
]

const credentials: readonly WrongInput[] = [
  {
    name: 'a wrong password',
    wrong: (facts) => login(facts, { password: facts.secret }),
    status: 200,
    message: 'The email or the password is wrong.',
    extensions: { code: 'INVALID_CREDENTIALS' },
    right: (facts) => login(facts, {}),
  },
  {
    name: 'an unknown email',
    wrong: (facts) => login(facts, { email: `${facts.secret}@example.com` }),
    status: 200,
    message: 'The email or the password is wrong.',
    extensions: { code: 'INVALID_CREDENTIALS' },
    right: (facts) => login(facts, { email: facts.email.toUpperCase() }),
  },
  {
    name: 'an email with a null character',
    wrong: (facts) => login(facts, { email: `\u0000${facts.secret}` }),
    status: 200,
    message: 'The email or the password is wrong.',
    extensions: { code: 'INVALID_CREDENTIALS' },
    right: (facts) => login(facts, {}),
  },
  {
    name: 'a password that is too long to be one',
    wrong: (facts) => login(facts, { password: facts.secret.padEnd(1_025) }),
    status: 200,
    message: 'A password has at most 1024 characters.',
    extensions: badInput('password'),
    right: (facts) => login(facts, {}),
  },
  {
    name: 'a name of a device over many lines',
    wrong: (facts) => login(facts, { deviceName: `${facts.secret}\n` }),
    status: 200,
    message: 'A device name has at most 100 characters and no control characters.',
    extensions: badInput('deviceName'),
    right: (facts) => login(facts, { deviceName: 'Phone' }),
  },
  {
    name: 'an unknown scope',
    wrong: (facts) => login(facts, { scopes: ['orders:read', 'ordres:read'] }),
    status: 200,
    message: 'Some scopes asked for are unknown or not allowed here; see extensions.scopes.',
    extensions: { code: 'INVALID_SCOPE', scopes: ['ordres:read'] },
    right: (facts) => login(facts, { scopes: ['orders:read'] }),
  },
  {
    name: 'an audience that the client may not ask for',
    wrong: (facts) => login(facts, { audience: `https://${facts.secret}.example` }),
    status: 200,
    message: 'This client may not ask for that audience.',
    extensions: { code: 'INVALID_AUDIENCE' },
    right: (facts) => login(facts, { audience: 'http://localhost:4000' }),
  },
  {
    name: 'an unknown client',
    wrong: (facts) => login(facts, { clientId: facts.secret }),
    status: 200,
    message: 'The client is unknown or its authentication failed. Check clientId and clientSecret.',
    extensions: { code: 'INVALID_CLIENT' },
    right: (facts) => login(facts, {}),
  },
  {
    name: 'a client id with a null character',
    wrong: (facts) => login(facts, { clientId: `\u0000${facts.secret}` }),
    status: 200,
    message: 'The client is unknown or its authentication failed. Check clientId and clientSecret.',
    extensions: { code: 'INVALID_CLIENT' },
    right: (facts) => login(facts, {}),
  },
  {
    name: 'a wrong client secret',
    wrong: ({ serviceId, secret }) => clientCredentials({ clientId: serviceId, clientSecret: secret }),
    status: 200,
    message: 'The client is unknown or its authentication failed. Check clientId and clientSecret.',
    extensions: { code: 'INVALID_CLIENT' },
    right: ({ serviceId, clientSecret }) => clientCredentials({ clientId: serviceId, clientSecret }),
  },
  {
    name: "another client's refresh token",
    wrong: ({ refreshToken, otherClientId }) => refresh({ refreshToken, clientId: otherClientId }),
    status: 200,
    message: 'The refresh token is not valid. Log in again.',
    extensions: { code: 'INVALID_GRANT' },
    right: ({ refreshToken, clientId }) => refresh({ refreshToken, clientId }),
  },
  {
    name: 'an access token in the place of a refresh token',
    wrong: ({ accessToken, clientId }) => refresh({ refreshToken: accessToken, clientId }),
    status: 200,
    message: 'The refresh token is not valid. Log in again.',
    extensions: { code: 'INVALID_GRANT' },
  },
]

const accessTokens: readonly WrongInput[] = [
  {
    name: 'an expired token',
    wrong: ({ expiredToken }) => viewer(bearer(expiredToken)),
    status: 401,
    message: 'The access token has expired. Refresh it, in a request without it.',
    extensions: badToken('EXPIRED'),
    headers: challenge,
    right: ({ accessToken }) => viewer(bearer(accessToken)),
  },
  {
    name: 'a token without its last character',
    wrong: ({ accessToken }) => viewer(bearer(accessToken.slice(0, -1))),
    status: 401,
    message: 'The access token is malformed. Log in again.',
    extensions: badToken('MALFORMED'),
    headers: challenge,
    right: ({ accessToken }) => viewer(bearer(accessToken)),
  },
  {
    name: 'a token cut off before its footer',
    wrong: ({ accessToken }) => viewer(bearer(accessToken.slice(0, accessToken.lastIndexOf('.')))),
    status: 401,
    message: 'The access token is malformed. Log in again.',
    extensions: badToken('MALFORMED'),
    headers: challenge,
    right: ({ accessToken }) => viewer(bearer(accessToken)),
  },
  {
    name: 'a token with one bit of a claim changed',
    wrong: ({ accessToken }) => viewer(bearer(tamper(accessToken))),
    status: 401,
    message: 'The access token was not signed by the key it names. Log in again.',
    extensions: badToken('BAD_SIGNATURE'),
    headers: challenge,
    right: ({ accessToken }) => viewer(bearer(tamper(tamper(accessToken)))),
  },
  {
    name: 'a token for another audience',
    wrong: ({ tokenForAnother }) => viewer(bearer(tokenForAnother)),
    status: 401,
    message: 'The access token is meant for another audience.',
    extensions: badToken('WRONG_AUDIENCE'),
    headers: challenge,
    right: ({ accessToken }) => viewer(bearer(accessToken)),
  },
  {
    name: 'a refresh token in the place of an access token',
    wrong: ({ refreshToken }) => viewer(bearer(refreshToken)),
    status: 401,
    message: 'The access token is malformed. Log in again.',
    extensions: badToken('MALFORMED'),
    headers: challenge,
  },
  {
    name: 'Basic authentication',
    wrong: ({ secret }) => viewer({ authorization: `Basic ${secret}` }),
    status: 401,
    message: 'The Authorization header is not "Bearer" and one access token.',
    extensions: badToken('MALFORMED'),
    headers: challenge,
    right: ({ accessToken }) => viewer({ authorization: `bearer ${accessToken}` }),
  },
  {
    name: 'two tokens in one header',
    wrong: ({ accessToken }) => viewer({ authorization: `Bearer ${accessToken} ${accessToken}` }),
    status: 401,
    message: 'The Authorization header is not "Bearer" and one access token.',
    extensions: badToken('MALFORMED'),
    headers: challenge,
    right: ({ accessToken }) => viewer({ authorization: `Bearer ${accessToken}` }),
  },
  {
    name: 'a header with nothing behind Bearer',
    wrong: () => viewer({ authorization: 'Bearer' }),
    status: 401,
    message: 'The Authorization header is not "Bearer" and one access token.',
    extensions: badToken('MALFORMED'),
    headers: challenge,
    right: ({ accessToken }) => viewer({ authorization: `Bearer ${accessToken}` }),
  },
  {
    name: 'a token longer than any of ours',
    wrong: ({ accessToken }) => viewer(bearer(accessToken.padEnd(5_000, 'A'))),
    status: 401,
    message: 'The access token is malformed. Log in again.',
    extensions: badToken('MALFORMED'),
    headers: challenge,
    right: ({ accessToken }) => viewer(bearer(accessToken)),
  },
]

describe.each(engines)('on %s', (engine) => {
  let service: TestService
  let facts: Omit<Facts, 'secret'>
  beforeAll(async () => {
    service = await startTestService({ engine, environment: { FIELDGATE_LOG_LEVEL: 'trace' } })
    facts = await prepare(service)
  })
  afterAll(async () => {
    await expectInvariants(service.databaseUrl)
    await service.stop()
  })

  describe.each([
    ['body', bodies],
    ['transport', transport],
    ['operation', operations],
    ['credentials', credentials],
    ['access token', accessTokens],
  ] as const)('wrong in its %s:', (_chapter, inputs) => {
    it.each(inputs)('$name', async ({ wrong, status, message, extensions, headers = {}, right }) => {
      const secret = `hush_${randomBytes(12).toString('hex')}`
      const answer = await sendRaw(service.url, wrong({ ...facts, secret }))
      expect({ status: answer.status, ...bodyOf(answer) }).toMatchObject({ status, errors: [{ message, extensions }] })
      expect(bodyOf(answer).data ?? null).toBeNull()
      expect(answer.headers).toMatchObject({ ...headers, 'x-request-id': expect.stringMatching(/^req_/) })
      expectSilence(answer, secret)
      if (!right) return
      const twin = await sendRaw(service.url, right({ ...facts, secret }))
      expect({ status: twin.status, errors: bodyOf(twin).errors }).toEqual({ status: 200, errors: undefined })
    })
  })

  it.each([
    ['no HTTP', 400, (secret: string) => `${secret}\r\n\r\n`],
    ['headers without an end', 431, (secret: string) => `GET /healthz HTTP/1.1\r\nhost: x\r\nx: ${secret.repeat(1_000)}`],
  ])('bytes that are %s', async (_name, status, bytes) => {
    const secret = `hush_${randomBytes(12).toString('hex')}`
    const answer = await sendBytes(service.url, bytes(secret))
    expect({ status: answer.status, ...bodyOf(answer) }).toMatchObject({
      status,
      errors: [
        {
          message: 'The request is not well-formed HTTP, too long in its headers, or came too slowly.',
          extensions: { code: 'BAD_USER_INPUT', requestId: answer.headers['x-request-id'] },
        },
      ],
    })
    expectSilence(answer, secret)
    expect(await sendBytes(service.url, 'GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')).toMatchObject({
      status: 200,
    })
  })

  function expectSilence(answer: RawAnswer, secret: string): void {
    const { accessToken, expiredToken, tokenForAnother, refreshToken, clientSecret } = facts
    const hidden = [secret, password, accessToken, expiredToken, tokenForAnother, refreshToken, clientSecret]
    const told = JSON.stringify(answer)
    const logged = service.log()
    expect(hidden.filter((text) => told.includes(text) || logged.includes(text))).toEqual([])
    expect(told).not.toContain('Did you mean')
    // The log was written, so silence means something.
    expect(logged).toContain('"request"')
  }
})

async function prepare(service: TestService): Promise<Omit<Facts, 'secret'>> {
  const audience = 'https://another.example'
  const clientSecret = `fgs_${randomBytes(32).toString('base64url')}`
  const { email } = await addUser(service)
  const clientId = await addClient(service)
  const otherClientId = await addClient(service, { allowedAudiences: [audience] })
  const serviceId = await addClient(service, { secret: clientSecret })
  const logIn = async (input: { clientId: string; audience?: string }) => {
    const { data } = await service.send(LoginDocument, { input: { email, password, ...input } })
    if (!data?.login.tokens.refreshToken) throw new Error('The login failed.')
    return { ...data.login.tokens, refreshToken: data.login.tokens.refreshToken }
  }
  const { accessToken: expiredToken } = await logIn({ clientId })
  service.clock.advance(300)
  const { accessToken, refreshToken } = await logIn({ clientId })
  const { accessToken: tokenForAnother } = await logIn({ clientId: otherClientId, audience })
  return { email, clientId, otherClientId, serviceId, clientSecret, accessToken, expiredToken, tokenForAnother, refreshToken }
}

function clientCredentials(input: { clientId: string; clientSecret: string }): RawRequest {
  return post({ query: print(ClientCredentialsDocument), variables: { input } })
}

function refresh(input: { refreshToken: string; clientId: string }): RawRequest {
  return post({ query: print(RefreshDocument), variables: { input } })
}

/** Turns one bit of the payload over; doing it again turns it back. */
function tamper(token: string): string {
  const [version, purpose, payload = '', footer] = token.split('.')
  const bytes = Buffer.from(payload, 'base64url')
  bytes.writeUInt8(bytes.readUInt8(20) ^ 1, 20)
  return [version, purpose, bytes.toString('base64url'), footer].join('.')
}

function bodyOf({ text }: RawAnswer): { data?: unknown; errors?: unknown } {
  return JSON.parse(text) as { data?: unknown; errors?: unknown }
}
