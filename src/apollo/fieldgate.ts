// The Apollo Server 5 plugin: verifies the token, and lets the gate answer every operation that it does not allow whole.

import type {
  ApolloServerPlugin,
  BaseContext,
  GraphQLRequestContext,
  GraphQLRequestListener,
  GraphQLResponse,
} from '@apollo/server'
import type { DocumentNode, GraphQLFieldResolver } from 'graphql'
import {
  type AdapterOptions,
  type Admission,
  admit,
  answerBypassed,
  answerOperation,
  answerRefused,
  assertAdapterOptions,
  type HttpAnswer,
} from '../resource-server/http-answer.ts'
import { rememberToken } from '../resource-server/token-of-context.ts'
import { toGraphQLError } from '../resource-server/told-error.ts'
import { type FormatError, formatErrors } from './format-errors.ts'

/** What the plugin works with. */
export interface FieldgateOptions extends AdapterOptions {
  /**
   * The server's `formatError`. Apollo does not hand it to plugins, and operations of which something is refused are answered by the gate.
   * Without it, unexpected errors of resolvers are masked in those answers.
   */
  formatError?: FormatError
  /** The server's `rootValue`, if it is not a function. */
  rootValue?: unknown
  /** The server's `fieldResolver`. */
  fieldResolver?: GraphQLFieldResolver<unknown, unknown>
}

/**
 * Protects an Apollo Server.
 *
 * An allowed operation is left to Apollo. Of others the gate answers: with partial data, or with 401 or 403 and no data. An unusable token
 * is answered with 401 before anything runs. Put it first among the plugins: an answer that passes by it is replaced by an error.
 *
 * @throws {TypeError} without a gate or a verifier
 */
export function fieldgate<TContext extends BaseContext>(options: FieldgateOptions): ApolloServerPlugin<TContext> {
  assertAdapterOptions(options)

  return {
    async serverWillStart({ schema }) {
      if (schema !== options.gate.schema) {
        throw new TypeError('"gate" was built from another schema than the server serves. Pass the same object to both.')
      }
    },
    async requestDidStart({ request, contextValue }) {
      const admission = await admit(options.verifier, () => request.http?.headers.get('authorization'))
      if (admission.kind === 'admitted') rememberToken(contextValue, admission.token)
      return createListener(admission, options)
    },
  }
}

/** What the gate judges, and what must still be there when it runs. */
interface Judged {
  readonly document: DocumentNode | undefined
  readonly variables: object | undefined
  readonly operationName: string | undefined
}

function judgedPart<TContext extends BaseContext>({ document, request }: GraphQLRequestContext<TContext>): Judged {
  return { document, variables: request.variables, operationName: request.operationName }
}

function createListener<TContext extends BaseContext>(
  admission: Admission,
  options: FieldgateOptions,
): GraphQLRequestListener<TContext> {
  let judged: Judged | undefined

  return {
    async didResolveOperation() {
      if (admission.kind === 'refused') throw toGraphQLError(admission.error)
    },

    async responseForOperation(requestContext) {
      if (admission.kind === 'refused') return respond(requestContext, answerRefused(admission.error), options)
      judged = judgedPart(requestContext)
      const { document, schema, request, contextValue } = requestContext
      if (!document) throw new TypeError('The operation was not parsed.')
      const { operationName = null, variables = null } = request
      const { rootValue, fieldResolver = null } = options
      const args = { schema, document, operationName, variableValues: variables, contextValue, rootValue, fieldResolver }
      const answer = await answerOperation(options.gate, args, admission.token)
      return answer && respond(requestContext, answer, options)
    },

    async executionDidStart(requestContext) {
      // A plugin may have exchanged the operation after it was judged.
      const { document, variables, operationName } = judgedPart(requestContext)
      const isSame = judged?.document === document && judged?.variables === variables && judged?.operationName === operationName
      if (!isSame) throw new TypeError('The operation reached execution without passing the gate.')
    },

    async willSendResponse(requestContext) {
      // Errors found before the operation was known must not hide that the token was no good.
      if (admission.kind === 'refused') respond(requestContext, answerRefused(admission.error), options)
      else if (!judged && hasData(requestContext)) respond(requestContext, answerBypassed('fieldgate'), options)
    },
  }
}

function respond<TContext extends BaseContext>(
  { response, requestIsBatched, logger }: GraphQLRequestContext<TContext>,
  { status, headers, result, isForBatch, cause }: HttpAnswer,
  { formatError }: FieldgateOptions,
): GraphQLResponse {
  if (cause) logger.error(cause instanceof Error ? cause.message : String(cause))
  if (isForBatch || !requestIsBatched) {
    if (status !== 200) response.http.status = status
    for (const [name, value] of Object.entries(headers)) response.http.headers.set(name, value)
  }
  const { errors, ...rest } = result
  const singleResult = errors ? { ...rest, errors: formatErrors(errors, formatError) } : rest
  response.body = { kind: 'single', singleResult }
  return { http: response.http, body: response.body }
}

function hasData<TContext extends BaseContext>({ response: { body } }: GraphQLRequestContext<TContext>): boolean {
  return body?.kind === 'incremental' || (body?.kind === 'single' && body.singleResult.data !== undefined)
}
