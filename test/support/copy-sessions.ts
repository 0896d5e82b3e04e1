// Many sessions like one, where as many logins would take minutes.

import { query } from './sql.ts'

/** Adds so many copies of a session and its refresh tokens; their ids are that of the session, an underscore, and a number from 1. */
export async function copySessions(databaseUrl: string, id: string, count: number): Promise<void> {
  const numbers = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`
  const columns = '"userId", "clientId", audience, scopes, "createdAt", "lastUsedAt", "expiresAt", "absoluteExpiresAt"'
  await query(
    databaseUrl,
    `INSERT INTO sessions (id, ${columns}) ${numbers} SELECT '${id}_' || i, ${columns} FROM sessions, n WHERE id = '${id}'`,
  )
  await query(
    databaseUrl,
    `INSERT INTO refresh_tokens (id, hash, "sessionId", scopes, "createdAt", "expiresAt") ${numbers}
     SELECT 'rft_${id}_' || i, 'hash of ${id} ' || i, '${id}_' || i, scopes, "createdAt", "expiresAt"
     FROM refresh_tokens, n WHERE "sessionId" = '${id}'`,
  )
}
