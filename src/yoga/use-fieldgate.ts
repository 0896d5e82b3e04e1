// The Envelop plugin, for GraphQL Yoga 5 and for Envelop alone: verifies the token, and lets the gate answer every operation that it does not allow whole.

import type { ExecuteFunction } from '@envelop/core'
import type { ExecutionArgs, ExecutionResult } from 'graphql'
import type { GatedSubscription } from '../resource-server/gated-subscription.ts'
import {
  type AdapterOptions,
  type Admission,
  admit,
  answerBypassed,
  answerRefused,
  answerUnusable,
  assertAdapterOptions,
  type HttpAnswer,
  type JudgeKind,
  type Judgement,
  judgeOperation,
  judgeSubscription,
  type RequestHeaders,
  readAuthorization,
} from '../resource-server/http-answer.ts'
import { assertFirst } from './assert-first.ts'
import { isSameOperation, lockOperation, withoutFields } from './lock-operation.ts'
import { type FieldgatePlugin, respond } from './plugin-hooks.ts'

/** What the plugin works with. */
export interface UseFieldgateOptions extends AdapterOptions {
  /**
   * Gives the `Authorization` header of a context. Default: that of its `request` (Fetch, Fastify) or `req` (Node, Express). For graphql-ws
   * read the context's `connectionParams`; Yoga asks before its `context` option has run.
   */
  authorization?: (context: object) => string | undefined
}

/**
 * Protects a GraphQL Yoga server, or an Envelop.
 *
 * An operation is judged before other plugins see it begin. An allowed query or mutation runs through the server's own executor, or one
 * that a later plugin sets. Of others the gate answers: with partial data, or with no data and 401 or 403 in the result's
 * `extensions.http`, which Yoga turns into the status; with Envelop alone that is yours to do. What is refused whole ends there, and of what
 * is refused in part later plugins see an operation without fields while it begins, so that none can run it. Subscriptions are always run
 * by the gate, which ends them when the token ends. `@defer` and `@stream` work in allowed operations alone: what the gate answers comes
 * whole. Put it first among the plugins, in Envelop right after `useEngine`; in Yoga a `useEngine` of yours comes after it.
 *
 * @throws {TypeError} without a gate or a verifier; and from the server, when it starts with another schema than the gate's, with a plugin
 *   before this one that could run an operation, or in Envelop with none. A schema that comes later than that is refused with each request, as 500.
 */
