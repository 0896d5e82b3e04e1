// The Envelop plugin, for GraphQL Yoga 5 and for Envelop alone: verifies the token, and lets the gate answer every operation that it does not allow whole.

import type { ExecuteFunction, SubscribeFunction } from '@envelop/core'
import type { ExecutionArgs, ExecutionResult } from 'graphql'
import {
  type AdapterOptions,
  type Admission,
  admit,
  answerBypassed,
  answerOperation,
  answerRefused,
  answerSubscription,
  answerUnusable,
  assertAdapterOptions,
  type HttpAnswer,
  type RequestHeaders,
  readAuthorization,
} from '../resource-server/http-answer.ts'
import { assertFirst } from './assert-first.ts'
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
 * An allowed query or mutation runs through the server's own executor. Of others the gate answers: with partial data, or with no data and
 * 401 or 403 in the result's `extensions.http`, which Yoga turns into the status; with Envelop alone that is yours to do. Subscriptions are
 * always run by the gate, which ends them when the token ends. `@defer` and `@stream` work in allowed operations alone: what the gate
 * answers comes whole. Put it first among the plugins, in Envelop right after `useEngine`.
 *
 * @throws {TypeError} without a gate or a verifier; and from the server, when it starts with another schema than the gate's or with a plugin
 *   before this one that could run an operation. A schema that comes later than that is refused with each request, as 500.
 */
export function useFieldgate(options: UseFieldgateOptions): FieldgatePlugin {
  assertAdapterOptions(options)
  const { gate, verifier, authorization = findAuthorization } = options
  const admissions = new WeakMap<object, Admission>()
  const judged = new WeakSet<object>()
  let logger: { error(...told: unknown[]): void } = console

  const plugin: FieldgatePlugin = {
    onPluginInit({ plugins }) {
      assertFirst(plugin, plugins)
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

    onExecute({ executeFn, setExecuteFn }) {
      let isJudged = false
      const execute: ExecuteFunction = async (args: ExecutionArgs) => {
        isJudged = true
        const { answer, token } = await enter(args)
        const gated = answer ?? (await answerOperation(gate, args, token))
        if (gated) return asResult(gated)
        const result = await executeFn(args)
        if (hasData(result)) return result
        const unusable = answerUnusable(args)
        return unusable ? asResult(unusable) : result
      }
      setExecuteFn(execute)
      return {
        onExecuteDone({ result, setResult }) {
          if (!isJudged && hasData(result)) setResult(asResult(answerBypassed('useFieldgate')))
        },
      }
    },

    onSubscribe({ setSubscribeFn }) {
      let isJudged = false
      const subscribe: SubscribeFunction = async (args: ExecutionArgs) => {
        isJudged = true
        const { answer, token } = await enter(args)
        const opened = answer ?? (await answerSubscription(gate, args, token))
        return 'result' in opened ? asResult(opened) : opened
      }
      setSubscribeFn(subscribe)
      return {
        onSubscribeResult({ result, setResult }) {
          if (!isJudged && hasData(result)) setResult(asResult(answerBypassed('useFieldgate')))
        },
      }
    },

    // Yoga alone: what a plugin answered before there was an operation, from a cache for example.
    onExecutionResult({ context, result, setResult }) {
      if (hasData(result) && !judged.has(context)) setResult(asResult(answerBypassed('useFieldgate')))
    },
  }
  return plugin

  async function enter({ contextValue }: ExecutionArgs) {
    const context = asObject(contextValue)
    judged.add(context)
    const known = 'request' in context ? admissions.get(asObject(context.request)) : undefined
    const admission = known ?? (await admit(verifier, () => authorization(context)))
    return admission.kind === 'refused'
      ? { answer: answerRefused(admission.error), token: null }
      : { answer: null, token: admission.token }
  }
}

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
