// `fieldgate export`, `import` and `users import`: configuration and users as files, on the database itself.

import { type Command, Option } from 'commander'
import { answerAndEnd, withExitCodes } from './answer.ts'
import { exportHelp, importHelp, usersImportHelp } from './configuration-help.ts'
import type { ExportOptions } from './export.ts'
import type { ImportOptions } from './import.ts'
import type { UsersImportOptions } from './users-import.ts'

/** Adds the commands to the program. */
export function addConfiguration(program: Command, environment: NodeJS.ProcessEnv): void {
  withExitCodes(program.command('export'))
    .description('Write scopes, roles and clients as one document, always the same of the same configuration.')
    .addOption(new Option('--format <format>', 'how it is written').choices(['yaml', 'json']).default('yaml'))
    .option('--output <file>', 'write it there instead of to stdout')
    .option('--with-secrets', "add the hashes of the clients' secrets, sealed under the root secret")
    .addHelpText('before', `${exportHelp}\n`)
    .action((options: ExportOptions) => answerAndEnd(async () => (await import('./export.ts')).runExport(options, environment)))
  withExitCodes(program.command('import'))
    .description('Make scopes, roles and clients as a document says: all of it, or nothing.')
    .argument('<file>', 'YAML or JSON, as "fieldgate export" writes it; - for stdin')
    .option('--dry-run', 'write nothing, and tell what would change')
    .option('--prune', 'delete what the document does not have, of the parts that it has')
    .option('--json', 'print one JSON object')
    .addHelpText('before', `${importHelp}\n`)
    .action((file: string, options: ImportOptions) =>
      answerAndEnd(async () => (await import('./import.ts')).runImport(file, options, environment)),
    )
  const users = program.command('users').description('Bring users along, on the database itself.')
  withExitCodes(users.command('import'))
    .description('Make many users. Those whose email is taken are passed over, so that it can be run again.')
    .argument('<file>', 'CSV with a head, or one JSON object a line; - for stdin')
    .addOption(new Option('--format <format>', 'csv or jsonl; by the ending of the file when missing').choices(['csv', 'jsonl']))
    .option('--dry-run', 'write nothing, and tell what would be refused')
    .option('--rejects <file>', 'write the refused rows there too: line, code, field and reason, one JSON object a line')
    .option('--json', 'print one JSON object')
    .addHelpText('before', `${usersImportHelp}\n`)
    .action((file: string, options: UsersImportOptions) =>
      answerAndEnd(async () => (await import('./users-import.ts')).runUsersImport(file, options, environment)),
    )
}
