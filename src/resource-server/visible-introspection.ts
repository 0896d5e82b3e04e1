// Answers `__schema` and `__type` from the schema that the caller can use, instead of from the whole one.

import {
  type DocumentNode,
  type ExecutionResult,
  executeSync,
  type FieldNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
  visit,
} from 'graphql'
import { BadUserInputError } from '../errors.ts'
import { coerceVariables, fragmentsOf, isIncluded, type OperationRequest, type Variables } from './operation.ts'
import type { Plan } from './plan.ts'

const metaFields = new Set(['__schema', '__type'])

/** Whether the operation asks about the schema. */
export function asksAboutSchema({ operation }: Plan, { document }: OperationRequest): boolean {
  return operation.operation === OperationTypeNode.QUERY && rootMetaFields(document, operation.selectionSet, undefined).length > 0
}

/**
 * Refuses questions about the schema anywhere but at the root of a query.
 *
 * Where Query is returned once more, or a mutation returns it, graphql-js would answer from the whole schema.
 *
 * @throws {BadUserInputError}
 */
export function assertAsksAtRoot({ operation }: Plan, { document }: OperationRequest): void {
  const fragments = fragmentsOf(document)
  const seen = { root: new Set<SelectionSetNode>(), below: new Set<SelectionSetNode>() }
  const follow = (selectionSet: SelectionSetNode | undefined, level: 'root' | 'below') => {
    if (!selectionSet || seen[level].has(selectionSet)) return
    seen[level].add(selectionSet)
    for (const selection of selectionSet.selections) {
      if (selection.kind !== Kind.FIELD) {
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments[selection.name.value]
        follow(fragment?.selectionSet, level)
      } else if (!metaFields.has(selection.name.value)) follow(selection.selectionSet, 'below')
      else if (level === 'below')
        throw new BadUserInputError('query', 'Ask for __schema and __type at the root of a query, and nowhere else.')
    }
  }
  follow(operation.selectionSet, operation.operation === OperationTypeNode.QUERY ? 'root' : 'below')
}

/**
 * The result with what it says about the schema replaced by what the visible schema says; the order of its keys is kept.
 *
 * @param result of the whole operation; one without data is returned as it is
 */
export function withVisibleIntrospection(
  result: ExecutionResult,
  { visible, schema, plan, request }: { visible: GraphQLSchema; schema: GraphQLSchema; plan: Plan; request: OperationRequest },
): ExecutionResult {
  const { operation } = plan
  const { coerced: variables } = coerceVariables(schema, operation, request.variableValues)
  if (!result.data || !variables) return result

  const selections = rootMetaFields(request.document, operation.selectionSet, variables)
  const document = documentOf(request.document, operation, selections)
  const told = executeSync({ schema: visible, document, variableValues: request.variableValues ?? null })
  // What the visible schema cannot answer is not answered from the whole one.
  if (!told.data) return { ...result, data: null, errors: [...(result.errors ?? []), ...(told.errors ?? [])] }
  return { ...result, data: { ...result.data, ...told.data } }
}

/** Only those selections, and only the variables that they look at: the types of others may not be visible. */
function documentOf(document: DocumentNode, operation: OperationDefinitionNode, selections: FieldNode[]): DocumentNode {
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION)
  const alone: OperationDefinitionNode = {
    ...operation,
    variableDefinitions: [],
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  }
  const used = new Set<string>()
  visit({ kind: Kind.DOCUMENT, definitions: [alone, ...fragments] } satisfies DocumentNode, {
    Variable: ({ name }) => void used.add(name.value),
  })
  const variableDefinitions = (operation.variableDefinitions ?? []).filter(({ variable }) => used.has(variable.name.value))
  return { kind: Kind.DOCUMENT, definitions: [{ ...alone, variableDefinitions }, ...fragments] }
}

/** Through fragments, which at the root all apply. Without variables, whatever might be included. */
function rootMetaFields(document: DocumentNode, root: SelectionSetNode, variables: Variables | undefined): FieldNode[] {
  const fragments = fragmentsOf(document)
  const found: FieldNode[] = []
  const seen = new Set<SelectionSetNode>()
  const follow = (selectionSet: SelectionSetNode) => {
    if (seen.has(selectionSet)) return
    seen.add(selectionSet)
    for (const selection of selectionSet.selections) {
      if (variables && !isIncluded(selection, variables)) continue
      if (selection.kind === Kind.FIELD) {
        if (metaFields.has(selection.name.value)) found.push(selection)
        continue
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments[selection.name.value]
      if (fragment) follow(fragment.selectionSet)
    }
  }
  follow(root)
  return found
}
