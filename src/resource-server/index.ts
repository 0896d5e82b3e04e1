// The public names of fieldgate/resource-server.

export { SchemaRuleError, UnauthenticatedError } from '../errors.ts'
export type { AccessToken } from '../token/access-token.ts'
export { createGate } from './create-gate.ts'
export type { Denial } from './denial.ts'
export { createDenialReport, type DenialCount, type DenialReport } from './denial-report.ts'
export { directiveTypeDefs } from './directive-type-defs.ts'
export type { Decision, Gate, GateOptions, PreparedOperation } from './gate.ts'
export type { GatedSubscription } from './gated-subscription.ts'
export type { ManifestEntry } from './manifest.ts'
export type { OperationRequest } from './operation.ts'
export type { RequiredScopes } from './required-scopes.ts'
export { createTokenVerifier, type Revoked, type TokenVerifier, type TokenVerifierOptions } from './token-verifier.ts'
