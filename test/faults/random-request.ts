// Requests that no honest app sends: odd methods, paths, headers and bodies, cut off, overlong, nested, or no HTTP at all.

import { print } from 'graphql'
import type { Random } from '../resource-server/random.ts'
import {
  ClientCredentialsDocument,
  IntrospectTokenDocument,
  LoginDocument,
  RefreshDocument,
  RevokeTokenDocument,
  UserDocument,
  ViewerDocument,
} from '../support/generated/operations.ts'

/** One request as bytes, for a socket. */
export interface RandomRequest {
  readonly bytes: Buffer
  /** Whether it ends where it says it ends, so that an answer is due. */
  readonly isWhole: boolean
}

const methods = ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'QUERY', 'BREW'] as const
const paths = [
  '/graphql',
  '/graphql',
  '/graphql',
  '/graphql?query={__typename}',
  '/keys',
  '/revocations?after=',
  '/revocations?after=99999999999999999999',
  '/schema.graphql',
  '/.well-known/fieldgate',
  '/healthz',
  '/readyz',
  '/metrics',
  '/',
  '//',
  '/%',
  '/%00',
  '/../etc/passwd',
  '/graphql/%2e%2e',
  '*',
] as const
const types = [
  'application/json',
  'application/json; charset=utf-8',
  'application/json;charset=utf-16',
  'text/plain',
  'multipart/form-data',
  'application/graphql',
  '',
] as const
const words = [
  'fgr_',
  'fgs_',
  'fgd_',
  'v4.public.',
  'null',
  '__proto__',
  'constructor',
  '\u0000',
  '\ud800',
  '\u202e',
  'é',
  '💥',
  '"',
  '\\',
  '{',
  '}',
  '$',
  '%00',
  "' OR 1=1 --",
  '\r\n',
  'cli_1',
  'usr_1',
  '1e400',
  '-0',
  'NaN',
] as const
const documents = [
  LoginDocument,
  RefreshDocument,
  ClientCredentialsDocument,
  RevokeTokenDocument,
  IntrospectTokenDocument,
  ViewerDocument,
  UserDocument,
].map(print) as [string, ...string[]]
const numbers = [0, -1, 1e308, 2 ** 53, 2 ** 31, -(2 ** 63), 0.1] as const

/** The next request. */
export function randomRequest(random: Random): RandomRequest {
  if (random.chance(0.05)) return { bytes: randomBytes(random, 400), isWhole: false }
  const body = mangle(random, Buffer.from(random.chance(0.9) ? randomBody(random) : randomText(random, 200)))
  const isLengthRight = random.chance(0.85)
  const announced = isLengthRight ? body.length : Math.max(0, body.length + random.below(40) - 20)
  const length = random.chance(0.97) ? String(announced) : random.pick(['-1', '1e3', 'x', '99999999999999999999', ''])
  const isChunked = random.chance(0.05)
  const head = [
    `${random.chance(0.85) ? 'POST' : random.pick(methods)} ${randomPath(random)} HTTP/1.${random.chance(0.95) ? 1 : random.below(10)}`,
    ...(random.chance(0.97) ? ['host: localhost'] : [`host: ${oneLine(randomText(random, 20))}`]),
    `content-type: ${random.chance(0.9) ? 'application/json' : random.pick(types)}`,
    isChunked ? 'transfer-encoding: chunked' : `content-length: ${length}`,
    'connection: close',
    ...randomHeaders(random),
  ]
  const bytes = Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body])
  const isWhole = isLengthRight && !isChunked
  return random.chance(0.05) ? { bytes: bytes.subarray(0, random.below(bytes.length)), isWhole: false } : { bytes, isWhole }
}

function randomPath(random: Random): string {
  const path = random.chance(0.7) ? '/graphql' : random.pick(paths)
  return random.chance(0.05) ? path + oneLine(randomText(random, 3_000)) : path
}

function randomHeaders(random: Random): string[] {
  const headers: string[] = []
  if (random.chance(0.4))
    headers.push(
      `authorization: Bearer ${oneLine(random.chance(0.5) ? `v4.public.${randomText(random, 300)}` : randomText(random, 300))}`,
    )
  if (random.chance(0.1)) headers.push(`accept: ${random.pick(['*/*', 'text/html', 'application/graphql-response+json', 'x'])}`)
  if (random.chance(0.05)) headers.push(`content-encoding: ${random.pick(['gzip', 'br', 'deflate', 'x'])}`)
  if (random.chance(0.05)) headers.push(`x-forwarded-for: ${oneLine(randomText(random, 30))}`)
  if (random.chance(0.05)) headers.push(`last-event-id: ${oneLine(randomText(random, 10))}`)
  if (random.chance(0.03)) headers.push(`x-long: ${'a'.repeat(random.below(20_000))}`)
  if (random.chance(0.03)) headers.push(`expect: ${random.pick(['100-continue', 'x'])}`)
  if (random.chance(0.02)) headers.push(`origin: ${oneLine(randomText(random, 30))}`)
  return headers
}

