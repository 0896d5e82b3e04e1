// `fieldgate migrate`: brings the database to this version's schema, as `start` does, for services whose own role may not.

import type { Command } from 'commander'
import { answerAndEnd, type ExitCode, print, talk, withExitCodes } from './answer.ts'

/** Adds the command to the program. */
export function addMigrate(program: Command, environment: NodeJS.ProcessEnv): void {
  withExitCodes(program.command('migrate'))
    .description('Bring the database to the schema of this version, as "start" does by itself where it may.')
    .action(() => answerAndEnd(() => runMigrate(environment)))
}

/** Prints the names of what was applied, oldest first. */
async function runMigrate(environment: NodeJS.ProcessEnv): Promise<ExitCode> {
  const { onDatabase } = await import('./on-database.ts')
  return onDatabase(environment, async ({ store: { appliedMigrations } }) => {
    for (const name of appliedMigrations) print(`${name}\n`)
    if (appliedMigrations.length === 0) talk(['Nothing to do: the database has the schema of this version.'])
    return 0
  })
}
