// The settings: what is taken, and that each of many mistakes is told in one clear line.

import { describe, expect, it } from 'vitest'
import { type Environment, SettingMistake } from '../src/config/setting.ts'
import { type Config, type Mode, readConfig } from '../src/config.ts'
import { ConfigError } from '../src/errors.ts'

const secret = 'q0pX3yUuVt1xJ8b2m5Zr7KcWnE4sHdLf-AoGiQkTjPw'
const good = {
  FIELDGATE_DATABASE_URL: 'postgresql://app:hunter2@db.example.com:5432/fieldgate',
  FIELDGATE_ISSUER: 'https://auth.example.com',
  FIELDGATE_SECRET: secret,
}

const hexSecret = 'a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f6071829304b5c6d7e8f91'
const otherSecret = 'zR0bS3nYw2eQvX7uJk5mTt9dLh1gPa4cFo8iVr6xZ0E='
/** So many different ones. */
const secrets = (count: number) =>
  Array.from({ length: count }, (_, index) => `${hexSecret.slice(0, -2)}${index}${index}`).join(',')

const files: Readonly<Record<string, string>> = {
  '/run/secret': `${secret}\n`,
  '/run/windows': `${secret}\r\n`,
  '/run/previous': `${hexSecret}\n${otherSecret}\n`,
  '/run/empty': '\n',
  '/run/weak': 'hunter2\n',
}

function readFile(path: string): string {
  const text = files[path]
  if (text === undefined) throw Object.assign(new Error(`ENOENT: no such file or directory, open '${path}'`), { code: 'ENOENT' })
  return text
}

function read(changes: Environment = {}, mode: Mode = 'production'): Config {
  return readConfig({ ...good, ...changes }, readFile, { mode })
}

function mistakesOf(changes: Environment, mode: Mode = 'production'): readonly string[] {
  try {
    read(changes, mode)
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes
    throw error
  }
  return []
}

