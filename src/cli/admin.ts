// `fieldgate admin`: the first administrator, and one who is locked out, on the database itself.

import type { Command } from 'commander'
import type { AdminCreateOptions } from './admin-create.ts'
import type { AdminRecoverOptions } from './admin-recover.ts'
import { answerAndEnd, withExitCodes } from './answer.ts'
import { adminCreateHelp, adminRecoverHelp } from './help.ts'

/** Adds the command to the program. */
export function addAdmin(program: Command, environment: NodeJS.ProcessEnv): void {
  const admin = program.command('admin').description('Make the first administrator, or let one in again, on the database itself.')
  withExitCodes(admin.command('create'))
    .description(
      'Make the first administrator, and an app to log in with if there is none. Only where there is no administrator yet.',
    )
    .requiredOption('--email <email>', 'what the administrator logs in with')
    .option('--password-stdin', 'read the password from stdin, instead of making one up and showing it once')
    .option('--json', 'print one JSON object')
    .addHelpText('before', `${adminCreateHelp}\n`)
    .action((options: AdminCreateOptions) =>
      answerAndEnd(async () => (await import('./admin-create.ts')).runAdminCreate(options, environment)),
    )
  withExitCodes(admin.command('recover'))
    .description('Give a user a new password and every scope, enable them, and end all of their sessions.')
    .requiredOption('--email <email>', 'whom to let in again')
    .option('--password-stdin', 'read the password from stdin, instead of making one up and showing it once')
    .option('--yes', 'do not ask; needed where there is no terminal')
    .option('--json', 'print one JSON object')
    .addHelpText('before', `${adminRecoverHelp}\n`)
    .action((options: AdminRecoverOptions) =>
      answerAndEnd(async () => (await import('./admin-recover.ts')).runAdminRecover(options, environment)),
    )
}
