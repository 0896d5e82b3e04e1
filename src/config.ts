// The settings of the service, read from FIELDGATE_* variables and files; every mistake is told at once.

import { findDebugSwitches } from './config/debug-switches.ts'
import { corsOrigins, host, trustedProxies } from './config/network.ts'
import { audience, oneOf, path, portNumber, wholeNumber, yesOrNo } from './config/plain-values.ts'
import { isSameSecret, previousSecrets, rootSecret } from './config/root-secret.ts'
import { createSettingReader, type Environment, SettingMistake, type SettingReader } from './config/setting.ts'
import { findUnknownNames } from './config/unknown-names.ts'
import { databaseUrl, issuer } from './config/urls.ts'
import { ConfigError } from './errors.ts'

/** `production` is `fieldgate start`, `development` is `fieldgate dev`. */
export type Mode = 'production' | 'development'

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
/** The least important level that is logged. */
export type LogLevel = (typeof logLevels)[number]

/** Everything that an operator decides. Frozen; never log it whole, it holds secrets. */
export interface Config {
  readonly mode: Mode
  /** FIELDGATE_HOST: the address to listen on; 127.0.0.1 by default. */
  readonly host: string
  /** FIELDGATE_PORT: 4000 by default; 0 takes any free port. */
  readonly port: number
  /** FIELDGATE_METRICS_PORT: where `GET /metrics` answers, and only there; none by default, and never the same as `port`. */
  readonly metricsPort: number | undefined
  /** FIELDGATE_DATA_DIR: where SQLite and generated secrets are kept; .fieldgate by default. */
  readonly dataDirectory: string
  /** FIELDGATE_DATABASE_URL: `file:…` or `postgresql://…`; holds a password. Required. */
  readonly databaseUrl: string
  /** FIELDGATE_ISSUER: the public URL of the service, `iss` of every token. Required. */
  readonly issuer: string
  /** FIELDGATE_AUDIENCE: `aud` of tokens that ask for none; the issuer by default. */
  readonly audience: string
  /** FIELDGATE_SECRET: at least 32 bytes from which every other secret is derived. Required. */
  readonly rootSecret: Uint8Array
  /** FIELDGATE_PREVIOUS_SECRETS: other root secrets, under which what is stored may have been made; none by default, at most five. */
  readonly previousSecrets: readonly Uint8Array[]
  /** FIELDGATE_KEY_ROTATION_DAYS: age at which the signing key is replaced; 30 by default, 0 for never, at most 365. */
  readonly keyRotationDays: number
  /** FIELDGATE_KEY_PUBLISH_SECONDS: how long a signing key is published before it signs; 600 by default, at most a day. */
  readonly keyPublishSeconds: number
  /** FIELDGATE_ACCESS_TOKEN_SECONDS: 300 by default, at most an hour. */
  readonly accessTokenLifetimeSeconds: number
  /** FIELDGATE_REPLAY_WINDOW_SECONDS: how long a spent refresh token gives the same successor; 10 by default, 0 to 60. */
  readonly replayWindowSeconds: number
  /** FIELDGATE_REFRESH_IDLE_SECONDS: an unused session ends after this; 14 days by default. */
  readonly refreshTokenIdleSeconds: number
  /** FIELDGATE_REFRESH_ABSOLUTE_SECONDS: every session ends after this; 90 days by default, never under the idle time. */
  readonly refreshTokenAbsoluteSeconds: number
  /** FIELDGATE_SESSION_RETENTION_DAYS: how long sessions are kept after they expired, or would have; 30 by default, 1 to 3,650. */
  readonly sessionRetentionDays: number
  /** FIELDGATE_LOG_LEVEL: info by default. */
  readonly logLevel: LogLevel
  /** FIELDGATE_TRUST_PROXY: whose `X-Forwarded-*` headers are believed; nobody's by default. */
  readonly trustedProxies: readonly string[]
  /** FIELDGATE_INTROSPECTION: off in production and on in development by default. */
  readonly isIntrospectionEnabled: boolean
  /** FIELDGATE_CORS_ORIGINS: origins that browsers may call from; none by default. */
  readonly corsOrigins: readonly string[]
  /** FIELDGATE_ARGON2_MEMORY_KIB: memory of one password hash; 19,456 by default and at least. */
  readonly argon2MemoryKib: number
  /** FIELDGATE_DRAIN_SECONDS: how long running requests may take once the service is told to stop; 10 by default. */
  readonly drainSeconds: number
}

