// `fieldgate keys`: an operator sees, rotates and revokes signing keys on the database itself, without an administrator's token.

import type { Command } from 'commander'
import { answerAndEnd, withExitCodes } from './answer.ts'
import { keysListHelp, keysRevokeHelp, keysRotateHelp } from './help.ts'
import type { KeysListOptions } from './keys-list.ts'
import type { KeysRevokeOptions } from './keys-revoke.ts'
import type { KeysRotateOptions } from './keys-rotate.ts'

/** Adds the command to the program. */
export function addKeys(program: Command, environment: NodeJS.ProcessEnv): void {
  const keys = program.command('keys').description('See, rotate and revoke the signing keys, on the database itself.')
  withExitCodes(keys.command('list'))
    .description('Show every signing key, oldest first.')
    .option('--json', 'print one JSON list')
    .addHelpText('before', `${keysListHelp}\n`)
    .action((options: KeysListOptions) =>
      answerAndEnd(async () => (await import('./keys-list.ts')).runKeysList(options, environment)),
    )
  withExitCodes(keys.command('rotate'))
    .description('Replace the key that signs, as soon as the next one has been published for long enough.')
    .option('--immediately', 'now, even if resource servers may not know the next key yet')
    .option('--json', 'print one JSON object')
    .addHelpText('before', `${keysRotateHelp}\n`)
    .action((options: KeysRotateOptions) =>
      answerAndEnd(async () => (await import('./keys-rotate.ts')).runKeysRotate(options, environment)),
    )
  withExitCodes(keys.command('revoke'))
    .description('End a key at once, with every token it signed. The next key takes its place.')
    .argument('<id>', 'as in k4.pid.…')
    .option('--yes', 'do not ask; needed where there is no terminal')
    .option('--json', 'print one JSON object')
    .addHelpText('before', `${keysRevokeHelp}\n`)
    .action((id: string, options: KeysRevokeOptions) =>
      answerAndEnd(async () => (await import('./keys-revoke.ts')).runKeysRevoke(id, options, environment)),
    )
}
