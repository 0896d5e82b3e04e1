// What `fieldgate keys revoke` does.

import { revokeSigningKey } from '../authorization-server/signing-keys/key-revocation.ts'
import { NotFoundError } from '../errors.ts'
import { type ExitCode, print, printJson, talk } from './answer.ts'
import { onceConfirmed } from './confirm.ts'
import { openKeeper, operator } from './key-keeper.ts'
import { keyFacts, keyTable } from './key-table.ts'
import { onDatabase } from './on-database.ts'

/** As commander reads them. */
export interface KeysRevokeOptions {
  readonly yes?: boolean
  readonly json?: boolean
}

/**
 * Ends a key, and every token it signed.
 *
 * @returns 1 when there is no such key, or whoever was asked did not say yes
 * @throws {WrongInputError} there is no one to ask
 */
export async function runKeysRevoke(
  id: string,
  { yes, json }: KeysRevokeOptions,
  environment: NodeJS.ProcessEnv,
): Promise<ExitCode> {
  return onDatabase(environment, async (database) => {
    const keeper = await openKeeper(database)
    if (!(await keeper.keyRing.listAllKeys()).some((key) => key.id === id)) throw new NotFoundError('There is no such key.')
    const warning = `This ends every token that ${id} signed.`
    const asked = { warning, refusal: 'Nothing was revoked.', isYes: yes === true, input: process.stdin, output: process.stderr }
    return onceConfirmed(asked, async () => {
      const { revokedKey, activeKey } = await revokeSigningKey(keeper, { id }, operator)
      if (json) printJson({ revokedKey: keyFacts(revokedKey), activeKey: keyFacts(activeKey) })
      else print(keyTable([revokedKey, activeKey]))
      talk([`${activeKey.id} signs.`])
      return 0
    })
  })
}
