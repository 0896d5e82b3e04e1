// The Apollo Server 5 plugin: verifies the token, and lets the gate answer every operation that it does not allow whole.

import type {
  ApolloServerPlugin,
  BaseContext,
  GraphQLRequestContext,
  GraphQLRequestListener,
  GraphQLResponse,
} from '@apollo/server'
import {
  type DocumentNode,
  type ExecutionResult,
  GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLFormattedError,
} from 'graphql'
import { FieldgateError, InternalError, UnauthenticatedError } from '../errors.ts'
import type { Gate, PreparedOperation } from '../resource-server/gate.ts'
import type { AccessToken } from '../token/access-token.ts'
import { type FormatError, formatErrors } from './format-errors.ts'

/** What the plugin works with. */
export interface FieldgateOptions {
  /** Built from the very schema object that the server serves. */
  gate: Gate
  /** A TokenVerifier, or anything that does the same. */
  verifier: { authenticate(authorizationHeader: string | undefined): Promise<AccessToken | null> }
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

const tokens = new WeakMap<object, AccessToken | null>()

/** The verified token of the request, for resolvers; null for anonymous callers and for contexts that the plugin never saw. */
export function accessTokenOf(contextValue: object): AccessToken | null {
  return tokens.get(contextValue) ?? null
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
  if (typeof options?.gate?.prepare !== 'function') throw new TypeError('"gate" must be what createGate returns.')
  if (typeof options.verifier?.authenticate !== 'function') throw new TypeError('"verifier" must have a method "authenticate".')

  return {
    async serverWillStart({ schema }) {
      if (schema !== options.gate.schema) {
        throw new TypeError('"gate" was built from another schema than the server serves. Pass the same object to both.')
      }
    },
    async requestDidStart(requestContext) {
      const admission = await admit(requestContext, options)
      return createListener(admission, options)
    },
  }
}

/** Who asks; or why nobody is let in. */
type Admission =
  | { readonly kind: 'admitted'; readonly token: AccessToken | null }
  | { readonly kind: 'refused'; readonly error: FieldgateError }

async function admit<TContext extends BaseContext>(
  { request, contextValue, schema }: GraphQLRequestContext<TContext>,
  { gate, verifier }: FieldgateOptions,
): Promise<Admission> {
  try {
    if (schema !== gate.schema) throw new TypeError('The server came to serve another schema than the gate was built from.')
    const token = (await verifier.authenticate(request.http?.headers.get('authorization'))) ?? null
    tokens.set(contextValue, token)
    return { kind: 'admitted', token }
  } catch (cause) {
    return { kind: 'refused', error: cause instanceof FieldgateError ? cause : new InternalError({ cause }) }
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
      if (admission.kind === 'refused') throw new GraphQLError(admission.error.message, { originalError: admission.error })
    },

    async responseForOperation(requestContext) {
      if (admission.kind === 'refused') return answerRefused(requestContext, admission.error, options)
      const prepared = await prepare(requestContext, admission.token, options)
      judged = judgedPart(requestContext)
      if (prepared instanceof FieldgateError) return answerRefused(requestContext, prepared, options)
      return prepared.isLeftAlone ? null : answerGated(requestContext, { prepared, token: admission.token }, options)
    },

    async executionDidStart(requestContext) {
      // A plugin may have exchanged the operation after it was judged.
      const { document, variables, operationName } = judgedPart(requestContext)
      const isSame = judged?.document === document && judged?.variables === variables && judged?.operationName === operationName
      if (!isSame) throw new TypeError('The operation reached execution without passing the gate.')
    },

    async willSendResponse(requestContext) {
      // Errors found before the operation was known must not hide that the token was no good.
      if (admission.kind === 'refused')
        requestContext.response.body = answerRefused(requestContext, admission.error, options).body
      else if (!judged && hasData(requestContext)) {
        const cause = new TypeError('Another plugin answered before the gate was asked. Put fieldgate first among the plugins.')
        requestContext.logger.error(cause.message)
        requestContext.response.body = answerRefused(requestContext, new InternalError({ cause }), options).body
      }
    },
  }
}

async function prepare<TContext extends BaseContext>(
  { document, request, contextValue }: GraphQLRequestContext<TContext>,
  token: AccessToken | null,
  { gate }: FieldgateOptions,
): Promise<PreparedOperation | FieldgateError> {
  if (!document) throw new TypeError('The operation was not parsed.')
  try {
    const { operationName = null, variables = null } = request
    return await gate.prepare({ document, operationName, variableValues: variables }, token, contextValue)
  } catch (error) {
    if (error instanceof FieldgateError) return error
    throw error
  }
}

async function answerGated<TContext extends BaseContext>(
  { response, requestIsBatched }: GraphQLRequestContext<TContext>,
  { prepared, token }: { prepared: PreparedOperation; token: AccessToken | null },
  { rootValue, fieldResolver, formatError }: FieldgateOptions,
): Promise<GraphQLResponse> {
  const result = await prepared.execute({ rootValue, ...(fieldResolver && { fieldResolver }) })
  if (prepared.hasBadVariables) {
    // As Apollo itself answers them.
    response.http.status = 400
    return respond(response, { errors: result.errors?.map(asBadUserInput) ?? [] }, formatError)
  }
  // The entries of a batch share one status, and each is judged alone.
  if (prepared.decision.kind === 'reject' && !requestIsBatched) {
    response.http.status = token === null ? 401 : 403
    response.http.headers.set('www-authenticate', token === null ? 'Bearer' : 'Bearer error="insufficient_scope"')
  }
  return respond(response, result, formatError)
}

function asBadUserInput(error: GraphQLError): GraphQLError {
  return new GraphQLError(error.message, {
    ...(error.nodes && { nodes: error.nodes }),
    extensions: { code: 'BAD_USER_INPUT' },
  })
}

function answerRefused<TContext extends BaseContext>(
  { response }: GraphQLRequestContext<TContext>,
  error: FieldgateError,
  { formatError }: FieldgateOptions,
): GraphQLResponse {
  if (error instanceof UnauthenticatedError) {
    response.http.status = 401
    // RFC 6750 section 3.1
    response.http.headers.set('www-authenticate', 'Bearer error="invalid_token"')
  } else {
    response.http.status = error instanceof InternalError ? 500 : 400
  }
  return respond(response, { errors: [new GraphQLError(error.message, { originalError: error })] }, formatError)
}

function respond(
  response: GraphQLRequestContext<BaseContext>['response'],
  result: ExecutionResult,
  formatError: FormatError | undefined,
): GraphQLResponse {
  const { errors, ...rest } = result
  const formatted: readonly GraphQLFormattedError[] | undefined = errors && formatErrors(errors, formatError)
  return { http: response.http, body: { kind: 'single', singleResult: formatted ? { ...rest, errors: formatted } : rest } }
}

function hasData<TContext extends BaseContext>({ response: { body } }: GraphQLRequestContext<TContext>): boolean {
  return body?.kind === 'incremental' || (body?.kind === 'single' && body.singleResult.data !== undefined)
}
