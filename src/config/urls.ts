// Settings that are URLs: the issuer and the database.

import { isLoopback } from './network.ts'
import { type Parse, SettingMistake } from './setting.ts'

/**
 * The service's public URL, as tokens carry it in `iss`: http or https, no credentials, query or fragment (RFC 8414 section 2), no
 * slash at the end, and written as `URL` writes it, because issuers are compared letter by letter.
 *
 * @param isInsecureAllowed also take http for hosts that others reach
 */
export function issuer(isInsecureAllowed: boolean): Parse<string> {
  return (text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined
    if (!url || !/^https?:\/\//i.test(text)) {
      throw new SettingMistake(
        'is not an http or https URL',
        'Set it to the public URL of this service, such as https://auth.example.com.',
      )
    }
    assertBare(url, text)
    if (text.endsWith('/')) throw new SettingMistake('ends with a slash', 'Remove the slash.')
    if (url.href !== text && url.href !== `${text}/`) {
      throw new SettingMistake(
        'is not in its plain form',
        'Write the host in small letters, leave the usual port and dots in the path out, and percent-encode what needs it.',
      )
    }
    if (url.protocol === 'http:' && !isLoopback(url.hostname) && !isInsecureAllowed) {
      throw new SettingMistake(
        'is http, and its host is not this machine',
        'Use https, or set FIELDGATE_ALLOW_INSECURE_ISSUER=true on a network you trust.',
      )
    }
    return text
  }
}

function assertBare(url: URL, text: string): void {
  if (url.username || url.password) throw new SettingMistake('has a user or a password in it', 'Remove them.')
  if (text.includes('?')) throw new SettingMistake('has a query', 'Remove everything from the question mark on.')
  if (text.includes('#')) throw new SettingMistake('has a fragment', 'Remove everything from the number sign on.')
}

/** `file:` and a path for SQLite, or the URL of a PostgreSQL database. */
export const databaseUrl: Parse<string> = (text) => {
  if (text.startsWith('file:')) assertSqlite(text)
  else if (/^postgres(ql)?:\/\//.test(text)) assertPostgresql(text)
  else {
    throw new SettingMistake(
      'names no database that is supported',
      'Set it to file:/path/to/fieldgate.db or postgresql://user:password@host:5432/database.',
    )
  }
  return text
}

function assertSqlite(text: string): void {
  const path = text.replace(/^file:(\/\/)?/, '')
  // Memory is gone at the next start, and each connection would see another database.
  if (/^:memory:|mode=memory/.test(path)) {
    throw new SettingMistake('asks for a database in memory', 'Set it to a file, such as file:/var/lib/fieldgate/fieldgate.db.')
  }
  if (/[?#]/.test(path)) throw new SettingMistake('has parameters after the path', 'Give the path only.')
  if (path === '' || path.endsWith('/')) throw new SettingMistake('names no file', 'Add the path of the database file.')
}

function assertPostgresql(text: string): void {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url) throw new SettingMistake('is not a well-formed URL', 'Percent-encode special characters in user and password.')
  // With a socket the host stands in the query.
  if (!url.hostname && !url.searchParams.has('host'))
    throw new SettingMistake('names no host', 'Add the host of the PostgreSQL server.')
  if (!/^\/[^/]+$/.test(url.pathname)) throw new SettingMistake('names no database', 'Add /name after the host and port.')
  if (url.hash) throw new SettingMistake('has a fragment', 'Percent-encode the number sign as %23.')
}
