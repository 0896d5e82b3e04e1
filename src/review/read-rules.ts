// The rules of a schema that was read, for everything that needs good ones.

import { SchemaRuleError } from '../errors.ts'
import { createGate } from '../resource-server/create-gate.ts'
import { findDirectiveNames } from '../resource-server/directive-names.ts'
import type { Gate } from '../resource-server/gate.ts'
import { readSchemaRules, type SchemaRules, type UnmarkedFields } from '../resource-server/schema-rules.ts'
import { tellMisspelt } from './check-schema.ts'
import { createLocator } from './coordinates.ts'
import { findMisspelt } from './misspelt-directives.ts'
import type { ReadSchema } from './read-schema.ts'
import { tellAt, WrongInputError } from './wrong-input.ts'

/** A schema whose rules are good. */
export interface ReadRules extends ReadSchema {
  readonly gate: Gate
  readonly rules: SchemaRules
  readonly unmarked: UnmarkedFields
  /** Rules that were probably meant and are not there, one line each. */
  readonly doubts: readonly string[]
}

/**
 * Builds the gate that a server would build.
 *
 * @throws {WrongInputError} naming every bad rule
 */
export function readRules(read: ReadSchema, unmarked: UnmarkedFields): ReadRules {
  const { schema, document, file } = read
  const doubts = findMisspelt(document, findDirectiveNames(schema))
    .map(tellMisspelt)
    .map(({ position, message }) => tellAt(file, position, message))
  try {
    return { ...read, gate: createGate(schema, { unmarked }), rules: readSchemaRules(schema, unmarked), unmarked, doubts }
  } catch (error) {
    if (!(error instanceof SchemaRuleError)) throw error
    const locate = createLocator(document)
    const lines = error.mistakes.map((mistake) => tellAt(file, locate(mistake.slice(0, mistake.indexOf(': '))), mistake))
    throw new WrongInputError([...lines, ...doubts])
  }
}