describe('readConfig', () => {
  it('needs three settings and has a default for every other', () => {
    expect(read()).toEqual({
      mode: 'production',
      host: '127.0.0.1',
      port: 4000,
      metricsPort: undefined,
      dataDirectory: '.fieldgate',
      databaseUrl: good.FIELDGATE_DATABASE_URL,
      issuer: 'https://auth.example.com',
      audience: 'https://auth.example.com',
      rootSecret: new Uint8Array(Buffer.from(secret, 'base64url')),
      previousSecrets: [],
      keyRotationDays: 30,
      keyPublishSeconds: 600,
      accessTokenLifetimeSeconds: 300,
      replayWindowSeconds: 10,
      refreshTokenIdleSeconds: 1_209_600,
      refreshTokenAbsoluteSeconds: 7_776_000,
      sessionRetentionDays: 30,
      logLevel: 'info',
      trustedProxies: [],
      isIntrospectionEnabled: false,
      corsOrigins: [],
      argon2MemoryKib: 19_456,
      drainSeconds: 10,
    })
  })

  it('takes every setting from the environment', () => {
    const config = read({
      FIELDGATE_HOST: '::',
      FIELDGATE_PORT: '0',
      FIELDGATE_METRICS_PORT: '9464',
      FIELDGATE_DATA_DIR: '/var/lib/fieldgate',
      FIELDGATE_DATABASE_URL: 'file:/var/lib/fieldgate/fieldgate.db',
      FIELDGATE_AUDIENCE: 'https://api.example.com',
      FIELDGATE_KEY_ROTATION_DAYS: '0',
      FIELDGATE_KEY_PUBLISH_SECONDS: '86400',
      FIELDGATE_ACCESS_TOKEN_SECONDS: '3600',
      FIELDGATE_REPLAY_WINDOW_SECONDS: '0',
      FIELDGATE_REFRESH_IDLE_SECONDS: '60',
      FIELDGATE_REFRESH_ABSOLUTE_SECONDS: '60',
      FIELDGATE_SESSION_RETENTION_DAYS: '3650',
      FIELDGATE_LOG_LEVEL: 'warn',
      FIELDGATE_TRUST_PROXY: '10.0.0.0/8, loopback,fd00::1',
      FIELDGATE_INTROSPECTION: 'true',
      FIELDGATE_CORS_ORIGINS: 'https://app.example.com,http://localhost:3000',
      FIELDGATE_ARGON2_MEMORY_KIB: '65536',
      FIELDGATE_DRAIN_SECONDS: '0',
    })
    expect(config).toMatchObject({
      host: '::',
      port: 0,
      metricsPort: 9464,
      dataDirectory: '/var/lib/fieldgate',
      databaseUrl: 'file:/var/lib/fieldgate/fieldgate.db',
      audience: 'https://api.example.com',
      keyRotationDays: 0,
      keyPublishSeconds: 86_400,
      accessTokenLifetimeSeconds: 3600,
      replayWindowSeconds: 0,
      refreshTokenIdleSeconds: 60,
      refreshTokenAbsoluteSeconds: 60,
      sessionRetentionDays: 3_650,
      logLevel: 'warn',
      trustedProxies: ['10.0.0.0/8', 'loopback', 'fd00::1'],
      isIntrospectionEnabled: true,
      corsOrigins: ['https://app.example.com', 'http://localhost:3000'],
      argon2MemoryKib: 65_536,
      drainSeconds: 0,
    })
  })

  it.each([
    ['with commas', ', '],
    ['with commas alone', ','],
    ['on lines of their own', '\n'],
  ])('takes previous secrets %s between, each as FIELDGATE_SECRET would be read', (_how, separator) => {
    const text = [hexSecret, otherSecret].join(separator)
    const expected = [new Uint8Array(Buffer.from(hexSecret, 'hex')), new Uint8Array(Buffer.from(otherSecret, 'base64'))]
    expect(read({ FIELDGATE_PREVIOUS_SECRETS: text }).previousSecrets).toEqual(expected)
  })

  it('takes previous secrets from a file, and five of them', () => {
    expect(read({ FIELDGATE_PREVIOUS_SECRETS_FILE: '/run/previous' }).previousSecrets).toHaveLength(2)
    expect(read({ FIELDGATE_PREVIOUS_SECRETS: secrets(5) }).previousSecrets).toHaveLength(5)
  })

  it('reads a secret with blanks in it the same when it is listed as base64', () => {
    const phrase = 'a root secret for tests only, 0123456789 abcdefghij'
    const listed = read({ FIELDGATE_PREVIOUS_SECRETS: Buffer.from(phrase).toString('base64') }).previousSecrets
    expect(listed).toEqual([read({ FIELDGATE_SECRET: phrase }).rootSecret])
  })

  it('gives a config that cannot be changed', () => {
    const config = read({ FIELDGATE_CORS_ORIGINS: 'https://app.example.com' })
    for (const part of [config, config.corsOrigins, config.trustedProxies]) expect(Object.isFrozen(part)).toBe(true)
  })

  it('turns introspection on in development and lets it be turned off', () => {
    expect(read({}, 'development').isIntrospectionEnabled).toBe(true)
    expect(read({ FIELDGATE_INTROSPECTION: 'false' }, 'development').isIntrospectionEnabled).toBe(false)
  })

  it.each(['/run/secret', '/run/windows'])('reads a setting from the file %s without its last line end', (path) => {
    const config = read({ FIELDGATE_SECRET: undefined, FIELDGATE_SECRET_FILE: path })
    expect(config.rootSecret).toEqual(read().rootSecret)
  })

  it('fills in defaults, built on the place, for what is not set', () => {
    const config = readConfig({ FIELDGATE_PORT: '4100', FIELDGATE_SECRET_FILE: '/run/secret' }, readFile, {
      mode: 'development',
      defaults: ({ port, dataDirectory }) => ({
        FIELDGATE_DATABASE_URL: `file:${dataDirectory}/fieldgate.db`,
        FIELDGATE_ISSUER: `http://127.0.0.1:${port}`,
        FIELDGATE_SECRET: 'not looked at',
      }),
    })
    expect(config).toMatchObject({ databaseUrl: 'file:.fieldgate/fieldgate.db', issuer: 'http://127.0.0.1:4100' })
    expect(config.rootSecret).toEqual(read().rootSecret)
  })

  it.each([
    'https://auth.example.com/tenant',
    'https://auth.example.com:8443',
    'http://localhost:4000',
    'http://127.0.0.2:4000',
    'http://[::1]:4000',
    'http://fieldgate.localhost',
  ])('takes the issuer %s', (issuer) => {
    expect(read({ FIELDGATE_ISSUER: issuer }).issuer).toBe(issuer)
  })

  it('takes an http issuer that others reach when told to', () => {
    const changes = { FIELDGATE_ISSUER: 'http://auth.internal', FIELDGATE_ALLOW_INSECURE_ISSUER: 'true' }
    expect(read(changes).issuer).toBe('http://auth.internal')
  })

  it.each([
    'file:fieldgate.db',
    'file:///var/lib/fieldgate.db',
    'postgres://localhost/fieldgate',
    'postgresql:///fieldgate?host=/run/postgresql',
    'postgresql://u:p%40ss@[::1]:5432/fieldgate?sslmode=verify-full',
  ])('takes the database %s', (url) => {
    expect(read({ FIELDGATE_DATABASE_URL: url }).databaseUrl).toBe(url)
  })

  it('allows debug switches in development, and in production when told to', () => {
    expect(mistakesOf({ NODE_DEBUG: 'http' }, 'development')).toEqual([])
    expect(mistakesOf({ NODE_DEBUG: 'http', FIELDGATE_ALLOW_DEBUG: 'true' })).toEqual([])
    expect(mistakesOf({ DEBUG: 'false', NODE_OPTIONS: '--max-old-space-size=512' })).toEqual([])
  })
})

