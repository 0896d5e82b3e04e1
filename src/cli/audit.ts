// `fieldgate audit`: an operator verifies the audit log, exports it, and takes its signed head away, on the database itself.

import type { Command } from 'commander'
import { answerAndEnd, withExitCodes } from './answer.ts'
import type { AuditExportOptions } from './audit-export.ts'
import type { AuditHeadOptions } from './audit-head.ts'
import { auditExportHelp, auditHeadHelp, auditVerifyHelp } from './audit-help.ts'
import type { AuditVerifyOptions } from './audit-verify.ts'

/** Adds the command to the program. */
export function addAudit(program: Command, environment: NodeJS.ProcessEnv): void {
  const audit = program.command('audit').description('Verify, export and prune the audit log, on the database itself.')
  withExitCodes(audit.command('verify'))
    .description('Check that the log is as it was sealed, from its first event to its signed head.')
    .option('--head <file>', 'a head that was kept elsewhere, which the log must lead through; - for stdin')
    .option('--file <export>', 'an export to verify instead, by itself; - for stdin')
    .option('--keys <file>', 'with --file: the keys as /keys answered with them, instead of those of the database')
    .option('--json', 'print one JSON object')
    .addHelpText('before', `${auditVerifyHelp}\n`)
    .action((options: AuditVerifyOptions) =>
      answerAndEnd(async () => (await import('./audit-verify.ts')).runAuditVerify(options, environment)),
    )
  withExitCodes(audit.command('head'))
    .description('Show the signed head of the log, to keep elsewhere.')
    .option('--json', 'print one JSON object')
    .addHelpText('before', `${auditHeadHelp}\n`)
    .action((options: AuditHeadOptions) =>
      answerAndEnd(async () => (await import('./audit-head.ts')).runAuditHead(options, environment)),
    )
  withExitCodes(audit.command('export'))
    .description('Write every event in the order of the chain, one JSON object a line, and the signed end last.')
    .option('--until <instant>', 'stop before the first event at this instant or later, as in 2026-05-01T00:00:00Z')
    .option('--output <file>', 'a new file to write to, instead of stdout')
    .option('--prune', 'delete afterwards what was written to the file')
    .addHelpText('before', `${auditExportHelp}\n`)
    .action((options: AuditExportOptions) =>
      answerAndEnd(async () => (await import('./audit-export.ts')).runAuditExport(options, environment)),
    )
}
