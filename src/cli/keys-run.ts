// What the commands of `fieldgate keys` do.

import { readFileSync } from 'node:fs'
import { internalOrigin } from '../authorization-server/audit.ts'
import { revokeSigningKey } from '../authorization-server/key-revocation.ts'
import { openKeyRing } from '../authorization-server/key-ring.ts'
import { type KeyActor, type KeyKeeper, rotateSigningKey } from '../authorization-server/key-rotation.ts'
import type { SigningKeyRecord } from '../authorization-server/key-storage.ts'
import { type Config, readConfig } from '../config.ts'
import { NotFoundError } from '../errors.ts'
import { openStore, type Store } from '../store/store.ts'
import { type ExitCode, print, printJson, talk } from './answer.ts'
import { confirm } from './confirm.ts'

/** As commander reads them. */
export interface KeyOptions {
  readonly immediately?: boolean
  readonly yes?: boolean
  readonly json?: boolean
}

/** The commands, on an open database. Each gives 1 when there is no such key, or whoever was asked did not say yes. */
export interface RunKeys {
  list(options: KeyOptions): Promise<ExitCode>
  rotate(options: KeyOptions): Promise<ExitCode>
  /** @throws {WrongInputError} there is no one to ask */
  revoke(id: string, options: KeyOptions): Promise<ExitCode>
}

const operator: KeyActor = { actorId: null, clientId: null, origin: internalOrigin, cause: 'command' }

/**
 * Opens the database for one command.
 *
 * @throws {ConfigError} the settings are not those of a service
 */
export async function withKeys(environment: NodeJS.ProcessEnv, task: (keys: RunKeys) => Promise<ExitCode>): Promise<ExitCode> {
  const config = readConfig(environment, (path) => readFileSync(path, 'utf8'), { mode: 'production' })
  const store = await openStore(config.databaseUrl, { onPoisoned: () => process.exit(1) })
  try {
    return await task({
      list: (options) => list(store, options),
      rotate: (options) => rotate(config, store, options),
      revoke: (id, options) => revoke(config, store, id, options),
    })
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error
    talk([error.message])
    return 1
  } finally {
    await store.close()
  }
}

/** Asks for no secret: what is listed is public. */
async function list(store: Store, { json }: KeyOptions): Promise<ExitCode> {
  const keys = await store.listSigningKeys()
  if (json) printJson(keys.map(toFacts))
  else if (keys.length > 0) print(formatKeys(keys))
  if (keys.length === 0) talk(['There is no key yet: the service makes the first one when it starts.'])
  return 0
}

async function rotate(config: Config, store: Store, { immediately = false, json }: KeyOptions): Promise<ExitCode> {
  const keeper = await openKeeper(config, store)
  const { id: formerId } = await keeper.keyRing.activeKey()
  const { activeKey, pendingKey } = await rotateSigningKey(keeper, { immediately }, operator)
  if (json) printJson({ activeKey: toFacts(activeKey), pendingKey: toFacts(pendingKey) })
  else print(formatKeys([activeKey, pendingKey]))
  const told =
    activeKey.id === formerId
      ? `${pendingKey.id} takes over at ${pendingKey.activatesAt.toISOString()}, if the service runs; until then resource servers learn of it. Say --immediately to have it now.`
      : `${activeKey.id} signs from now on. Tokens of ${formerId} stay good until they expire.`
  talk([told])
  return 0
}

async function revoke(config: Config, store: Store, id: string, { yes, json }: KeyOptions): Promise<ExitCode> {
  const keeper = await openKeeper(config, store)
  if (!(await keeper.keyRing.listAllKeys()).some((key) => key.id === id)) throw new NotFoundError('There is no such key.')
  const warning = `This ends every token that ${id} signed.`
  if (!(await confirm({ warning, isYes: yes === true, input: process.stdin, output: process.stderr }))) {
    talk(['Nothing was revoked.'])
    return 1
  }
  const { revokedKey, activeKey } = await revokeSigningKey(keeper, { id }, operator)
  if (json) printJson({ revokedKey: toFacts(revokedKey), activeKey: toFacts(activeKey) })
  else print(formatKeys([revokedKey, activeKey]))
  talk([`${activeKey.id} signs.`])
  return 0
}

async function openKeeper(config: Config, storage: Store): Promise<KeyKeeper> {
  const now = () => new Date()
  // A database without keys is most likely another one than was meant.
  if ((await storage.listSigningKeys()).length === 0)
    throw new NotFoundError('There is no key in this database: the service makes the first one when it starts.')
  const { rootSecret, previousSecrets } = config
  return { keyRing: await openKeyRing({ storage, rootSecret, previousSecrets, policy: config, now }), settings: config, now }
}

/** Field by field: the sealed secret is for nobody. */
function toFacts({ id, publicKey, status, createdAt, activatesAt, retiresAt, expiresAt }: SigningKeyRecord) {
  return { id, publicKey, status, createdAt, activatesAt, retiresAt, expiresAt }
}

function formatKeys(keys: readonly SigningKeyRecord[]): string {
  const head = ['ID', 'STATUS', 'ACTIVATES', 'RETIRES', 'EXPIRES']
  const rows = keys.map(({ id, status, ...key }) => [
    id,
    status,
    ...[key.activatesAt, key.retiresAt, key.expiresAt].map((at) => at?.toISOString() ?? '-'),
  ])
  const table = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)))
  return table
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}
