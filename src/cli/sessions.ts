// `fieldgate sessions revoke`: an operator ends sessions on the database itself, without an administrator's token.

import type { Command } from 'commander'
import { WrongInputError } from '../review/wrong-input.ts'
import { type ExitCode, endWith, talk, withExitCodes } from './answer.ts'
import { sessionsRevokeHelp } from './help.ts'
import type { RevokeOptions } from './sessions-revoke.ts'

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
    .action(async (options: RevokeOptions) => endWith(await run(options, environment)))
}

async function run(options: RevokeOptions, environment: NodeJS.ProcessEnv): Promise<ExitCode> {
  // What is written beside the database holds what it protects.
  process.umask(0o077)
  const { runSessionsRevoke } = await import('./sessions-revoke.ts')
  try {
    return await runSessionsRevoke(options, environment)
  } catch (error) {
    if (!(error instanceof WrongInputError)) throw error
    talk(error.lines)
    return 2
  }
}