/** What is known before the required settings are read. */
export type Place = Pick<Config, 'host' | 'port' | 'dataDirectory'>

/** How to read the settings. */
export interface ReadConfigOptions {
  readonly mode: Mode
  /**
   * Text for settings that are set neither directly nor by file. Not asked while the place itself is wrong. None by default.
   *
   * @throws {SettingMistake} the data directory cannot be used
   */
  readonly defaults?: (place: Place) => Environment
}

const settingNames = [
  ...['PORT', 'HOST', 'METRICS_PORT', 'DATA_DIR', 'DATABASE_URL', 'ISSUER', 'AUDIENCE', 'SECRET', 'ACCESS_TOKEN_SECONDS'],
  ...['REPLAY_WINDOW_SECONDS', 'REFRESH_IDLE_SECONDS', 'REFRESH_ABSOLUTE_SECONDS', 'LOG_LEVEL', 'TRUST_PROXY', 'INTROSPECTION'],
  ...['CORS_ORIGINS', 'ARGON2_MEMORY_KIB', 'DRAIN_SECONDS', 'SESSION_RETENTION_DAYS', 'ALLOW_INSECURE_ISSUER', 'ALLOW_DEBUG'],
  ...['PREVIOUS_SECRETS', 'KEY_ROTATION_DAYS', 'KEY_PUBLISH_SECONDS'],
].map((name) => `FIELDGATE_${name}`)

const day = 86_400
const year = 365 * day

/**
 * The settings of the service. Each `FIELDGATE_X` can also come from the file whose path is in `FIELDGATE_X_FILE`.
 *
 * @param readFile gives a file's text, and throws when it cannot
 * @throws {ConfigError} with every mistake, one line each: the setting, what is wrong with it, what to do. No line repeats a value.
 */
export function readConfig(environment: Environment, readFile: (path: string) => string, options: ReadConfigOptions): Config {
  const placeReader = createSettingReader(environment, readFile)
  const place = readPlace(placeReader)
  const defaults = findDefaults(placeReader, place, options.defaults)
  const reader = createSettingReader(withDefaults(environment, defaults ?? {}), readFile)
  // What would have been built on a wrong place is neither there nor missing.
  const { isDebugAllowed, ...values } = readValues(defaults ? reader : withoutRequired(reader), options.mode)
  const config = { mode: options.mode, ...place, ...values, audience: values.audience ?? values.issuer }
  checkTogether(reader, config)

  const strays = findUnknownNames(environment, settingNames)
  const switches = options.mode === 'production' && isDebugAllowed !== true ? findDebugSwitches(environment) : []
  for (const { name, mistake } of [...strays, ...switches]) reader.addMistake(name, mistake)
  assertComplete(config, [...placeReader.mistakes, ...reader.mistakes])
  return Object.freeze(config)
}

function readPlace(reader: SettingReader) {
  return {
    host: reader.read('FIELDGATE_HOST', host, '127.0.0.1'),
    port: reader.read('FIELDGATE_PORT', portNumber, 4000),
    dataDirectory: reader.read('FIELDGATE_DATA_DIR', path, '.fieldgate'),
  }
}

function isPlace(place: ReturnType<typeof readPlace>): place is Place {
  return Object.values(place).every((value) => value !== undefined)
}

/** Undefined when there would be some, and the place they are built on is wrong. */
function findDefaults(
  reader: SettingReader,
  place: ReturnType<typeof readPlace>,
  defaults: ReadConfigOptions['defaults'],
): Environment | undefined {
  if (!defaults) return {}
  if (!isPlace(place)) return undefined
  try {
    return defaults(place)
  } catch (error) {
    if (!(error instanceof SettingMistake)) throw error
    reader.addMistake('FIELDGATE_DATA_DIR', error)
    return undefined
  }
}

function withoutRequired(reader: SettingReader): SettingReader {
  return { ...reader, require: (name, parse) => reader.read(name, parse, undefined) }
}

function withDefaults(environment: Environment, defaults: Environment): Environment {
  const missing = Object.entries(defaults).filter(
    ([name]) => environment[name] === undefined && environment[`${name}_FILE`] === undefined,
  )
  return { ...environment, ...Object.fromEntries(missing) }
}

