// `fieldgate schema check`: what is wrong or odd about the rules of a schema.

import type { Command } from 'commander'
import type { UnmarkedFields } from '../resource-server/schema-rules.ts'
import { checkSchema, type Finding, type SchemaCheck, type Unmarked } from '../review/check-schema.ts'
import { tellAt } from '../review/wrong-input.ts'
import { answer, type ExitCode, nameOf, print, printJson, readSchemaFile, unmarkedOption, withExitCodes } from './answer.ts'
import { checkHelp } from './review-help.ts'

interface CheckOptions {
  readonly unmarked: UnmarkedFields
  readonly strict?: boolean
  readonly json?: boolean
}

/** Adds the command to `fieldgate schema`. */
export function addSchemaCheck(schema: Command): void {
  withExitCodes(schema.command('check'))
    .description('Find rule mistakes, misspelt rules, unmarked fields, and refusals that take more with them than themselves.')
    .argument('<schema>', 'the schema, as SDL; - reads it from stdin')
    .addOption(unmarkedOption())
    .option('--strict', 'fail for warnings and for unmarked fields too')
    .option('--json', 'print one JSON object')
    .addHelpText('before', `${checkHelp}\n`)
    .action((file: string, options: CheckOptions) => answer(() => runCheck(file, options)))
}

function runCheck(file: string, options: CheckOptions): ExitCode {
  const check = checkSchema(readSchemaFile(file), options.unmarked)
  if (options.json) printJson(check)
  else print(format(check, nameOf(file)))
  if (check.mistakes.length > 0) return 1
  return options.strict && (check.warnings.length > 0 || check.unmarked?.coordinates.length !== 0) ? 1 : 0
}

function format({ mistakes, warnings, unmarked }: SchemaCheck, file: string): string {
  const sections = [
    ...section('✗ Mistakes', mistakes, file),
    ...section('! Warnings', warnings, file),
    ...(unmarked ? formatUnmarked(unmarked) : ['Warnings and unmarked fields are told once the rules are mended.']),
  ]
  return `${sections.join('\n')}\n`
}

function section(title: string, findings: readonly Finding[], file: string): string[] {
  if (findings.length === 0) return []
  return [`${title}: ${findings.length}`, ...findings.map(({ message, position }) => `  ${tellAt(file, position, message)}`), '']
}

function formatUnmarked({ treatment, coordinates, fieldCount }: Unmarked): string[] {
  if (coordinates.length === 0) return [`✓ Each of the ${fieldCount} fields has a rule.`]
  return [
    `${coordinates.length} of ${fieldCount} fields have no rule and are ${treatmentInWords(treatment)}:`,
    ...coordinates.map((each) => `  ${each}`),
  ]
}

function treatmentInWords(treatment: UnmarkedFields): string {
  switch (treatment) {
    case 'open':
      return 'open to everyone'
    case 'authenticated':
      return 'open to every token'
    case 'denied':
      return 'open to no one'
    default:
      return treatment satisfies never
  }
}
