// `fieldgate sessions revoke`: an operator ends sessions on the database itself, without an administrator's token.

import type { Command } from 'commander'
import { answerAndEnd, withExitCodes } from './answer.ts'
import { sessionsRevokeHelp } from './help.ts'
import type { SessionsRevokeOptions } from './sessions-revoke.ts'

/** Adds the command to the program. */
export function addSessions(program: Command, environment: NodeJS.ProcessEnv): void {
  const sessions = program.command('sessions').description('End sessions, on the database itself.')
  withExitCodes(sessions.command('revoke'))
    .description('End one session, or all of a user or a client, with every token issued so far.')
    .option('--user <id or email>', 'all sessions of this user')
    .option('--client <id>', "all sessions begun through this client, and the client's own tokens")
    .option('--session <id>', 'this session alone')
    .option('--yes', 'do not ask; needed where there is no terminal')
    .option('--json', 'print one JSON object')
    .addHelpText('before', `${sessionsRevokeHelp}\n`)
    .action((options: SessionsRevokeOptions) =>
      answerAndEnd(async () => (await import('./sessions-revoke.ts')).runSessionsRevoke(options, environment)),
    )
}
