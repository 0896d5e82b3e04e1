// The clients as a document wants them, with the secrets that it brings.

import { auditEntry, internalOrigin } from '../../authorization-server/audit.ts'
import type { Settings } from '../../authorization-server/authority.ts'
import { isAlive } from '../../authorization-server/client-authentication.ts'
import { revocationOf } from '../../authorization-server/sessions/end-sessions.ts'
import { sessionEnd } from '../../authorization-server/sessions/session-end.ts'
import type { AuditEntry, Client, ClientSecret, ScopeDefinition } from '../../authorization-server/storage.ts'
import { BadUserInputError } from '../../errors.ts'
import { checkClient } from '../client-rules.ts'
import { maxLivingSecrets } from '../client-secrets.ts'
import { type ClientEntry, clientEntry } from './document.ts'
import { allFields, type FieldChange, type PlannedChange, planPart } from './plan-part.ts'
import type { PartInput } from './plan-scopes.ts'
import type { SecretEntry } from './sealed-secrets.ts'
import type { ClientEnding, ConfigurationWrites } from './storage.ts'

/** What clients are held against, beside what is so for every part. */
export interface ClientInput extends PartInput<ClientEntry> {
  readonly registry: readonly ScopeDefinition[]
  readonly settings: Settings
  /** Undefined: the document says nothing about secrets. */
  readonly secrets: readonly SecretEntry[] | undefined
}

/** What is to be done about clients, and those that there are then. */
export interface ClientPlan {
  readonly changes: readonly PlannedChange[]
  readonly writes: ConfigurationWrites['clients']
  readonly endings: readonly ClientEnding[]
  readonly audit: readonly AuditEntry[]
  readonly clients: readonly ClientEntry[]
}

interface ChangedClient {
  readonly before: Client
  readonly next: Client
  readonly fields: readonly FieldChange[]
  readonly added: readonly ClientSecret[]
  readonly removed: readonly ClientSecret[]
}

/** Plans the clients. Secrets that are known by their ids stay as they are: an import adds some, and with `prune` ends others. */
export function planClients(input: ClientInput): ClientPlan {
  const { wanted, snapshot, prune, now, mistakes, registry, settings } = input
  const { created, changed, deleted } = planPart<ClientEntry, Client>({
    ...{ kind: 'client', path: 'clients', wanted, known: snapshot.clients, prune, mistakes },
    scopeLists: ['allowedScopes', 'defaultScopes'],
    keyOf: ({ id }) => id,
    entryOf: clientEntry,
    check: (entry, before) => {
      if (before && before.type !== entry.type) throw new BadUserInputError('type', 'The type of a client never changes.')
      const rest = { secrets: [], createdAt: now, updatedAt: now, version: 1 }
      return checkClient({ ...entry, ...rest }, { definitions: registry, settings })
    },
  })
  const made = created.map((entry) => ({ ...entry, createdAt: now, secrets: secretsOf(input, entry.id) ?? [] }))
  const rewritten = changedClients(input, changed)
  const gone = new Set(deleted.map(({ id }) => id))
  assertFewSecrets([...made, ...rewritten.map(({ next }) => next)], input)
  return {
    clients: [
      ...snapshot.clients.filter(({ id }) => !gone.has(id) && !rewritten.some(({ next }) => next.id === id)),
      ...made,
      ...rewritten.map(({ next }) => next),
    ],
    writes: { created: made, changed: rewritten.map(({ next }) => next), deleted: [...gone] },
    endings: [
      ...rewritten.filter(({ before, next }) => before.isEnabled !== next.isEnabled).map(({ next }) => ending(next, now)),
      ...deleted.map((client) => ending({ ...client, isEnabled: false }, now)),
    ],
    changes: [
      ...made.map(({ secrets, createdAt: _, ...entry }) =>
        tell('create', entry, [...allFields(entry, 'after'), ...secretsChange([], secrets)]),
      ),
      ...rewritten.map(({ before, next, fields }) =>
        tell('update', next, [...fields, ...secretsChange(before.secrets, next.secrets)]),
      ),
      ...deleted.map((client) => tell('delete', client, allFields(clientEntry(client), 'before'))),
    ],
    audit: [
      ...made.map(({ id }) => auditEntry('client.created', now, internalOrigin, { targetId: id })),
      ...rewritten.flatMap((client) => eventsOf(client, now)),
      ...deleted.flatMap(({ id, isEnabled }) => [
        ...(isEnabled ? [updatedEvent(id, ['isEnabled'], now)] : []),
        auditEntry('client.deleted', now, internalOrigin, { targetId: id }),
      ]),
    ],
  }
}

