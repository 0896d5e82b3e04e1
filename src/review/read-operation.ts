// The operation that is looked at: parsed, valid for the schema, the one that is meant, with its variables as far as they are known.

import { type DocumentNode, GraphQLError, Kind, type OperationDefinitionNode, validate } from 'graphql'
import { coerceVariables, findOperation, type OperationRequest, type Variables } from '../resource-server/operation.ts'
import { parseDocument, type ReadSchema, refuse } from './read-schema.ts'
import { tellAt, WrongInputError } from './wrong-input.ts'

/** One operation, ready to be explained. */
export interface ReadOperation {
  /** For people: where it came from. */
  readonly file: string
  readonly request: OperationRequest & { readonly document: DocumentNode }
  readonly operation: OperationDefinitionNode
  /** Coerced, with defaults; empty where they are not known. */
  readonly variables: Variables
  /** False when none were given and the operation cannot do without. */
  readonly knowsVariables: boolean
}

/** What is given with the text of an operation. */
export interface OperationSource {
  readonly text: string
  readonly file: string
  /** Which one, if there are several. */
  readonly operationName: string | undefined
  /** A JSON object, and the file it came from; undefined if none was given. */
  readonly variables: { readonly values: unknown; readonly file: string } | undefined
}

/**
 * Reads an operation for a schema.
 *
 * @throws {WrongInputError} with everything that is wrong with the document, or with the variables
 */
export function readOperation({ text, file, operationName, variables }: OperationSource, { schema }: ReadSchema): ReadOperation {
  const document = parseDocument(text, file)
  refuse(file, validate(schema, document))
  const operation = findOperation({ document, operationName: operationName ?? null })
  if (!operation) throw new WrongInputError([tellAt(file, undefined, tellChoice(document, operationName))])
  if (!schema.getRootType(operation.operation))
    refuse(file, [new GraphQLError(`The schema has no ${operation.operation}.`, { nodes: operation })])

  const values = variables && readValues(variables)
  const { coerced, errors } = coerceVariables(schema, operation, values)
  if (errors && variables)
    refuse(
      variables.file,
      errors.map(({ message }) => new GraphQLError(message)),
    )
  return {
    file,
    request: { document, operationName: operationName ?? null, variableValues: values ?? null },
    operation,
    variables: coerced ?? {},
    knowsVariables: coerced !== undefined,
  }
}

function readValues({ values, file }: { values: unknown; file: string }): Record<string, unknown> {
  if (typeof values === 'object' && values !== null && !Array.isArray(values)) return { ...values }
  throw new WrongInputError([tellAt(file, { line: 1, column: 1 }, 'variables are one JSON object, such as {"id": "7"}.')])
}

function tellChoice({ definitions }: DocumentNode, operationName: string | undefined): string {
  const operations = definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION)
  const names = operations.flatMap(({ name }) => (name ? [name.value] : [])).join(', ')
  if (operations.length === 0) return 'there is no operation in it.'
  if (operationName !== undefined) return `there is no operation "${operationName}" in it; there are: ${names || 'unnamed ones'}.`
  return `there are several operations in it; choose one with --operation: ${names}.`
}
