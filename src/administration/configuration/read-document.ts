// A text read into a document: strictly, and with every mistake that the document alone can tell.

import { DocumentError } from '../../errors.ts'
import { type ClientEntry, type ConfigurationDocument, formatVersion, type RoleEntry, type ScopeEntry } from './document.ts'
import { readTree } from './document-text.ts'
import { flag, listOf, oneOf, orNull, record, text, textLike, wholeNumber } from './tree-reader.ts'

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
const idOf = (prefix: string) =>
  textLike(new RegExp(`^${prefix}_${uuid}$`), `an id is "${prefix}_" and a UUID in lower case, as in ${prefix}_0190d6c8-….`)

const scope = record<ScopeEntry>({ name: text, description: text, implies: listOf(text), isDefault: flag })

const role = record<RoleEntry>({ id: idOf('rol'), name: text, description: orNull(text), scopes: listOf(text) })

const client = record<ClientEntry>({
  id: idOf('cli'),
  name: text,
  description: orNull(text),
  type: oneOf(['PUBLIC', 'CONFIDENTIAL']),
  isFirstParty: flag,
  isEnabled: flag,
  grantTypes: listOf(oneOf(['PASSWORD', 'REFRESH_TOKEN', 'CLIENT_CREDENTIALS', 'TOKEN_EXCHANGE'])),
  allowedScopes: listOf(text),
  defaultScopes: listOf(text),
  allowedAudiences: listOf(text),
  accessTokenLifetimeSeconds: orNull(wholeNumber),
  refreshTokenIdleSeconds: orNull(wholeNumber),
  refreshTokenAbsoluteSeconds: orNull(wholeNumber),
})

const whole = record<ConfigurationDocument & { readonly formatVersion: number }>(
  { formatVersion: wholeNumber, scopes: listOf(scope), roles: listOf(role), clients: listOf(client), sealedSecrets: text },
  ['scopes', 'roles', 'clients', 'sealedSecrets'],
)

/**
 * Reads a document of YAML or JSON.
 *
 * @throws {DocumentError} with every mistake, each naming its place
 */
export function readDocument(bytes: Uint8Array): ConfigurationDocument {
  const mistakes: string[] = []
  const { formatVersion: version, ...document } = whole(readTree(bytes), { path: '', mistakes })
  if (mistakes.length === 0 && version !== formatVersion)
    mistakes.push(`formatVersion: this version of Fieldgate reads ${formatVersion} alone.`)
  assertOnce('scopes', 'name', document.scopes, mistakes)
  assertOnce('roles', 'id', document.roles, mistakes)
  assertOnce('roles', 'name', document.roles, mistakes)
  assertOnce('clients', 'id', document.clients, mistakes)
  if (mistakes.length > 0) throw new DocumentError(mistakes)
  return document
}

function assertOnce<K extends string>(
  part: string,
  key: K,
  records: readonly { readonly [_ in K]: string }[] | undefined,
  mistakes: string[],
): void {
  const seen = new Set<string>()
  for (const [index, each] of (records ?? []).entries()) {
    const value = each?.[key]
    if (value !== '' && value !== undefined && seen.has(value))
      mistakes.push(`${part}[${index}].${key}: another one has the same.`)
    seen.add(value)
  }
}
