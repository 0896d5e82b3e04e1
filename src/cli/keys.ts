// `fieldgate keys`: an operator sees, rotates and revokes signing keys on the database itself, without an administrator's token.

import type { Command } from 'commander'
import { WrongInputError } from '../review/wrong-input.ts'
import { type ExitCode, endWith, talk, withExitCodes } from './answer.ts'
import { keysListHelp, keysRevokeHelp, keysRotateHelp } from './help.ts'
import type { KeyOptions, RunKeys } from './keys-run.ts'

/** Adds the command to the program. */
export function addKeys(program: Command, environment: NodeJS.ProcessEnv): void {
  const keys = program.command('keys').description('See, rotate and revoke the signing keys, on the database itself.')
  withExitCodes(keys.command('list'))
    .description('Show every signing key, oldest first.')
    .option('--json', 'print one JSON list')
    .addHelpText('before', `${keysListHelp}\n`)
    .action((options: KeyOptions) => run(environment, ({ list }) => list(options)))
  withExitCodes(keys.command('rotate'))
    .description('Replace the key that signs, as soon as the next one has been published for long enough.')
    .option('--immediately', 'now, even if resource servers may not know the next key yet')
    .option('--json', 'print one JSON object')
    .addHelpText('before', `${keysRotateHelp}\n`)
    .action((options: KeyOptions) => run(environment, ({ rotate }) => rotate(options)))
  withExitCodes(keys.command('revoke'))
    .description('End a key at once, with every token it signed. The next key takes its place.')
    .argument('<id>', 'as in k4.pid.…')
    .option('--yes', 'do not ask; needed where there is no terminal')
    .option('--json', 'print one JSON object')
    .addHelpText('before', `${keysRevokeHelp}\n`)
    .action((id: string, options: KeyOptions) => run(environment, ({ revoke }) => revoke(id, options)))
}

async function run(environment: NodeJS.ProcessEnv, task: (keys: RunKeys) => Promise<ExitCode>): Promise<void> {
  // What is written beside the database holds what it protects.
  process.umask(0o077)
  const { withKeys } = await import('./keys-run.ts')
  try {
    endWith(await withKeys(environment, task))
  } catch (error) {
    if (!(error instanceof WrongInputError)) throw error
    talk(error.lines)
    endWith(2)
  }
}
