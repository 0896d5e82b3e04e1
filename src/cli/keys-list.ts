// What `fieldgate keys list` does.

import { type ExitCode, print, printJson, talk } from './answer.ts'
import { keyFacts, keyTable } from './key-table.ts'
import { onDatabase } from './on-database.ts'

/** As commander reads them. */
export interface KeysListOptions {
  readonly json?: boolean
}

/** Shows every key. Asks for no right secret: what is listed is public. */
export async function runKeysList({ json }: KeysListOptions, environment: NodeJS.ProcessEnv): Promise<ExitCode> {
  return onDatabase(environment, async ({ store }) => {
    const keys = await store.listSigningKeys()
    if (json) printJson(keys.map(keyFacts))
    else if (keys.length > 0) print(keyTable(keys))
    if (keys.length === 0) talk(['There is no key yet: the service makes the first one when it starts.'])
    return 0
  })
}
