// Holds the arguments of an operation to what was judged, while the hooks of other plugins see them.

import { type DocumentNode, type ExecutionArgs, Kind } from 'graphql'
import { findOperation } from '../resource-server/operation.ts'

/** The parts that a judgement depends on. The root value and the default resolver decide nothing. */
const judgedParts = ['schema', 'document', 'operationName', 'variableValues', 'contextValue'] as const

/** Whether what is about to run is what was judged. */
export function isSameOperation(args: ExecutionArgs, judged: ExecutionArgs): boolean {
  return judgedParts.every((part) => args[part] === judged[part])
}

/**
 * Makes the judged parts of the arguments impossible to change, until what it returns is called.
 *
 * @param document stands there meanwhile
 */
export function lockOperation(args: ExecutionArgs, document: DocumentNode = args.document): () => void {
  const original: Readonly<Record<string, unknown>> = { ...args }
  const locked: Readonly<Record<string, unknown>> = { ...original, document }
  for (const part of judgedParts) {
    Object.defineProperty(args, part, { configurable: true, enumerable: true, get: () => locked[part], set: refuseChange })
  }
  return () => {
    for (const part of judgedParts) {
      Object.defineProperty(args, part, { configurable: true, enumerable: true, writable: true, value: original[part] })
    }
  }
}

function refuseChange(): never {
  throw new TypeError('A plugin changed an operation that useFieldgate had judged. Let it do so before execution.')
}

/** The document with nothing in its operation that could run: for whoever would execute it beside the gate. */
export function withoutFields({ document, operationName }: ExecutionArgs): DocumentNode {
  const operation = findOperation({ document, operationName: operationName ?? null })
  const name = { kind: Kind.NAME, value: '__typename' } as const
  const selectionSet = { kind: Kind.SELECTION_SET, selections: [{ kind: Kind.FIELD, name }] } as const
  const definitions = operation ? [{ ...operation, variableDefinitions: [], directives: [], selectionSet }] : []
  return { kind: Kind.DOCUMENT, definitions }
}
