// `fieldgate migrate`: brings the database to this version's schema, as `start` does, for services whose own role may not.

import type { Command } from 'commander'
import { answerAndEnd, print, withExitCodes } from './answer.ts'
import { onDatabase } from './on-database.ts'

/** Adds the command to the program. */
export function addMigrate(program: Command, environment: NodeJS.ProcessEnv): void {
  withExitCodes(program.command('migrate'))
    .description('Bring the database to the schema of this version, as "start" does by itself where it may.')
    .action(() =>
      answerAndEnd(() =>
        onDatabase(environment, async ({ store: { appliedMigrations } }) => {
          for (const name of appliedMigrations) print(`${name}\n`)
          return 0
        }),
      ),
    )
}
