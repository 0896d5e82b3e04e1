// The folder of `fieldgate dev`: its database, its secret, and what the demo was given. What is made up is made up once.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { DemoPlan } from '../administration/demo-data.ts'
import { SettingMistake } from '../config/setting.ts'

/** Makes the folder if need be. */
export function makeDataFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unusable'
    throw new SettingMistake(`cannot be made or used as a folder (${code})`, 'Set it to a folder, or to where one can be made.')
  }
}

/** The path of the database in the folder. */
export function databaseIn(folder: string): string {
  return join(folder, 'fieldgate.db')
}

/** @throws {Error} the secret is lost, and the database that it seals is there */
export function secretIn(folder: string, create: () => string): string {
  return keep(folder, 'secret', create)
}

/**
 * What the demo was given.
 *
 * @throws {Error} it is lost, and the database that it tells of is there; or it is broken
 */
export function demoPlanIn(folder: string, create: () => DemoPlan): DemoPlan {
  const text = keep(folder, 'demo.json', () => JSON.stringify(create(), null, 2))
  const plan = parsePlan(text)
  if (plan === undefined) throw new Error(`The file ${resolve(folder, 'demo.json')} is broken. ${remedy(folder)}`)
  return plan
}

// Each file is written before the database is opened, so without it the database is of another time.
function keep(folder: string, name: string, create: () => string): string {
  const file = join(folder, name)
  if (!existsSync(file)) {
    if (existsSync(databaseIn(folder)))
      throw new Error(`The file ${resolve(file)} is missing, and the database beside it needs it. ${remedy(folder)}`)
    writeFileSync(file, `${create()}\n`, { mode: 0o600, flag: 'wx' })
  }
  return readFileSync(file, 'utf8').trimEnd()
}

function remedy(folder: string): string {
  return `Restore it, or delete the folder ${resolve(folder)} to start afresh.`
}

function parsePlan(text: string): DemoPlan | undefined {
  try {
    const plan = JSON.parse(text)
    const { clientId, user, admin, serviceClient } = plan
    const texts = [clientId, ...[user, admin].flatMap((who) => [who.id, who.email, who.password])]
    texts.push(serviceClient.clientId, serviceClient.clientSecret)
    return texts.every((each) => typeof each === 'string') ? plan : undefined
  } catch {
    return undefined
  }
}
