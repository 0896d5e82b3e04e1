// What `fieldgate admin recover` does: finds out who is meant, asks, and lets them in again.

import { recoverAdministrator } from '../administration/first-administrator.ts'
import { normalizeEmail } from '../authorization-server/grants/password.ts'
import { NotFoundError } from '../errors.ts'
import { choosePassword, openTools, withTypedInput } from './admin-password.ts'
import { type ExitCode, print, printJson, talk } from './answer.ts'
import { onceConfirmed } from './confirm.ts'
import { onDatabase } from './on-database.ts'

/** As commander reads them. */
export interface AdminRecoverOptions {
  readonly email: string
  readonly passwordStdin?: boolean
  readonly yes?: boolean
  readonly json?: boolean
}

/**
 * Lets an administrator in again.
 *
 * @returns 1 when there is no such user, or whoever was asked did not say yes
 * @throws {WrongInputError} the password cannot be one, or there is no one to ask
 */
export async function runAdminRecover(options: AdminRecoverOptions, environment: NodeJS.ProcessEnv): Promise<ExitCode> {
  const { passwordStdin = false, json, yes } = options
  return onDatabase(environment, async (database) => {
    const found = await database.store.findUserByEmail(normalizeEmail(options.email))
    if (!found) throw new NotFoundError('There is no such user.')
    const { id, email } = found
    const warning = `This gives ${email} (${id}) a new password and every scope, and ends all of their sessions.`
    const asked = { warning, refusal: 'Nothing was changed.', isYes: yes === true, input: process.stdin, output: process.stderr }
    return onceConfirmed(asked, async () => {
      const { password, isMadeUp } = choosePassword(passwordStdin)
      const tools = await openTools(database)
      const { revokedSessionCount } = await withTypedInput(() => recoverAdministrator(tools, { id, password }))
      if (json) printJson({ user: { id, email }, password: isMadeUp ? password : null, revokedSessionCount })
      else print(`User      ${email} (${id})\n${isMadeUp ? `Password  ${password}\n` : ''}`)
      if (isMadeUp) talk(['The password is shown here and never again.'])
      return 0
    })
  })
}