type BadSetting = readonly [setting: string, value: string, fault: RegExp]

const badSettings: readonly BadSetting[] = [
  ['FIELDGATE_PORT', '', /is empty/],
  ['FIELDGATE_PORT', 'http', /whole number/],
  ['FIELDGATE_PORT', '-1', /whole number/],
  ['FIELDGATE_PORT', '65536', /0 to 65535/],
  ['FIELDGATE_PORT', '4000.5', /whole number/],
  ['FIELDGATE_PORT', '0x1000', /whole number/],
  ['FIELDGATE_PORT', '04000', /whole number/],
  ['FIELDGATE_PORT', ' 4000', /white space/],
  ['FIELDGATE_PORT', '4000\n', /white space/],
  ['FIELDGATE_PORT', 'tcp://10.96.0.12:4000', /Kubernetes/],
  ['FIELDGATE_HOST', '127.0.0.1:4000', /without port/],
  ['FIELDGATE_HOST', '[::1]', /brackets/],
  ['FIELDGATE_HOST', '256.0.0.1', /neither/],
  ['FIELDGATE_HOST', 'a host', /neither/],
  ['FIELDGATE_HOST', 'http://localhost', /neither/],
  ['FIELDGATE_METRICS_PORT', '99999', /whole number/],
  ['FIELDGATE_METRICS_PORT', '4000', /same as FIELDGATE_PORT/],
  ['FIELDGATE_DATA_DIR', '', /is empty/],
  ['FIELDGATE_DATA_DIR', 's3://bucket/fieldgate', /is a URL/],
  ['FIELDGATE_DATA_DIR', '/var/lib\0/x', /NUL/],
  ['FIELDGATE_DATABASE_URL', '/var/lib/fieldgate.db', /no database/],
  ['FIELDGATE_DATABASE_URL', 'mysql://u:hunter2@db/fieldgate', /no database/],
  ['FIELDGATE_DATABASE_URL', 'file:', /names no file/],
  ['FIELDGATE_DATABASE_URL', 'file:/var/lib/', /names no file/],
  ['FIELDGATE_DATABASE_URL', 'file::memory:', /in memory/],
  ['FIELDGATE_DATABASE_URL', 'file:x.db?mode=memory', /in memory/],
  ['FIELDGATE_DATABASE_URL', 'file:x.db?connection_limit=1', /parameters/],
  ['FIELDGATE_DATABASE_URL', 'postgresql://u:hunter2@db:port/fieldgate', /well-formed/],
  ['FIELDGATE_DATABASE_URL', 'postgresql:///fieldgate', /no host/],
  ['FIELDGATE_DATABASE_URL', 'postgresql://u:hunter2@db:5432', /names no database/],
  ['FIELDGATE_DATABASE_URL', 'postgresql://u:hunter2@db:5432/', /names no database/],
  ['FIELDGATE_DATABASE_URL', 'postgresql://u:p@db:5432/fieldgate#hunter2', /fragment/],
  ['FIELDGATE_ISSUER', 'auth.example.com', /not an http or https URL/],
  ['FIELDGATE_ISSUER', 'ftp://auth.example.com', /not an http or https URL/],
  ['FIELDGATE_ISSUER', 'https:auth.example.com', /not an http or https URL/],
  ['FIELDGATE_ISSUER', 'https://', /not an http or https URL/],
  ['FIELDGATE_ISSUER', 'https://auth.example.com/', /slash/],
  ['FIELDGATE_ISSUER', 'https://auth.example.com/tenant/', /slash/],
  ['FIELDGATE_ISSUER', 'https://auth.example.com?tenant=1', /query/],
  ['FIELDGATE_ISSUER', 'https://auth.example.com?', /query/],
  ['FIELDGATE_ISSUER', 'https://auth.example.com#main', /fragment/],
  ['FIELDGATE_ISSUER', 'https://admin:hunter2@auth.example.com', /password/],
  ['FIELDGATE_ISSUER', 'https://Auth.Example.com', /plain form/],
  ['FIELDGATE_ISSUER', 'https://auth.example.com:443', /plain form/],
  ['FIELDGATE_ISSUER', 'https://auth.example.com/a/../b', /plain form/],
  ['FIELDGATE_ISSUER', 'http://auth.example.com', /is http/],
  ['FIELDGATE_ISSUER', 'http://127.0.0.1.example.com', /is http/],
  ['FIELDGATE_ISSUER', 'http://localhost.example.com', /is http/],
  ['FIELDGATE_ALLOW_INSECURE_ISSUER', 'yes', /true or false/],
  ['FIELDGATE_AUDIENCE', 'my api', /without spaces/],
  ['FIELDGATE_AUDIENCE', 'https://bücher.example.com', /ASCII/],
  ['FIELDGATE_AUDIENCE', 'a'.repeat(257), /256/],
  ['FIELDGATE_SECRET', 'hunter2', /read as text and stands for 7 bytes, fewer than 32 bytes/],
  ['FIELDGATE_SECRET', 'a'.repeat(40), /read as hexadecimal and stands for 20 bytes, fewer than 32 bytes/],
  ['FIELDGATE_SECRET', 'aHVudGVyMiBodW50ZXIzIQ==', /read as base64 and stands for 16 bytes, fewer than 32 bytes/],
  ['FIELDGATE_SECRET', '', /is empty/],
  ['FIELDGATE_SECRET', '0123456789abcdef0123456789abcdef', /fewer than 32 bytes/],
  ['FIELDGATE_SECRET', 'a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f901', /odd number/],
  ['FIELDGATE_SECRET', 'k'.repeat(64), /easy to guess/],
  ['FIELDGATE_SECRET', '00'.repeat(32), /easy to guess/],
  ['FIELDGATE_SECRET', Buffer.alloc(32, 7).toString('base64'), /easy to guess/],
  ['FIELDGATE_SECRET', Buffer.from(Array.from({ length: 32 }, (_, i) => i)).toString('hex'), /easy to guess/],
  ['FIELDGATE_SECRET', 'hunter2-Hunter3-'.repeat(3), /easy to guess/],
  ['FIELDGATE_SECRET', 'changeme'.repeat(8), /placeholder/],
  ['FIELDGATE_SECRET', 'CHANGE_ME_to_something_with_32_or_more_bytes', /placeholder/],
  ['FIELDGATE_SECRET', `${secret} `, /white space/],
  ['FIELDGATE_PREVIOUS_SECRETS', '', /is empty/],
  ['FIELDGATE_PREVIOUS_SECRETS', 'hunter2', /no root secret/],
  ['FIELDGATE_PREVIOUS_SECRETS', `${hexSecret},hunter2`, /no root secret/],
  ['FIELDGATE_PREVIOUS_SECRETS', `${hexSecret},`, /empty entry/],
  ['FIELDGATE_PREVIOUS_SECRETS', `${hexSecret} ${hexSecret}`, /twice/],
  ['FIELDGATE_PREVIOUS_SECRETS', secrets(6), /lists 6 secrets.*5 at most/],
  ['FIELDGATE_PREVIOUS_SECRETS', secret, /names the secret that FIELDGATE_SECRET/],
  ['FIELDGATE_PREVIOUS_SECRETS', Buffer.from(secret, 'base64url').toString('hex'), /names the secret that FIELDGATE_SECRET/],
  ['FIELDGATE_KEY_ROTATION_DAYS', '366', /0 to 365 days/],
  ['FIELDGATE_KEY_PUBLISH_SECONDS', '0', /1 to 86400 seconds/],
  ['FIELDGATE_KEY_PUBLISH_SECONDS', '86401', /1 to 86400 seconds/],
  ['FIELDGATE_ACCESS_TOKEN_SECONDS', '0', /1 to 3600 seconds/],
  ['FIELDGATE_ACCESS_TOKEN_SECONDS', '3601', /1 to 3600 seconds/],
  ['FIELDGATE_ACCESS_TOKEN_SECONDS', '5m', /digits only/],
  ['FIELDGATE_REPLAY_WINDOW_SECONDS', '61', /0 to 60 seconds/],
  ['FIELDGATE_REPLAY_WINDOW_SECONDS', '-1', /0 to 60 seconds/],
  ['FIELDGATE_REFRESH_IDLE_SECONDS', '0', /whole number/],
  ['FIELDGATE_REFRESH_IDLE_SECONDS', '99999999999', /whole number/],
  ['FIELDGATE_REFRESH_ABSOLUTE_SECONDS', '14d', /whole number/],
  ['FIELDGATE_REFRESH_ABSOLUTE_SECONDS', '3600', /less than FIELDGATE_REFRESH_IDLE_SECONDS/],
  ['FIELDGATE_LOG_LEVEL', 'verbose', /one of trace, debug, info/],
  ['FIELDGATE_LOG_LEVEL', 'INFO', /one of/],
  ['FIELDGATE_TRUST_PROXY', 'true', /does not name the proxies/],
  ['FIELDGATE_TRUST_PROXY', '1', /does not name the proxies/],
  ['FIELDGATE_TRUST_PROXY', '10.0.0.0/33', /no network/],
  ['FIELDGATE_TRUST_PROXY', '0.0.0.0/0', /no network/],
  ['FIELDGATE_TRUST_PROXY', 'proxy.example.com', /no network/],
  ['FIELDGATE_TRUST_PROXY', '10.0.0.1,,10.0.0.2', /empty entry/],
  ['FIELDGATE_INTROSPECTION', 'on', /true or false/],
  ['FIELDGATE_INTROSPECTION', 'TRUE', /true or false/],
  ['FIELDGATE_CORS_ORIGINS', '*', /wildcard/],
  ['FIELDGATE_CORS_ORIGINS', 'https://*.example.com', /wildcard/],
  ['FIELDGATE_CORS_ORIGINS', 'null', /no origin/],
  ['FIELDGATE_CORS_ORIGINS', 'https://app.example.com/', /no origin/],
  ['FIELDGATE_CORS_ORIGINS', 'app.example.com', /no origin/],
  ['FIELDGATE_CORS_ORIGINS', 'https://app.example.com,', /empty entry/],
  ['FIELDGATE_ARGON2_MEMORY_KIB', '4096', /19456/],
  ['FIELDGATE_ARGON2_MEMORY_KIB', '1048577', /1048576 KiB/],
  ['FIELDGATE_SESSION_RETENTION_DAYS', '0', /1 to 3650 days/],
  ['FIELDGATE_SESSION_RETENTION_DAYS', '3651', /1 to 3650 days/],
  ['FIELDGATE_DRAIN_SECONDS', '301', /0 to 300 seconds/],
  ['FIELDGATE_DRAIN_SECONDS', 'ten', /digits only/],
  ['FIELDGATE_ALLOW_DEBUG', '1', /true or false/],
  ['FIELDGATE_PROT', '4000', /Did you mean FIELDGATE_PORT\?/],
  ['FIELDGATE_SECERT_FILE', '/run/secret', /Did you mean FIELDGATE_SECRET_FILE\?/],
  ['fieldgate_issuer', 'https://auth.example.com', /Did you mean FIELDGATE_ISSUER\?/],
  ['FIELDGATE_COLOUR_OF_THE_GATE', 'green', /README/],
  ['FIELDGATE_SERVICE_HOST', '10.96.0.12', /enableServiceLinks/],
  ['FIELDGATE_PORT_4000_TCP_ADDR', '10.96.0.12', /enableServiceLinks/],
  ['NODE_DEBUG', 'http,net', /FIELDGATE_ALLOW_DEBUG/],
  ['DEBUG', 'prisma:*', /FIELDGATE_ALLOW_DEBUG/],
  ['NODE_TLS_REJECT_UNAUTHORIZED', '0', /TLS certificates/],
  ['NODE_OPTIONS', '--inspect=0.0.0.0', /debugger/],
]

