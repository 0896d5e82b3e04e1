// The settings: what is taken, and that each of many mistakes is told in one clear line.

import { describe, expect, it } from 'vitest'
import { type Environment, SettingMistake } from '../src/config/setting.ts'
import { type Config, type Mode, readConfig } from '../src/config.ts'
import { ConfigError } from '../src/errors.ts'
import { badSettings, good, hexSecret, otherSecret, secret, secrets } from './config/bad-settings.ts'

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
      arePrivateWebhooksAllowed: false,
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
      FIELDGATE_ALLOW_PRIVATE_WEBHOOKS: 'true',
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
      arePrivateWebhooksAllowed: true,
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

  it('lets webhooks go to private networks in development, and lets that be turned off', () => {
    expect(read({}, 'development').arePrivateWebhooksAllowed).toBe(true)
    const changes = { FIELDGATE_ALLOW_PRIVATE_WEBHOOKS: 'false' }
    expect(read(changes, 'development').arePrivateWebhooksAllowed).toBe(false)
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
