// Runs one operation behind a gate and shows what came of it: SDL, scopes and operation in; decision, data, errors and resolvers that ran out.

import { buildSchema, type ExecutionResult, type GraphQLError, type GraphQLSchema, parse, validate } from 'graphql'
import { expect } from 'vitest'
import { createGate, directiveTypeDefs, type GateOptions } from '../../src/resource-server/index.ts'
import { accessToken } from '../../src/testing/index.ts'
import { recordRuns } from './record-runs.ts'

export interface Case extends GateOptions {
  /** Without the definitions of our directives. */
  sdl: string | GraphQLSchema
  operation: string
  operationName?: string
  /** Undefined: no token. */
  scopes?: readonly string[]
  variables?: Record<string, unknown>
  root?: unknown
  context?: unknown
}

export interface Outcome {
  decision: string
  /** Coordinates of the denials, as decided. */
  denied: string[]
  data: unknown
  /** `path: coordinate reason`, or the message of an error that is no refusal. */
  errors: string[]
  /** Coordinates of the resolvers that ran. */
  ran: string[]
  result: ExecutionResult
}

export async function runCase({
  sdl,
  operation,
  operationName,
  scopes,
  variables,
  root,
  context,
  ...options
}: Case): Promise<Outcome> {
  const schema = typeof sdl === 'string' ? buildSchema(directiveTypeDefs + sdl) : sdl
  const ran = recordRuns(schema)
  const document = parse(operation)
  expect(validate(schema, document)).toEqual([])

  const gate = createGate(schema, options)
  const request = { document, ...(operationName !== undefined && { operationName }), variableValues: variables ?? {} }
  const token = scopes ? accessToken({ scopes }) : null
  const decision = await gate.decide(request, token, context)
  const result = await gate.execute({ ...request, rootValue: root, contextValue: context }, token)
  return {
    decision: decision.kind,
    denied: decision.kind === 'allow' ? [] : decision.denials.map(({ coordinate }) => coordinate),
    data: result.data === undefined ? undefined : JSON.parse(JSON.stringify(result.data)),
    errors: (result.errors ?? []).map(describeError),
    ran: [...new Set(ran)],
    result,
  }
}

function describeError({ message, path, extensions }: GraphQLError): string {
  const what = typeof extensions.coordinate === 'string' ? `${extensions.coordinate} ${extensions.reason}` : message
  return path ? `${path.join('.')}: ${what}` : what
}