type BadEnvironment = readonly [what: string, setting: string, changes: Environment, fault: RegExp]

const badEnvironments: readonly BadEnvironment[] = [
  ['no database', 'FIELDGATE_DATABASE_URL', { FIELDGATE_DATABASE_URL: undefined }, /is not set/],
  ['no issuer', 'FIELDGATE_ISSUER', { FIELDGATE_ISSUER: undefined }, /is not set/],
  ['no secret', 'FIELDGATE_SECRET', { FIELDGATE_SECRET: undefined }, /is not set/],
  ['a secret twice', 'FIELDGATE_SECRET', { FIELDGATE_SECRET_FILE: '/run/secret' }, /one of the two/],
  ['a port twice', 'FIELDGATE_PORT', { FIELDGATE_PORT: '1', FIELDGATE_PORT_FILE: '/run/port' }, /one of the two/],
  ['no such file', 'FIELDGATE_SECRET', { FIELDGATE_SECRET: undefined, FIELDGATE_SECRET_FILE: '/hunter2' }, /ENOENT/],
  ['an empty file', 'FIELDGATE_SECRET', { FIELDGATE_SECRET: undefined, FIELDGATE_SECRET_FILE: '/run/empty' }, /is empty/],
  ['a weak secret in a file', 'FIELDGATE_SECRET', { FIELDGATE_SECRET: undefined, FIELDGATE_SECRET_FILE: '/run/weak' }, /_FILE/],
  [
    'an idle time beyond the longest session',
    'FIELDGATE_REFRESH_ABSOLUTE_SECONDS',
    { FIELDGATE_REFRESH_IDLE_SECONDS: '31536000' },
    /less than/,
  ],
  [
    'a doubtful override',
    'FIELDGATE_ALLOW_INSECURE_ISSUER',
    { FIELDGATE_ISSUER: 'http://auth.internal', FIELDGATE_ALLOW_INSECURE_ISSUER: 'TRUE' },
    /true or false/,
  ],
]