function randomBody(random: Random): string {
  const query = randomQuery(random)
  const body = {
    query,
    variables: randomVariables(random),
    ...(random.chance(0.1) && { operationName: randomText(random, 10) }),
    ...(random.chance(0.1) && { extensions: randomValue(random, 3) }),
  }
  if (random.chance(0.05)) return JSON.stringify([body, body])
  if (random.chance(0.05)) return JSON.stringify(randomValue(random, 5))
  if (random.chance(0.02)) return `${'['.repeat(random.below(60_000))}`
  if (random.chance(0.02)) return `{"query":"{__typename}","variables":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`
  if (random.chance(0.02)) return JSON.stringify({ query: ' '.repeat(random.below(200_000)) })
  return JSON.stringify(body)
}

function randomQuery(random: Random): string {
  const document = random.pick(documents)
  switch (random.below(10)) {
    case 0:
      return `{ ${Array.from({ length: random.below(60) }, (_, n) => `a${n}: __typename`).join(' ')} }`
    case 1:
      return `query { viewer { ...a } } fragment a on Viewer { ...b scopes } fragment b on Viewer { ${random.chance(0.5) ? '...a' : 'expiresAt'} }`
    case 2:
      return `${'{ viewer '.repeat(random.below(300))}${'}'.repeat(random.below(300))}`
    case 3:
      return `{ user(id: ${JSON.stringify(randomText(random, 50))}) { email ${randomText(random, 5)} } }`
    case 4:
      return `{ __type(name: ${JSON.stringify(randomText(random, 20))}) { name fields { name } } }`
    case 5:
      return document.slice(0, random.below(document.length))
    case 6:
      return `query q($a: ${random.pick(['Int', 'ID!', '[[ID]]', 'LoginInput', 'Nope'])} = ${random.pick(numbers)}) @skip(if: $a) { __typename }`
    default:
      return document
  }
}

function randomVariables(random: Random): unknown {
  if (random.chance(0.2)) return randomValue(random, 4)
  const names = [
    'email',
    'password',
    'clientId',
    'clientSecret',
    'refreshToken',
    'token',
    'scopes',
    'audience',
    'deviceName',
    'deviceToken',
    'x',
  ] as const
  const input = Object.fromEntries(
    Array.from({ length: random.below(6) }, () => [
      random.pick(names),
      random.chance(0.8) ? randomText(random, 60) : randomValue(random, 3),
    ]),
  )
  return { input, id: randomText(random, 40) }
}

function randomValue(random: Random, depth: number): unknown {
  const size = random.below(5)
  switch (random.below(depth > 0 ? 7 : 5)) {
    case 0:
      return null
    case 1:
      return random.chance(0.5)
    case 2:
      return random.pick(numbers)
    case 3:
    case 4:
      return randomText(random, 40)
    case 5:
      return Array.from({ length: size }, () => randomValue(random, depth - 1))
    default:
      return Object.fromEntries(Array.from({ length: size }, () => [randomText(random, 6), randomValue(random, depth - 1)]))
  }
}

function randomText(random: Random, maxLength: number): string {
  let text = ''
  const length = random.below(maxLength)
  while (text.length < length)
    text += random.chance(0.3)
      ? random.pick(words)
      : String.fromCharCode(random.chance(0.9) ? 32 + random.below(95) : random.below(0x10000))
  return text
}

function oneLine(text: string): string {
  return text.replace(/[\r\n]/g, '')
}

function randomBytes(random: Random, maxLength: number): Buffer {
  return Buffer.from(Array.from({ length: 1 + random.below(maxLength) }, () => random.below(256)))
}

/** Sometimes a few of the bytes are others. */
function mangle(random: Random, bytes: Buffer): Buffer {
  if (bytes.length === 0 || random.chance(0.85)) return bytes
  for (let n = 0; n <= random.below(4); n++) bytes[random.below(bytes.length)] = random.below(256)
  return bytes
}