function changedClients(
  input: ClientInput,
  changed: readonly { before: Client; entry: ClientEntry; fields: readonly FieldChange[] }[],
): ChangedClient[] {
  const byId = new Map(changed.map((each) => [each.before.id, each]))
  const listed = new Set(input.wanted?.map(({ id }) => id))
  return input.snapshot.clients.flatMap((before) => {
    if (!listed.has(before.id)) return []
    const { entry, fields } = byId.get(before.id) ?? { entry: clientEntry(before), fields: [] }
    const wanted = secretsOf(input, before.id)
    const added = (wanted ?? []).filter(({ id }) => !before.secrets.some((secret) => secret.id === id))
    const isKept = ({ id }: ClientSecret) => !wanted || !input.prune || wanted.some((secret) => secret.id === id)
    const removed = before.secrets.filter((secret) => !isKept(secret))
    if (fields.length + added.length + removed.length === 0) return []
    const secrets = [...before.secrets.filter(isKept), ...added]
    return [{ before, next: { ...before, ...entry, secrets, updatedAt: input.now }, fields, added, removed }]
  })
}

function secretsOf({ secrets }: ClientInput, id: string): ClientSecret[] | undefined {
  return secrets?.filter(({ clientId }) => clientId === id).map(({ clientId: _, ...secret }) => ({ ...secret, lastUsedAt: null }))
}

function assertFewSecrets(
  clients: readonly (ClientEntry & { readonly secrets: readonly ClientSecret[] })[],
  { wanted = [], now, mistakes }: ClientInput,
): void {
  for (const { id, type, secrets } of clients) {
    const place = `clients[${wanted.findIndex((entry) => entry.id === id)}]`
    const living = secrets.filter((secret) => isAlive(secret, now))
    if (type === 'PUBLIC' && secrets.length > 0) mistakes.push(`${place}.type: a public client has no secret.`)
    if (living.length > maxLivingSecrets) mistakes.push(`${place}: it would have more than ${maxLivingSecrets} secrets.`)
  }
}

/** Of a client that is disabled or deleted, everything that was issued; of one that is enabled, what a node that died left of it. */
function ending({ id, isEnabled }: Client, now: Date): ClientEnding {
  const end = sessionEnd({ actorId: null, reason: 'client disabled', origin: internalOrigin }, now)
  return { clientId: id, end, ...(!isEnabled && { revocation: revocationOf({ clientId: id }, now) }) }
}

function eventsOf({ next: { id }, fields, added, removed }: ChangedClient, now: Date): AuditEntry[] {
  const secretEvent = (type: 'client.secret_rotated' | 'client.secret_revoked', secretId: string) =>
    auditEntry(type, now, internalOrigin, { targetId: id, data: { secretId } })
  return [
    ...(fields.length > 0
      ? [
          updatedEvent(
            id,
            fields.map(({ field }) => field),
            now,
          ),
        ]
      : []),
    ...added.map((secret) => secretEvent('client.secret_rotated', secret.id)),
    ...removed.map((secret) => secretEvent('client.secret_revoked', secret.id)),
  ]
}

function updatedEvent(targetId: string, fields: readonly string[], now: Date): AuditEntry {
  return auditEntry('client.updated', now, internalOrigin, { targetId, data: { changed: [...fields].sort() } })
}

/** By their ids; what is kept of them is for nobody's eyes. */
function secretsChange(before: readonly ClientSecret[], after: readonly ClientSecret[]): FieldChange[] {
  const [was, is] = [before, after].map((secrets) => secrets.map(({ id }) => id).sort())
  return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ field: 'secrets', before: was, after: is }]
}

function tell(action: PlannedChange['action'], { id, name }: ClientEntry, fields: PlannedChange['fields']): PlannedChange {
  return { action, kind: 'client', id, name, fields }
}