describe('mistakes in the configuration', () => {
  const defaults = () => ({ FIELDGATE_DATABASE_URL: good.FIELDGATE_DATABASE_URL, FIELDGATE_ISSUER: good.FIELDGATE_ISSUER })

  it.each([
    ['a wrong place', { FIELDGATE_PORT: 'x' }, defaults, /^FIELDGATE_PORT is not a whole number/],
    [
      'a data directory that cannot be used',
      {},
      () => {
        throw new SettingMistake('cannot be used', 'Set it to another one.')
      },
      /^FIELDGATE_DATA_DIR cannot be used\. Set it/,
    ],
  ])('do not include what would be built on %s', (_what, environment, makeDefaults, fault) => {
    const reading = () => readConfig(environment, readFile, { mode: 'development', defaults: makeDefaults })
    expect(reading).toThrow(expect.objectContaining({ mistakes: [expect.stringMatching(fault)] }))
  })

  it.each(badSettings)('names %s when it is %j', (setting, value, fault) => {
    expectOneLine(setting, { [setting]: value }, fault)
  })

  it.each(badEnvironments)('tells of %s by naming %s', (_what, setting, changes, fault) => {
    expectOneLine(setting, changes, fault)
  })

  it('never repeats a secret', () => {
    const told = [...badSettings.map(([name, value]) => ({ [name]: value })), ...badEnvironments.map(([, , changes]) => changes)]
    expect(told.flatMap((changes) => mistakesOf(changes)).join('\n')).not.toMatch(/hunter/i)
  })

  it('are told all at once', () => {
    const changes = { FIELDGATE_ISSUER: 'x', FIELDGATE_SECRET: 'y', FIELDGATE_PORT: 'z', FIELDGATE_PROT: '1', NODE_DEBUG: 'tls' }
    expect(mistakesOf(changes).map((line) => line.split(' ')[0])).toEqual([
      'FIELDGATE_PORT',
      'FIELDGATE_ISSUER',
      'FIELDGATE_SECRET',
      'FIELDGATE_PROT',
      'NODE_DEBUG',
    ])
  })
})

/** One line: the setting, what is wrong, and a remedy in a sentence of its own. */
function expectOneLine(setting: string, changes: Environment, fault: RegExp): void {
  const mistakes = mistakesOf(changes)
  expect(mistakes).toEqual([expect.stringMatching(new RegExp(`^${setting} [^\\n]+[^.]\\. [A-Z][^\\n]+[.?]$`))])
  expect(mistakes[0]).toMatch(fault)
}
