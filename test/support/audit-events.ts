// The audit events that something leaves behind.

import { query } from './sql.ts'

/** An event without its id and instant. */
export interface TestEvent {
  readonly type: string
  readonly actorId: string | null
  readonly clientId: string | null
  readonly targetId: string | null
  readonly data: Readonly<Record<string, unknown>>
}

/** Every event that was written while the act ran, sorted by type. An act that rejects has been done as well. */
export async function eventsOf(databaseUrl: string, act: () => Promise<unknown>): Promise<TestEvent[]> {
  const before = new Set((await listEvents(databaseUrl)).map(({ id }) => id))
  await act().catch(() => undefined)
  const events = await listEvents(databaseUrl)
  return events.filter(({ id }) => !before.has(id)).map(({ event }) => event)
}

async function listEvents(databaseUrl: string): Promise<{ id: string; event: TestEvent }[]> {
  const rows = await query(
    databaseUrl,
    'SELECT id, type, "actorId", "clientId", "targetId", data FROM audit_events ORDER BY type, id',
  )
  return rows.map(({ id, data, ...rest }) => ({
    id: String(id),
    event: { ...rest, data: JSON.parse(String(data)) } as unknown as TestEvent,
  }))
}
