// The public names of fieldgate/resource-server.

export { ManifestShrinkError, SchemaRuleError, UnauthenticatedError } from '../errors.ts'
export type { AccessToken } from '../token/access-token.ts'
export type { WebhookDelivery, WebhookEvent } from '../token/webhook-delivery.ts'
export { assertManifest } from './assert-manifest.ts'
export { createGate } from './create-gate.ts'
export {
  createHandlerOptions,
  type HandlerOptions,
  type HandlerOptionsSource,
  type HandlerRequest,
  type HandlerResponse,
} from './create-handler-options.ts'
export type { Denial } from './denial.ts'
export { createDenialReport, type DenialCount, type DenialReport } from './denial-report.ts'
export { directiveTypeDefs } from './directive-type-defs.ts'
export type { Decision, Gate, GateOptions, PreparedOperation } from './gate.ts'
export type { GatedSubscription } from './gated-subscription.ts'
export type { ManifestEntry } from './manifest.ts'
export type { OperationRequest } from './operation.ts'
export type { Outage } from './outage.ts'
export type { PolicyEvaluator } from './policies.ts'
export type { RequiredScopes } from './required-scopes.ts'
export { accessTokenOf } from './token-of-context.ts'
export { createTokenVerifier, type Revoked, type TokenVerifier, type TokenVerifierOptions } from './token-verifier.ts'
export { createWebhookVerifier, type WebhookVerifier, type WebhookVerifierOptions } from './webhook-verifier.ts'
