// For servers on plain graphql-http: the options of its `createHandler` that put the gate in the place of `execute`.

import { type ExecutionArgs, type ExecutionResult, execute } from 'graphql'
import {
  type AdapterOptions,
  type Admission,
  admit,
  answerBypassed,
  answerOperation,
  answerRefused,
  answerUnusable,
  assertAdapterOptions,
  type HttpAnswer,
  jsonResponse,
  type RequestHeaders,
  readAuthorization,
} from './http-answer.ts'
import { contextFor } from './token-of-context.ts'

/** What the options are made of. */
export interface HandlerOptionsSource extends AdapterOptions {
  /** Told of what failed inside, of which callers see nothing. Default `console.error`. */
  onFailure?: (cause: unknown) => void
}

/** A request as graphql-http hands it over. */
export interface HandlerRequest {
  readonly headers: RequestHeaders
}

/** A response as graphql-http takes it. */
export type HandlerResponse = [body: string, init: { status: number; statusText: string; headers: Record<string, string> }]

/** Options for graphql-http's `createHandler`; add others beside them, and none in their place. */
export interface HandlerOptions {
  readonly schema: ExecutionArgs['schema']
  /** Refuses a token that is no good before anything else. */
  onSubscribe(request: HandlerRequest): Promise<HandlerResponse | undefined>
  /** Runs nothing: who asks is known to `onOperation` alone. */
  execute(args: ExecutionArgs): ExecutionResult
  /** Judges the operation and runs it. */
  onOperation(request: HandlerRequest, args: ExecutionArgs, result: ExecutionResult): Promise<ExecutionResult | HandlerResponse>
}

/**
 * Protects a graphql-http server: `createHandler(createHandlerOptions({ gate, verifier }))`.
 *
 * An allowed operation is run by graphql-js as it is. Of others the gate answers: with partial data, or with 401 or 403 and no data. An
 * unusable token is answered with 401 before anything else. graphql-http has no subscriptions. With `execute` or `onOperation` replaced,
 * every answer is an error.
 *
 * @throws {TypeError} without a gate or a verifier
 */
export function createHandlerOptions(source: HandlerOptionsSource): HandlerOptions {
  assertAdapterOptions(source)
  const { gate, verifier, onFailure = console.error } = source
  const admissions = new WeakMap<HandlerRequest, Admission>()
  const unjudged: ExecutionResult = answerBypassed('createHandlerOptions').result

  return Object.freeze({
    schema: gate.schema,

    async onSubscribe(request: HandlerRequest) {
      const admission = await admitRequest(request)
      return admission.kind === 'refused' ? respond(answerRefused(admission.error), request) : undefined
    },

    execute: () => unjudged,

    async onOperation(request: HandlerRequest, args: ExecutionArgs, result: ExecutionResult) {
      if (result !== unjudged) return respond(answerBypassed('createHandlerOptions'), request)
      const admission = admissions.get(request) ?? (await admitRequest(request))
      if (admission.kind === 'refused') return respond(answerRefused(admission.error), request)
      // Resolvers that ask who is there need an object to ask with, and graphql-http may be given one for all requests.
      const known = { ...args, contextValue: contextFor(args.contextValue, admission.token) }
      const answer = (await answerOperation(gate, known, admission.token)) ?? answerUnusable(known)
      if (!answer) return execute(known)
      return answer.status === 200 ? answer.result : respond(answer, request)
    },
  })

  async function admitRequest(request: HandlerRequest): Promise<Admission> {
    const admission = await admit(verifier, () => readAuthorization(request.headers))
    admissions.set(request, admission)
    return admission
  }

  function respond(answer: HttpAnswer, request: HandlerRequest): HandlerResponse {
    if (answer.cause) onFailure(answer.cause)
    const { body, ...init } = jsonResponse(answer, request.headers)
    return [body, { ...init, statusText: '' }]
  }
}
