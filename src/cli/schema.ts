// `fieldgate schema`: the commands that look at a schema before it ships.

import type { Command } from 'commander'
import { withExitCodes } from './answer.ts'
import { addSchemaCheck } from './schema-check.ts'
import { addSchemaDiff } from './schema-diff.ts'
import { addSchemaManifest } from './schema-manifest.ts'

/** Adds the command to the program. */
export function addSchema(program: Command): void {
  const schema = withExitCodes(program.command('schema')).description('Look at the rules of a schema before it ships.')
  for (const add of [addSchemaCheck, addSchemaManifest, addSchemaDiff]) add(schema)
}
