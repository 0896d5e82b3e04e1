// What `fieldgate audit head` does.

import { type ExitCode, print, printJson, talk } from './answer.ts'
import { getHead } from './audit-desk.ts'
import { onDatabase } from './on-database.ts'

/** As commander reads them. */
export interface AuditHeadOptions {
  readonly json?: boolean
}

/** Shows the head: the token alone for people, who keep it in a file, or all that it says. */
export async function runAuditHead({ json }: AuditHeadOptions, environment: NodeJS.ProcessEnv): Promise<ExitCode> {
  return onDatabase(environment, async (database) => {
    const { sequence, hash, issuer, issuedAt, token } = await getHead(database)
    if (json) printJson({ sequence, hash, issuer, issuedAt, token })
    else print(`${token}\n`)
    talk([`The log has ${sequence} events up to ${issuedAt.toISOString()}.`])
    return 0
  })
}
