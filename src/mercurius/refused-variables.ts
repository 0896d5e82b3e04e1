// Finds out that mercurius refused variables: it throws that like any other mistake in a request, before a hook is asked.

import { type ExecutionArgs, GraphQLError, Kind, parse } from 'graphql'
import { answerUnusable, type HttpAnswer } from '../resource-server/http-answer.ts'

/** The answer to variables that cannot be coerced, if that is what mercurius' error is about; else null. */
export function answerRefusedVariables(error: unknown, asked: Omit<ExecutionArgs, 'document'>): HttpAnswer | null {
  const errors: unknown = Reflect.get(Object(error), 'errors')
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined
  const node = first instanceof GraphQLError ? first.nodes?.[0] : undefined
  // Rules of validation speak about variables too, so the coercion itself has the last word.
  if (node?.kind !== Kind.VARIABLE_DEFINITION || !node.loc) return null
  return answerUnusable({ ...asked, document: parse(node.loc.source) })
}
