// Tells what came of each operation, and of each of its root fields.

import type { ApolloServerPlugin } from '@apollo/server'
import type { DocumentNode, FormattedExecutionResult, OperationDefinitionNode, SelectionSetNode } from 'graphql'
import type { ApiContext } from './context.ts'

/** Who is told. */
export interface OperationObserver {
  /** `result` is `ok` or the code of the field's error. */
  countRootField(field: string, result: string): void
  /** `kind` is `invalid` for what could not be understood. */
  timeOperation(kind: string, seconds: number): void
  countDenial(coordinate: string): void
}

/** The plugin; operations that are not valid have no root fields, and are counted as none. */
export function observeOperations(observer: OperationObserver): ApolloServerPlugin<ApiContext> {
  return {
    requestDidStart: async () => {
      const start = performance.now()
      return {
        willSendResponse: async ({ operation, document, response }) => {
          observer.timeOperation(operation?.operation ?? 'invalid', (performance.now() - start) / 1000)
          if (!operation || !document || response.body.kind !== 'single') return
          const answer = response.body.singleResult
          for (const [key, name] of rootFields(operation, document)) observer.countRootField(name, resultOf(key, answer))
        },
      }
    },
  }
}

function resultOf(key: string, { data, errors = [] }: FormattedExecutionResult): string {
  const hasValue = data?.[key] !== undefined && data[key] !== null
  // Without a value it is an error of its own, also one further down, that it fell to; and without any data, whichever came first.
  const own = errors.find(({ path }) => path?.[0] === key && (path.length === 1 || !hasValue))
  const error = own ?? (data ? undefined : errors[0])
  return error === undefined ? 'ok' : String(error.extensions?.code)
}

/** Response keys of the root, each with the name of its field. Names are the schema's, for the operation was valid. */
function rootFields(operation: OperationDefinitionNode, document: DocumentNode): Map<string, string> {
  const found = new Map<string, string>()
  const collect = ({ selections }: SelectionSetNode) => {
    for (const selection of selections) {
      if (selection.kind === 'Field') found.set((selection.alias ?? selection.name).value, selection.name.value)
      else if (selection.kind === 'InlineFragment') collect(selection.selectionSet)
      else {
        const spread = selection.name.value
        for (const node of document.definitions)
          if (node.kind === 'FragmentDefinition' && node.name.value === spread) collect(node.selectionSet)
      }
    }
  }
  collect(operation.selectionSet)
  return found
}
