// What `fieldgate keys rotate` does.

import { type RotatedKeys, rotateSigningKey } from '../authorization-server/signing-keys/key-rotation.ts'
import { type ExitCode, print, printJson, talk } from './answer.ts'
import { openKeeper, operator } from './key-keeper.ts'
import { keyFacts, keyTable } from './key-table.ts'
import { onDatabase } from './on-database.ts'

/** As commander reads them. */
export interface KeysRotateOptions {
  readonly immediately?: boolean
  readonly json?: boolean
}

/** Lets the key that waits take over, now or as soon as it may. */
export async function runKeysRotate(options: KeysRotateOptions, environment: NodeJS.ProcessEnv): Promise<ExitCode> {
  const { immediately = false, json } = options
  return onDatabase(environment, async (database) => {
    const keeper = await openKeeper(database)
    const { id: formerId } = await keeper.keyRing.activeKey()
    const rotated = await rotateSigningKey(keeper, { immediately }, operator)
    const { activeKey, pendingKey } = rotated
    if (json) printJson({ activeKey: keyFacts(activeKey), pendingKey: keyFacts(pendingKey) })
    else print(keyTable([activeKey, pendingKey]))
    talk([describe(rotated, formerId)])
    return 0
  })
}

function describe({ activeKey, pendingKey }: RotatedKeys, formerId: string): string {
  return activeKey.id === formerId
    ? `${pendingKey.id} takes over at ${pendingKey.activatesAt.toISOString()}, if the service runs; until then resource servers learn of it. Say --immediately to have it now.`
    : `${activeKey.id} signs from now on. Tokens of ${formerId} stay good until they expire.`
}
