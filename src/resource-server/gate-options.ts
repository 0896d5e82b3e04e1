// Reads the options of a gate: a misspelt one must not leave a schema open.

import { isSchema, Kind } from 'graphql'
import type { AccessToken } from '../token/access-token.ts'
import type { GateOptions } from './gate.ts'
import type { OperationRequest } from './operation.ts'

const choices: Readonly<Record<string, readonly string[]>> = {
  queries: ['filter', 'reject'],
  mutations: ['filter', 'reject'],
  abstractTypes: ['per-type', 'strict'],
  unmarked: ['open', 'authenticated', 'denied'],
  disclose: ['scopes', 'nothing'],
  introspection: ['whole', 'visible'],
}
const kinds: Readonly<Record<string, 'boolean' | 'function' | 'number'>> = {
  observe: 'boolean',
  onDenial: 'function',
  policies: 'function',
  policyTimeoutSeconds: 'number',
  isRevoked: 'function',
  now: 'function',
}

/** @throws {TypeError} naming the argument or option that is wrong, and what it may be */
export function assertGateOptions(schema: unknown, options: GateOptions): void {
  if (!isSchema(schema)) throw new TypeError('"schema" must be a GraphQLSchema. Build it first, for example with buildSchema.')
  for (const [name, value] of Object.entries(options)) {
    const allowed = choices[name]
    const kind = kinds[name]
    if (!allowed && !kind) throw new TypeError(`"${name}" is no option of createGate. There are ${optionNames.join(', ')}.`)
    if (value === undefined) continue
    if (allowed && !allowed.includes(value))
      throw new TypeError(`"${name}" must be one of ${allowed.map((each) => `'${each}'`).join(', ')}.`)
    if (kind && typeof value !== kind) throw new TypeError(`"${name}" must be a ${kind}.`)
  }
}

/** @throws {TypeError} naming the argument: plain JavaScript checks none, and no token given by mistake must not mean an anonymous caller */
export function assertRequest(request: OperationRequest): void {
  if (request?.document?.kind !== Kind.DOCUMENT) {
    throw new TypeError('"request" must be an object with a parsed "document": { document: parse(text) }.')
  }
}

/** @throws {TypeError} anything but null or an object with scopes */
export function assertToken(token: AccessToken | null): void {
  if (token === null || (typeof token === 'object' && Array.isArray(token.scopes))) return
  throw new TypeError('"token" must be an access token that was verified, or null for an anonymous caller.')
}

const optionNames = [...Object.keys(choices), ...Object.keys(kinds)]
