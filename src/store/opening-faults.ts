// What an operator can do about a PostgreSQL server that does not let us in. No line tells the URL, which holds a password.

import { ConfigError } from '../errors.ts'

const passing: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses connections',
  ECONNRESET: 'ends connections at once',
  ETIMEDOUT: 'does not answer',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached',
  ENOTFOUND: 'has a host name that is not known',
  EAI_AGAIN: 'has a host name that could not be looked up',
  '57P03': 'is starting up or shutting down',
  '53300': 'has no connection left',
}

/** By SQLSTATE: PostgreSQL, appendix A. */
const mistakes: Readonly<Record<string, string>> = {
  '28P01': 'has a wrong user or password. Mend them; special characters must be percent-encoded.',
  '28000': 'has a user who may not connect. Mend the user, or allow it in pg_hba.conf.',
  '3D000': 'names a database that does not exist. Create it, or mend the name.',
  '42501': 'has a user who may not change the schema. Grant it CREATE on the schema.',
}

/** The error as an operator can use it; any other error as it is. */
export function explainOpeningFault(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const mistake = mistakes[code]
  if (mistake !== undefined) return new ConfigError([`FIELDGATE_DATABASE_URL ${mistake}`])
  const fault = passing[code] ?? (isTimeout(error) ? 'does not answer' : undefined)
  if (fault === undefined) return error
  const hint = 'Start it, or check host and port in FIELDGATE_DATABASE_URL.'
  return new Error(`The PostgreSQL server ${fault}${code && ` (${code})`}. ${hint}`, { cause: error })
}

/** The driver's own timeout has no code. */
function isTimeout(error: unknown): boolean {
  return error instanceof Error && /^(timeout expired|Connection terminated due to connection timeout)/.test(error.message)
}