function readValues(reader: SettingReader, mode: Mode) {
  const isInsecureAllowed = reader.read('FIELDGATE_ALLOW_INSECURE_ISSUER', yesOrNo, false)
  return {
    isDebugAllowed: reader.read('FIELDGATE_ALLOW_DEBUG', yesOrNo, false),
    databaseUrl: reader.require(
      'FIELDGATE_DATABASE_URL',
      databaseUrl,
      'Set it to file:/path/to/fieldgate.db or postgresql://user:password@host:5432/database.',
    ),
    // With the override itself in doubt, only one of the two is told.
    issuer: reader.require('FIELDGATE_ISSUER', issuer(isInsecureAllowed ?? true), 'Set it to the public URL of this service.'),
    rootSecret: reader.require('FIELDGATE_SECRET', rootSecret, 'Set it to the output of: openssl rand -base64 32.'),
    previousSecrets: reader.read('FIELDGATE_PREVIOUS_SECRETS', previousSecrets, Object.freeze([])),
    keyRotationDays: reader.read('FIELDGATE_KEY_ROTATION_DAYS', wholeNumber(0, 365, 'days'), 30),
    keyPublishSeconds: reader.read('FIELDGATE_KEY_PUBLISH_SECONDS', wholeNumber(1, day, 'seconds'), 600),
    audience: reader.read('FIELDGATE_AUDIENCE', audience, undefined),
    metricsPort: reader.read('FIELDGATE_METRICS_PORT', portNumber, undefined),
    accessTokenLifetimeSeconds: reader.read('FIELDGATE_ACCESS_TOKEN_SECONDS', wholeNumber(1, 3600, 'seconds'), 300),
    replayWindowSeconds: reader.read('FIELDGATE_REPLAY_WINDOW_SECONDS', wholeNumber(0, 60, 'seconds'), 10),
    refreshTokenIdleSeconds: reader.read('FIELDGATE_REFRESH_IDLE_SECONDS', wholeNumber(1, year, 'seconds'), 14 * day),
    refreshTokenAbsoluteSeconds: reader.read('FIELDGATE_REFRESH_ABSOLUTE_SECONDS', wholeNumber(1, year, 'seconds'), 90 * day),
    sessionRetentionDays: reader.read('FIELDGATE_SESSION_RETENTION_DAYS', wholeNumber(1, 3_650, 'days'), 30),
    logLevel: reader.read('FIELDGATE_LOG_LEVEL', oneOf(logLevels), 'info' as const),
    trustedProxies: reader.read('FIELDGATE_TRUST_PROXY', trustedProxies, Object.freeze([])),
    isIntrospectionEnabled: reader.read('FIELDGATE_INTROSPECTION', yesOrNo, mode === 'development'),
    corsOrigins: reader.read('FIELDGATE_CORS_ORIGINS', corsOrigins, Object.freeze([])),
    argon2MemoryKib: reader.read('FIELDGATE_ARGON2_MEMORY_KIB', wholeNumber(19_456, 1_048_576, 'KiB'), 19_456),
    drainSeconds: reader.read('FIELDGATE_DRAIN_SECONDS', wholeNumber(0, 300, 'seconds'), 10),
  }
}

/** Values as they were read: undefined where a mistake was found. */
type Draft = { readonly [K in keyof Config]: Config[K] | undefined }

function checkTogether(
  reader: SettingReader,
  { port, metricsPort, rootSecret, previousSecrets, refreshTokenIdleSeconds, refreshTokenAbsoluteSeconds }: Draft,
): void {
  if (rootSecret && previousSecrets?.some((secret) => isSameSecret(secret, rootSecret))) {
    const mistake = new SettingMistake('names the secret that FIELDGATE_SECRET is set to', 'Leave only other secrets in it.')
    reader.addMistake('FIELDGATE_PREVIOUS_SECRETS', mistake)
  }
  if (metricsPort !== undefined && metricsPort !== 0 && metricsPort === port) {
    reader.addMistake(
      'FIELDGATE_METRICS_PORT',
      new SettingMistake('is the same as FIELDGATE_PORT', 'Give metrics a port of their own.'),
    )
  }
  if (refreshTokenIdleSeconds === undefined || refreshTokenAbsoluteSeconds === undefined) return
  if (refreshTokenAbsoluteSeconds < refreshTokenIdleSeconds) {
    const mistake = new SettingMistake('is less than FIELDGATE_REFRESH_IDLE_SECONDS', 'Set it to the same or more.')
    reader.addMistake('FIELDGATE_REFRESH_ABSOLUTE_SECONDS', mistake)
  }
}

/** Whatever could not be read is among the mistakes, so without any the draft is whole. */
function assertComplete(_draft: Draft, mistakes: readonly string[]): asserts _draft is Config {
  if (mistakes.length > 0) throw new ConfigError(mistakes)
}
