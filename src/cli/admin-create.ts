// What `fieldgate admin create` does.

import { createFirstAdministrator } from '../administration/first-administrator.ts'
import { choosePassword, openTools, withTypedInput } from './admin-password.ts'
import { type ExitCode, print, printJson, talk } from './answer.ts'
import { onDatabase } from './on-database.ts'

/** As commander reads them. */
export interface AdminCreateOptions {
  readonly email: string
  readonly passwordStdin?: boolean
  readonly json?: boolean
}

/**
 * Makes the first administrator, and tells how to log in.
 *
 * @returns 1 when there is an administrator already, or the email is another user's
 * @throws {WrongInputError} the email or the password cannot be such
 */
export async function runAdminCreate(options: AdminCreateOptions, environment: NodeJS.ProcessEnv): Promise<ExitCode> {
  const { email, passwordStdin = false, json } = options
  return onDatabase(environment, async (database) => {
    const { password, isMadeUp } = choosePassword(passwordStdin)
    const tools = await openTools(database)
    const { user, clientId, isNewClient } = await withTypedInput(() => createFirstAdministrator(tools, { email, password }))
    const shown = isMadeUp ? password : null
    if (json) printJson({ user, password: shown, clientId, isNewClient })
    else print(`User       ${user.email} (${user.id})\n${isMadeUp ? `Password   ${password}\n` : ''}Client id  ${clientId}\n`)
    if (isMadeUp) talk(['The password is shown here and never again.'])
    talk(['Log in with the mutation "login": this email, this password, and this client id.'])
    return 0
  })
}
