// `fieldgate explain`: an operation as a tree, allowed or denied field by field, and the least scopes that it takes.

import type { Command } from 'commander'
import type { UnmarkedFields } from '../resource-server/schema-rules.ts'
import { explain, type Who } from '../review/explain.ts'
import { formatExplanation } from '../review/explanation-text.ts'
import { readOperation } from '../review/read-operation.ts'
import { readJson, tellAt, WrongInputError } from '../review/wrong-input.ts'
import { isGrantableScope } from '../scope/scope.ts'
import {
  answer,
  type ExitCode,
  nameOf,
  print,
  printJson,
  readRulesFile,
  readText,
  talk,
  unmarkedOption,
  withExitCodes,
} from './answer.ts'
import { explainHelp } from './review-help.ts'

interface ExplainOptions {
  readonly schema: string
  readonly scopes?: string
  readonly anonymous?: boolean
  readonly operation?: string
  readonly variables?: string
  readonly unmarked: UnmarkedFields
  readonly json?: boolean
}

/** Adds the command to the program. */
export function addExplain(program: Command, environment: NodeJS.ProcessEnv): void {
  withExitCodes(program.command('explain'))
    .description('Show what an operation needs, field by field, and whether a caller may run it.')
    .argument('<operation>', 'file with the operation; - reads it from stdin')
    .requiredOption('--schema <file>', 'the schema, as SDL')
    .option('--scopes <scopes>', 'judge a caller whose token has these scopes, parted by blanks; "" for none')
    .option('--anonymous', 'judge a caller without a token')
    .option('--operation <name>', 'which operation, if the file has several')
    .option(
      '--variables <file>',
      'a JSON object; without it placeholders stay as written, and what @skip and @include decide is in',
    )
    .addOption(unmarkedOption())
    .option('--json', 'print one JSON object instead of the tree')
    .addHelpText('before', `${explainHelp}\n`)
    .action((file: string, options: ExplainOptions) => answer(() => runExplain(file, options, environment)))
}

function runExplain(file: string, options: ExplainOptions, environment: NodeJS.ProcessEnv): ExitCode {
  const who = readWho(options)
  const rules = readRulesFile(options.schema, options.unmarked)
  const variables = options.variables === undefined ? undefined : readVariables(options.variables)
  const read = readOperation({ text: readText(file), file: nameOf(file), operationName: options.operation, variables }, rules)
  const explanation = explain(read, rules, who)
  if (!read.knowsVariables) talk(['Variables are missing, so nothing is assumed about their values. Give them with --variables.'])
  if (explanation.policies.length > 0 && who.kind !== 'nobody')
    talk([`Policies are taken to hold, as only the server can ask them: ${explanation.policies.join(', ')}.`])
  const isColoured = process.stdout.isTTY && !environment.NO_COLOR && environment.TERM !== 'dumb'
  if (options.json) printJson(explanation)
  else print(formatExplanation(explanation, isColoured))
  return explanation.isAllowed === false ? 1 : 0
}

function readWho({ scopes, anonymous }: ExplainOptions): Who {
  if (scopes === undefined) return { kind: anonymous ? 'anonymous' : 'nobody' }
  if (anonymous) throw new WrongInputError(['--scopes and --anonymous exclude each other: an anonymous caller has no scopes.'])
  const list = scopes.split(/\s+/).filter((scope) => scope !== '')
  const odd = list.find((scope) => !isGrantableScope(scope))
  if (odd !== undefined)
    throw new WrongInputError([
      `--scopes: ${JSON.stringify(odd)} is no scope. Write segments joined by ":", such as orders:read or orders:*.`,
    ])
  return { kind: 'bearer', scopes: list }
}

function readVariables(path: string): { values: unknown; file: string } {
  const file = nameOf(path)
  if (path === '-')
    throw new WrongInputError([tellAt(file, undefined, 'only the operation is read from there. Put the variables into a file.')])
  return { values: readJson(readText(path), file), file }
}
