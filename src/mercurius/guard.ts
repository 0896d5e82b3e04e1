// Stands around mercurius' execution: who asks is known before it starts, the operation is judged when it is parsed and validated.

import type { ExecutionResult, FormattedExecutionResult } from 'graphql'
import type { MercuriusContext, MercuriusPlugin, preExecutionHookHandler } from 'mercurius'
import {
  type AdapterOptions,
  admit,
  answerBypassed,
  answerOperation,
  answerRefused,
  answerUnusable,
  type HttpAnswer,
  readAuthorization,
} from '../resource-server/http-answer.ts'
import { rememberToken } from '../resource-server/token-of-context.ts'
import type { AccessToken } from '../token/access-token.ts'
import { deliver, type ErrorFormatter } from './deliver.ts'
import { answerRefusedVariables } from './refused-variables.ts'

/** The two places where the gate stands in mercurius. */
export interface Guard {
  /** For a proxy of `app.graphql`: it alone knows the operation's name, and it alone can answer without `data`. */
  readonly handler: ProxyHandler<MercuriusPlugin>
  /** The last of the hooks: it sees what is about to run. */
  readonly judge: preExecutionHookHandler
}

/** An operation on its way through mercurius. */
interface Call {
  readonly token: AccessToken | null
  readonly operationName: string | null
  /** What the gate answers, or null if mercurius may; undefined until the gate was asked. */
  answer?: HttpAnswer | null
}

/** Thrown through mercurius so that it goes no further: the answer is in the call. */
class AnsweredByGate extends Error {}

/** Makes the guard of one mercurius. */
export function createGuard(options: AdapterOptions & { errorFormatter?: ErrorFormatter; rootValue?: unknown }): Guard {
  const { gate, verifier, errorFormatter, rootValue = {} } = options
  const calls = new WeakMap<object, Call>()

  const judge: preExecutionHookHandler = async (schema, document, context, variableValues) => {
    const call = calls.get(context)
    if (!call) throw new TypeError('mercurius was called past fieldgate.')
    const { operationName, token } = call
    const args = { schema, document, variableValues, operationName, contextValue: context, rootValue }
    call.answer = isLast(judge, context)
      ? ((await answerOperation(gate, args, token)) ?? answerUnusable(args))
      : answerRefused(new TypeError('A preExecution hook was added after fieldgate. Add it before the server is ready.'))
    if (call.answer) throw new AnsweredByGate()
    // The same schema, given as if it were another: mercurius then keeps its JIT out of it.
    return { schema }
  }

  const handler: ProxyHandler<MercuriusPlugin> = {
    async apply(graphql, self, [source, given, variables, operationName]): Promise<ExecutionResult | FormattedExecutionResult> {
      const context = given ?? {}
      const call = await enter(context, operationName ?? null)
      if ('status' in call) return deliver(call, context, errorFormatter)
      try {
        const result: ExecutionResult = await Reflect.apply(graphql, self, [source, context, variables, operationName])
        const isPast = call.answer === undefined && result.data
        return isPast ? deliver(answerBypassed('fieldgate'), context, errorFormatter) : result
      } catch (error) {
        const asked = { schema: gate.schema, variableValues: variables, operationName }
        const answer = error instanceof AnsweredByGate ? call.answer : answerRefusedVariables(error, asked)
        if (answer) return deliver(answer, context, errorFormatter)
        throw error
      } finally {
        if (calls.get(context) === call) calls.delete(context)
      }
    },
  }
  return { handler, judge }

  async function enter(context: object, operationName: string | null): Promise<Call | HttpAnswer> {
    const admission = await admit(verifier, () => readAuthorization(findHeaders(context)))
    if (admission.kind === 'refused') return answerRefused(admission.error)
    if (calls.has(context) && calls.get(context)?.answer === undefined) {
      return answerRefused(new TypeError('One context was used for two operations at once.'))
    }
    const { token } = admission
    try {
      rememberToken(context, token)
    } catch (error) {
      return answerRefused(error)
    }
    const call: Call = { token, operationName }
    calls.set(context, call)
    return call
  }
}

function findHeaders({ reply }: Partial<MercuriusContext>) {
  if (reply) return reply.request.headers
  throw new TypeError('"app.graphql" was called without a "reply" in its context, so no one knows who asks. Use gate.execute.')
}

function isLast(hook: preExecutionHookHandler, context: object): boolean {
  const hooks: unknown = Reflect.get(context, 'preExecution')
  return Array.isArray(hooks) && hooks.at(-1) === hook
}
