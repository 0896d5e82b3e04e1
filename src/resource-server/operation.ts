// Which operation of a document is run, and with which variables: the same answers as graphql-js gives.

import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  GraphQLIncludeDirective,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql'

/** An operation to judge or run. */
export interface OperationRequest {
  /** Parsed and validated against the gate's schema. */
  document: DocumentNode
  /** Which one, if the document has several. */
  operationName?: string | null
  variableValues?: Record<string, unknown> | null
}

/** Coerced variables, by name. */
export type Variables = Readonly<Record<string, unknown>>

/**
 * The operation that graphql-js would run; undefined where it would run none.
 *
 * @see https://spec.graphql.org/October2021/#GetOperation()
 */
export function findOperation({ document, operationName }: OperationRequest): OperationDefinitionNode | undefined {
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
  if (operationName == null) return operations.length === 1 ? operations[0] : undefined
  // graphql-js takes the last of several with one name.
  return operations.findLast((operation) => operation.name?.value === operationName)
}

/** The fragments of a document by name, without a prototype: the names come from the request. */
export function fragmentsOf(document: DocumentNode): Readonly<Record<string, FragmentDefinitionNode | undefined>> {
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null)
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition
  }
  return fragments
}

/** The operation's variables with defaults and coercion, or why graphql-js would refuse them. */
export function coerceVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  values: OperationRequest['variableValues'],
): { coerced: Variables; errors?: never } | { coerced?: never; errors: readonly GraphQLError[] } {
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], values ?? {}, { maxErrors: 50 })
  return coerced ? { coerced } : { errors: errors ?? [] }
}

/** Whether `@skip` and `@include` leave the selection in. One that cannot be told counts as in. */
export function isIncluded(selection: SelectionNode, variables: Variables): boolean {
  if (!selection.directives?.length) return true
  try {
    if (getDirectiveValues(GraphQLSkipDirective, selection, variables)?.if === true) return false
    return getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.if !== false
  } catch {
    // A missing variable makes graphql-js fail on this selection; until then it is judged as selected.
    return true
  }
}
