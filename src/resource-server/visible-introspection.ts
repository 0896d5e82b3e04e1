// Answers `__schema` and `__type` from the schema that the caller can use, instead of from the whole one.

import {
  type DocumentNode,
  type ExecutionResult,
  executeSync,
  type FieldNode,
  type GraphQLSchema,
  Kind,
  OperationTypeNode,
  type SelectionSetNode,
} from 'graphql'
import { coerceVariables, fragmentsOf, isIncluded, type OperationRequest, type Variables } from './operation.ts'
import type { Plan } from './plan.ts'

const metaFields = new Set(['__schema', '__type'])

/** Whether the operation asks about the schema. */
export function asksAboutSchema({ operation }: Plan, { document }: OperationRequest): boolean {
  return operation.operation === OperationTypeNode.QUERY && rootMetaFields(document, operation.selectionSet, undefined).length > 0
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
  const fragments = request.document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION)
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [{ ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } }, ...fragments],
  }
  const told = executeSync({ schema: visible, document, variableValues: request.variableValues ?? null })
  return { ...result, data: { ...result.data, ...told.data } }
}

/** Through fragments, which at the root all apply. Without variables, whatever might be included. */
function rootMetaFields(document: DocumentNode, root: SelectionSetNode, variables: Variables | undefined): FieldNode[] {
  const fragments = fragmentsOf(document)
  const found: FieldNode[] = []
  const seen = new Set<SelectionSetNode>()
  const visit = (selectionSet: SelectionSetNode) => {
    if (seen.has(selectionSet)) return
    seen.add(selectionSet)
    for (const selection of selectionSet.selections) {
      if (variables && !isIncluded(selection, variables)) continue
      if (selection.kind === Kind.FIELD) {
        if (metaFields.has(selection.name.value)) found.push(selection)
        continue
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments[selection.name.value]
      if (fragment) visit(fragment.selectionSet)
    }
  }
  visit(root)
  return found
}
