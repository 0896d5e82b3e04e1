// Ids of events begin with their instants, so that a stretch of time is a stretch of ids.

const maxInstantMs = 2 ** 48 - 1

/** The lowest id that an event of this instant can have (RFC 9562 section 5.7). */
export function firstIdAt(instant: Date): string {
  const ms = Math.min(Math.max(instant.getTime(), 0), maxInstantMs)
  const hex = ms.toString(16).padStart(12, '0')
  return `evt_${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}

/** When the event of this id was, to the millisecond. */
export function instantOfId(id: string): Date {
  const hex = id.slice('evt_'.length).replace('-', '').slice(0, 12)
  return new Date(Number.parseInt(hex, 16))
}
