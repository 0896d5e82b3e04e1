// `fieldgate schema diff`: what became more open and what more closed between two versions of a schema.

import type { Command } from 'commander'
import type { UnmarkedFields } from '../resource-server/schema-rules.ts'
import { diffSchemas, type FieldChange, isOpening } from '../review/diff-schemas.ts'
import { answer, type ExitCode, print, printJson, readRulesFile, talk, unmarkedOption, withExitCodes } from './answer.ts'
import { diffHelp } from './review-help.ts'

interface DiffOptions {
  readonly allowOpen?: boolean
  readonly unmarked: UnmarkedFields
  readonly json?: boolean
}

const titles: readonly (readonly [kind: FieldChange['kind'], title: string])[] = [
  ['opened', '✗ More open'],
  ['incomparable', '✗ Open to others than before'],
  ['closed', '✓ More closed'],
  ['added', '+ Added'],
  ['removed', '- Removed'],
]

/** Adds the command to `fieldgate schema`. */
export function addSchemaDiff(schema: Command): void {
  withExitCodes(schema.command('diff'))
    .description('Compare what two versions of a schema let callers reach.')
    .argument('<old>', 'the schema as it was, as SDL')
    .argument('<new>', 'the schema as it is to be')
    .option('--allow-open', 'accept what is more open')
    .addOption(unmarkedOption())
    .option('--json', 'print one JSON list')
    .addHelpText('before', `${diffHelp}\n`)
    .action((older: string, newer: string, options: DiffOptions) => answer(() => runDiff(older, newer, options)))
}

function runDiff(older: string, newer: string, options: DiffOptions): ExitCode {
  const changes = diffSchemas(readRulesFile(older, options.unmarked), readRulesFile(newer, options.unmarked))
  if (options.json) printJson(changes)
  else print(format(changes))
  const open = changes.filter(({ isOpenUnmarked }) => isOpenUnmarked)
  if (open.length > 0)
    talk([`New and open to everyone, as no directive speaks about them: ${open.map(({ coordinate }) => coordinate).join(', ')}.`])
  return changes.some(isOpening) && !options.allowOpen ? 1 : 0
}

function format(changes: readonly FieldChange[]): string {
  if (changes.length === 0) return 'Nothing changed in what callers can reach.\n'
  const sections = titles.flatMap(([kind, title]) => {
    const found = changes.filter((change) => change.kind === kind)
    return found.length === 0 ? [] : [[`${title}: ${found.length}`, ...found.map((change) => `  ${describe(change)}`)].join('\n')]
  })
  return `${sections.join('\n\n')}\n`
}

function describe({ coordinate, before, after }: FieldChange): string {
  if (before === undefined) return `${coordinate}: ${after}`
  return after === undefined ? `${coordinate}: was ${before}` : `${coordinate}: was ${before}, is ${after}`
}
