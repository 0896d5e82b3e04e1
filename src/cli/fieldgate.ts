#!/usr/bin/env node
// The command `fieldgate`: one file a command; data goes to stdout, talk to stderr.

import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { ConfigError } from '../errors.ts'
import { addAdmin } from './admin.ts'
import { addAudit } from './audit.ts'
import { addConfiguration } from './configuration.ts'
import { addExplain } from './explain.ts'
import { devHelp, sources, startHelp } from './help.ts'
import { addKeys } from './keys.ts'
import { addMigrate } from './migrate.ts'
import { addSchema } from './schema.ts'
import { addSessions } from './sessions.ts'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }

const program = new Command('fieldgate')
  .description('A GraphQL authorization service with scoped, short-lived, revocable tokens.')
  .version(version)
  .showHelpAfterError()
  .addHelpText('after', `\n${sources}`)

// The service is loaded by the commands that run it: whoever looks at a schema does not wait for a database.
program
  .command('dev')
  .description('Run the service with demo data on an embedded database. Makes its own secrets in .fieldgate/.')
  .option('--json', 'print one line of JSON once ready, instead of the box')
  .addHelpText('after', `\n${devHelp}`)
  .action(async (options: { json?: boolean }) => {
    keepFilesToOwner()
    const { runDev } = await import('./dev.ts')
    await runDev({ isJson: options.json === true, environment: process.env })
  })

program
  .command('start')
  .description('Run the service in production. Everything comes from FIELDGATE_* variables; nothing is invented.')
  .addHelpText('after', `\n${startHelp}`)
  .action(async () => {
    keepFilesToOwner()
    const { runStart } = await import('./start.ts')
    await runStart({ environment: process.env })
  })

addMigrate(program, process.env)
addExplain(program, process.env)
addSchema(program)
addAdmin(program, process.env)
addKeys(program, process.env)
addSessions(program, process.env)
addAudit(program, process.env)
addConfiguration(program, process.env)

try {
  await program.parseAsync()
} catch (error) {
  process.stderr.write(`${error instanceof ConfigError ? error.message : describe(error)}\n`)
  process.exitCode = error instanceof ConfigError ? 78 : 1
}

/** What the service writes holds secrets, or what they protect; what looks at a schema writes for everyone. */
function keepFilesToOwner(): void {
  process.umask(0o077)
}

function describe(error: unknown): string {
  return `fieldgate could not go on: ${error instanceof Error ? error.message : String(error)}`
}
