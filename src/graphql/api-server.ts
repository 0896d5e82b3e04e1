// Our own API as an Apollo Server, behind our own gate: what has no rule is denied.

import { ApolloServer, type ApolloServerOptions, type ApolloServerPlugin } from '@apollo/server'
import type { GraphQLSchema } from 'graphql'
import { fieldgate } from '../apollo/fieldgate.ts'
import type { DenialTally } from '../authorization-server/activity/denial-tally.ts'
import { authenticateAccessToken } from '../authorization-server/authenticate-access-token.ts'
import type { Authority } from '../authorization-server/authority.ts'
import { readBearerToken } from '../resource-server/bearer.ts'
import { createGate } from '../resource-server/create-gate.ts'
import type { Gate, GateOptions } from '../resource-server/gate.ts'
import { inSpan } from '../telemetry/span.ts'
import type { ApiContext } from './context.ts'
import { knownOperationRule } from './known-operation.ts'
import { maxErrors, maxTokens } from './limits.ts'
import { type OperationObserver, observeOperations } from './observe-operations.ts'
import { oneCredentialRule } from './one-credential.ts'
import { operationCostRule } from './operation-cost.ts'
import { operationSizeRule } from './operation-size.ts'
import { traceOperations } from './trace-operations.ts'

/** What the API works with. */
export interface ApiServerOptions {
  readonly schema: GraphQLSchema
  readonly authority: Authority
  readonly allowsIntrospection: boolean
  /** Nobody by default. */
  readonly observer?: OperationObserver | undefined
  /** Where denials are counted by client. */
  readonly denials: Pick<DenialTally, 'count'>
  readonly formatError: NonNullable<ApolloServerOptions<ApiContext>['formatError']>
}

/** The gate of our own API. Rejecting is for mutations; a query keeps what its token reaches. */
export function createApiGate(schema: GraphQLSchema, now: () => Date, onDenial?: GateOptions['onDenial']): Gate {
  return createGate(schema, { unmarked: 'denied', now, ...(onDenial && { onDenial }) })
}

/** Builds and starts the server; HTTP is the caller's. */
export async function startApiServer({
  schema,
  authority,
  allowsIntrospection,
  observer,
  denials: tally,
  formatError,
}: ApiServerOptions): Promise<ApolloServer<ApiContext>> {
  const gate = createApiGate(schema, authority.now, (denials, token) => {
    tally.count(token?.clientId ?? null, denials.length)
    for (const { coordinate } of denials) observer?.countDenial(coordinate)
  })
  const apollo = new ApolloServer<ApiContext>({
    schema,
    formatError,
    introspection: allowsIntrospection,
    plugins: [
      fieldgate<ApiContext>({ gate: traceDecisions(gate), verifier: verifierOf(authority), formatError }),
      retryLater,
      traceOperations,
      ...(observer ? [observeOperations(observer)] : []),
    ],
    parseOptions: { maxTokens },
    validationRules: [operationSizeRule, operationCostRule, knownOperationRule, oneCredentialRule],
    // graphql-js adds one more that says there would be others.
    validationOptions: { maxErrors: maxErrors - 1 },
    allowBatchedHttpRequests: false,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    // Apollo's own pattern for suggestions is quadratic in what callers send; formatError takes them out.
    hideSchemaDetailsFromClientErrors: false,
    stopOnTerminationSignals: false,
    stringifyResult: (value) => JSON.stringify(value),
    // Apollo's own words are about its set-up, which is fixed here; a request's troubles reach the log through formatError.
    logger: { debug: silent, info: silent, warn: silent, error: silent },
  })
  await apollo.start()
  return apollo
}

function traceDecisions(gate: Gate): Gate {
  return {
    ...gate,
    prepare: (...asked) =>
      inSpan('gate.decide', {}, async (tell) => {
        const prepared = await gate.prepare(...asked)
        tell({ 'fieldgate.decision': prepared.decision.kind })
        return prepared
      }),
  }
}

function verifierOf(authority: Authority) {
  return {
    authenticate: async (header: string | undefined) => {
      const token = readBearerToken(header)
      if (token === null) return null
      return inSpan('token.authenticate', {}, () => authenticateAccessToken(authority, token, authority.settings.audience))
    },
  }
}

// RFC 9110 section 10.2.3: what may be tried again says when. Also where only a part of it failed: null for what could not be looked up is
// not to be taken for an answer. Mutations fail whole, for none of their root fields may be null.
const retryLater: ApolloServerPlugin<ApiContext> = {
  requestDidStart: async () => ({
    willSendResponse: async ({ response }) => {
      if (response.body.kind !== 'single') return
      for (const { extensions } of response.body.singleResult.errors ?? []) {
        if (typeof extensions?.retryAfterSeconds !== 'number') continue
        response.http.status = extensions.code === 'RATE_LIMITED' ? 429 : 503
        response.http.headers.set('retry-after', String(extensions.retryAfterSeconds))
      }
    },
  }),
}

function silent(): void {}
