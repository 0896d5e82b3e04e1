// Everything that is configuration, as one document.

import { adminScopes, builtInScopes } from '../built-in-scopes.ts'
import { type ConfigurationDocument, clientEntry, roleEntry, scopeEntry } from './document.ts'
import type { SecretSeal } from './sealed-secrets.ts'
import type { ConfigurationSnapshot } from './storage.ts'

/**
 * The document of what there is: of the same configuration always the same, whichever database it is in.
 *
 * @param seal undefined to leave the secrets out
 */
export function exportConfiguration(
  { scopes, roles, clients }: ConfigurationSnapshot,
  seal: SecretSeal | undefined,
): ConfigurationDocument {
  const secrets = clients.flatMap((client) => client.secrets.map((secret) => ({ ...secret, clientId: client.id })))
  return {
    scopes: scopes.map(scopeEntry).filter(isNews).sort(by('name')),
    roles: roles.map(roleEntry).sort(by('id')),
    clients: clients.map(clientEntry).sort(by('id')),
    ...(seal && { sealedSecrets: seal.seal(secrets) }),
  }
}

const asMade = new Map(builtInScopes(new Date(0)).map((scope) => [scope.name, JSON.stringify(scopeEntry(scope))]))

/** A built-in scope is told of only when somebody changed it: every service has it. */
function isNews(scope: ReturnType<typeof scopeEntry>): boolean {
  return !adminScopes.includes(scope.name) || asMade.get(scope.name) !== JSON.stringify(scope)
}

/** As characters are numbered, which is the same everywhere; what databases do depends on their locale. */
function by<K extends string>(key: K) {
  return (a: { readonly [_ in K]: string }, b: { readonly [_ in K]: string }) => (a[key] < b[key] ? -1 : 1)
}
