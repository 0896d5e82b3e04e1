// A schema read from SDL, the way a reviewer needs it: complete, checked as far as we depend on it, tolerant of other servers' words.

import {
  buildASTSchema,
  type DocumentNode,
  GraphQLError,
  GraphQLSchema,
  isTypeSystemDefinitionNode,
  isTypeSystemExtensionNode,
  KnownTypeNamesRule,
  LoneSchemaDefinitionRule,
  PossibleTypeExtensionsRule,
  parse,
  Source,
  UniqueArgumentDefinitionNamesRule,
  UniqueArgumentNamesRule,
  UniqueDirectiveNamesRule,
  UniqueEnumValueNamesRule,
  UniqueFieldDefinitionNamesRule,
  UniqueOperationTypesRule,
  UniqueTypeNamesRule,
  type ValidationRule,
  validate,
  validateSchema,
} from 'graphql'
import { findDirectiveNames } from '../resource-server/directive-names.ts'
import { completeSdl, foreignDirectives } from './complete-sdl.ts'
import { tellAt, tellGraphQLError, WrongInputError } from './wrong-input.ts'

/** A schema with the text that it was read from. */
export interface ReadSchema {
  /** For people: a path, or another name of where it came from. */
  readonly file: string
  readonly document: DocumentNode
  readonly schema: GraphQLSchema
  /** What was assumed so that it builds, one sentence each. */
  readonly assumed: readonly string[]
}

// The rules of graphql-js for SDL but those about the use of directives: a directive without a definition is another server's.
// Each of them asks its context for no more than any rule does, which their types do not say.
const sdlRules = [
  LoneSchemaDefinitionRule,
  UniqueOperationTypesRule,
  UniqueTypeNamesRule,
  UniqueEnumValueNamesRule,
  UniqueFieldDefinitionNamesRule,
  UniqueArgumentDefinitionNamesRule,
  UniqueDirectiveNamesRule,
  KnownTypeNamesRule,
  PossibleTypeExtensionsRule,
  UniqueArgumentNamesRule,
] as readonly unknown[] as readonly ValidationRule[]

/** Stands where no schema is there yet. */
const noSchema = new GraphQLSchema({ assumeValid: true })

/**
 * Reads a schema.
 *
 * @throws {WrongInputError} with everything that keeps it from being built
 */
export function readSchema(text: string, file: string): ReadSchema {
  const { document, assumed } = completeSdl(parseDocument(text, file))
  refuse(file, validate(noSchema, document, sdlRules))
  const schema = build(document, file)
  refuse(file, validateSchema(schema))
  const foreign = foreignDirectives(document, findDirectiveNames(schema)).map((name) => `@${name}`)
  const left = foreign.length === 0 ? [] : [`Not defined here, and left as they are: ${foreign.join(', ')}.`]
  return { file, document, schema, assumed: [...assumed, ...left] }
}

/** @throws {WrongInputError} the text is no GraphQL */
export function parseDocument(text: string, file: string): DocumentNode {
  try {
    return parse(new Source(text, file))
  } catch (error) {
    if (error instanceof GraphQLError) throw new WrongInputError([tellGraphQLError(file, error)])
    throw error
  }
}

/** @throws {WrongInputError} there are errors */
export function refuse(file: string, errors: readonly GraphQLError[]): void {
  if (errors.length > 0) throw new WrongInputError(errors.map((error) => tellGraphQLError(file, error)))
}

function build(document: DocumentNode, file: string): GraphQLSchema {
  const executable = document.definitions.find((each) => !isTypeSystemDefinitionNode(each) && !isTypeSystemExtensionNode(each))
  if (executable) refuse(file, [new GraphQLError('A schema has no operations or fragments in it.', { nodes: executable })])
  try {
    return buildASTSchema(document, { assumeValidSDL: true })
  } catch (error) {
    throw new WrongInputError([tellAt(file, undefined, error instanceof Error ? error.message : String(error))])
  }
}
