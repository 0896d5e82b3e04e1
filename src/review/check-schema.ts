// What a reviewer should know about the rules of a schema before it ships.

import { SchemaRuleError } from '../errors.ts'
import { createGate } from '../resource-server/create-gate.ts'
import { findDirectiveNames } from '../resource-server/directive-names.ts'
import { readSchemaRules, type UnmarkedFields } from '../resource-server/schema-rules.ts'
import { createLocator } from './coordinates.ts'
import { findMisspelt, type Misspelt } from './misspelt-directives.ts'
import { findWipingFields } from './null-reach.ts'
import type { ReadSchema } from './read-schema.ts'
import type { Position } from './wrong-input.ts'

/** One thing to mend or to look at. */
export interface Finding {
  /** One sentence or two, with the remedy. */
  readonly message: string
  /** Undefined when it is about nothing that stands in the file. */
  readonly position: Position | undefined
}

/** The fields that no directive speaks about. */
export interface Unmarked {
  /** What becomes of them. */
  readonly treatment: UnmarkedFields
  readonly coordinates: readonly string[]
  /** Of so many fields. */
  readonly fieldCount: number
}

/** Everything found in one schema. */
export interface SchemaCheck {
  /** A rule that means nothing, or not what it says. */
  readonly mistakes: readonly Finding[]
  /** Odd, and safe. */
  readonly warnings: readonly Finding[]
  /** Undefined when rules are broken, so that no field has any. */
  readonly unmarked: Unmarked | undefined
}

/** Checks the rules of a schema. All mistakes are told at once. */
export function checkSchema(read: ReadSchema, treatment: UnmarkedFields): SchemaCheck {
  const { schema, document } = read
  const locate = createLocator(document)
  // What is told about an element begins with its coordinate.
  const find = (message: string): Finding => ({ message, position: locate(message.slice(0, message.indexOf(': '))) })
  const misspelt = findMisspelt(document, findDirectiveNames(schema))
  const mistakes = misspelt.filter(({ isDefined }) => !isDefined).map(tellMisspelt)
  const doubtful = misspelt.filter(({ isDefined }) => isDefined).map(tellMisspelt)
  try {
    const gate = createGate(schema, { unmarked: treatment })
    const wiping = findWipingFields(schema, readSchemaRules(schema, treatment)).map(
      ({ coordinate, positions }) =>
        `${coordinate}: is protected and never null, so a refusal sets more to null: ${positions.join(', ')}. Let the field be null, or protect what is above it as much.`,
    )
    return {
      mistakes,
      warnings: [...doubtful, ...[...gate.warnings, ...wiping].map(find)],
      unmarked: findUnmarked(read, treatment),
    }
  } catch (error) {
    if (!(error instanceof SchemaRuleError)) throw error
    return { mistakes: [...error.mistakes.map(find), ...mistakes], warnings: doubtful, unmarked: undefined }
  }
}

/** In words: the name that is there, and the one that was probably meant. */
export function tellMisspelt({ name, meant, isDefined, position }: Misspelt): Finding {
  const remedy = isDefined
    ? `Rename it, unless it is another directive.`
    : `Write @${meant}, or define @${name} if it is another directive.`
  return { message: `@${name} is not @${meant} and protects nothing. ${remedy}`, position }
}

/** What is protected only because it is not marked is what no directive speaks about. */
function findUnmarked({ schema }: ReadSchema, treatment: UnmarkedFields): Unmarked {
  const rules = readSchemaRules(schema, 'denied')
  const marked = new Set(createGate(schema).manifest.map(({ coordinate }) => coordinate))
  const coordinates = createGate(schema, { unmarked: 'denied' })
    .manifest.map(({ coordinate }) => coordinate)
    .filter((coordinate) => !marked.has(coordinate))
  return { treatment, coordinates, fieldCount: rules.fields.size }
}