export function useFieldgate(options: UseFieldgateOptions): FieldgatePlugin {
  assertAdapterOptions(options)
  const { gate, verifier, authorization = findAuthorization } = options
  const admissions = new WeakMap<object, Admission>()
  /** Contexts of operations that reached the gate. */
  const known = new WeakSet<object>()
  const endings = new WeakMap<object, Ending>()
  let logger: { error(...told: unknown[]): void } = console

  // Whatever engine comes after the gate, what the gate must run is run by the gate.
  const last: Pick<FieldgatePlugin, 'onExecute' | 'onSubscribe'> = {
    onExecute: ({ args, setExecuteFn }) => endings.get(args)?.(setExecuteFn),
    onSubscribe: ({ args, setSubscribeFn }) => endings.get(args)?.(setSubscribeFn),
  }

  const plugin: FieldgatePlugin = {
    onPluginInit({ plugins }) {
      assertFirst(plugin, plugins)
      plugins.push(last)
    },

    onSchemaChange({ schema }) {
      if (schema !== gate.schema) throw new TypeError('"gate" was built from another schema than the server serves.')
    },

    onYogaInit({ yoga }) {
      logger = yoga.logger
    },

    // Before the body is read, so that neither errors in a query nor a batch hide that the token is no good.
    async onRequestParse({ request, serverContext, fetchAPI, endResponse }) {
      const admission = await admit(verifier, () => authorization({ ...serverContext, request }))
      admissions.set(request, admission)
      if (admission.kind === 'admitted') return
      const answer = answerRefused(admission.error)
      if (answer.cause) logger.error(answer.cause)
      endResponse(respond(answer, request, fetchAPI))
    },

    async onExecute({ args, context, executeFn, setExecuteFn, setResultAndStopExecution }) {
      const judged: ExecutionArgs = { ...args, contextValue: context }
      const judgement = await judge(judged, judgeOperation)
      if (judgement.kind === 'refused') return setResultAndStopExecution(tell(judgement.answer))

      let isReached = false
      const unlock = lockOperation(args, judgement.isLeftAlone ? judged.document : withoutFields(judged))
      endings.set(args, (setLast) => {
        isReached = true
        if (!judgement.isLeftAlone) setLast(async (given) => tell(await judgement.run(given)))
      })
      // Plugins may wrap this, and hand it another operation than was judged.
      const execute: ExecuteFunction = async (given: ExecutionArgs) => {
        const current = isSameOperation(given, judged) ? judgement : await judge(given, judgeOperation)
        if (current.kind === 'refused') return tell(current.answer)
        return current.isLeftAlone ? runAllowed(executeFn, given) : tell(await current.run(given))
      }
      setExecuteFn(execute)
      return {
        onExecuteDone({ result, setResult }) {
          unlock()
          if (!isReached && hasData(result)) setResult(tell(answerBypassed('useFieldgate')))
        },
      }
    },

    async onSubscribe({ args, context, setResultAndStopExecution }) {
      const judged: ExecutionArgs = { ...args, contextValue: context }
      const judgement = await judge(judged, judgeSubscription)
      if (judgement.kind === 'refused') return setResultAndStopExecution(tell(judgement.answer))

      let isReached = false
      const unlock = lockOperation(args, withoutFields(judged))
      endings.set(args, (setLast) => {
        isReached = true
        setLast(async (given) => {
          const opened = await judgement.run(given)
          return 'result' in opened ? tell(opened) : opened
        })
      })
      return {
        onSubscribeResult({ result, setResult }) {
          unlock()
          if (!isReached && hasData(result)) setResult(tell(answerBypassed('useFieldgate')))
        },
      }
    },

    // Yoga alone: what a plugin answered before there was an operation, from a cache for example.
    onExecutionResult({ context, result, setResult }) {
      if (hasData(result) && !known.has(context)) setResult(tell(answerBypassed('useFieldgate')))
    },
  }
  return plugin

  async function judge<T>(args: ExecutionArgs, judgeKind: JudgeKind<T>): Promise<Judgement<T>> {
    const context = asObject(args.contextValue)
    known.add(context)
    const admitted = 'request' in context ? admissions.get(asObject(context.request)) : undefined
    const admission = admitted ?? (await admit(verifier, () => authorization(context)))
    if (admission.kind === 'refused') return { kind: 'refused', answer: answerRefused(admission.error) }
    return judgeKind(gate, args, admission.token)
  }

  async function runAllowed(executeFn: ExecuteFunction, args: ExecutionArgs) {
    const result = await executeFn(args)
    const unusable = hasData(result) ? null : answerUnusable(args)
    return unusable ? tell(unusable) : result
  }

  function tell(answer: HttpAnswer): ExecutionResult {
    if (answer.cause) logger.error(answer.cause)
    return asResult(answer)
  }
}

/** What the last of all plugins does about one operation. */
type Ending = (setLast: (run: (args: ExecutionArgs) => Promise<ExecutionResult | GatedSubscription>) => void) => void

function findAuthorization(context: { request?: { headers?: RequestHeaders }; req?: { headers?: RequestHeaders } }) {
  const headers = context.request?.headers ?? context.req?.headers
  if (headers) return readAuthorization(headers)
  throw new TypeError('The context has neither "request" nor "req". Give useFieldgate the option "authorization".')
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {}
}

/** With its status as Yoga expects it; Yoga takes that out again. */
function asResult({ status, headers, result }: HttpAnswer): ExecutionResult {
  return status === 200 ? result : { ...result, extensions: { ...result.extensions, http: { status, headers } } }
}

/** Whether there is something in it that callers may not be meant to see; streams count as that. */
function hasData(result: unknown): boolean {
  if (typeof result !== 'object' || result === null) return false
  return Symbol.asyncIterator in result || ('data' in result && result.data !== undefined)
}
