// What must hold in the database whatever has happened: each invariant is a query that finds offending rows.

import { expect } from 'vitest'
import { isSubset } from '../../src/scope/intersect.ts'
import { query } from './sql.ts'

const isRotation = `a.type = 'refresh.rotated' AND a."targetId" = s.id`

const invariants: Readonly<Record<string, string>> = {
  'I1: a refresh token has at most one child':
    'SELECT "parentId" FROM refresh_tokens WHERE "parentId" IS NOT NULL GROUP BY "parentId" HAVING COUNT(*) > 1',
  'I2: a session has at most one live leaf':
    'SELECT "sessionId" FROM refresh_tokens WHERE "spentAt" IS NULL GROUP BY "sessionId" HAVING COUNT(*) > 1',
  'I3: a spent token has a child, or its session is dead': `SELECT t.id FROM refresh_tokens t JOIN sessions s ON s.id = t."sessionId"
     WHERE t."spentAt" IS NOT NULL AND s."revokedAt" IS NULL AND NOT EXISTS (SELECT 1 FROM refresh_tokens c WHERE c."parentId" = t.id)`,
  'I4: no live leaf under a revoked session': `SELECT t.id FROM refresh_tokens t JOIN sessions s ON s.id = t."sessionId"
     WHERE t."spentAt" IS NULL AND s."revokedAt" IS NOT NULL`,
  'I4: a revoked session is in the outbox': `SELECT s.id FROM sessions s WHERE s."revokedAt" >= :outboxSince
     AND NOT EXISTS (SELECT 1 FROM revocations r WHERE r.kind = 'session' AND r."targetId" = s.id)`,
  'I6: no token outlives the absolute end of its session': `SELECT t.id FROM refresh_tokens t JOIN sessions s ON s.id = t."sessionId"
     WHERE t."expiresAt" > s."absoluteExpiresAt"`,
  'I8: one audit event for each login': `SELECT s.id FROM sessions s
     WHERE (SELECT COUNT(*) FROM audit_events a WHERE a.type = 'login.succeeded' AND a."targetId" = s.id) <> 1`,
  // Cleaning takes a family's oldest tokens and leaves their events: then what was rotated after the oldest token that is left must be
  // there. Several rotations of one instant cannot be told apart.
  'I8: one audit event for each rotation': `SELECT id FROM (
       SELECT o.id, CASE WHEN o."createdAt" = s."createdAt" THEN 1 ELSE 0 END AS whole,
         (SELECT COUNT(*) FROM refresh_tokens t WHERE t."sessionId" = s.id AND t."parentId" IS NOT NULL) AS rotated,
         (SELECT COUNT(*) FROM audit_events a WHERE ${isRotation}) AS told,
         (SELECT COUNT(*) FROM audit_events a WHERE ${isRotation} AND a.at > o."createdAt") AS later,
         (SELECT COUNT(*) FROM audit_events a WHERE ${isRotation} AND a.at >= o."createdAt") - 1 AS since
       FROM refresh_tokens o JOIN sessions s ON s.id = o."sessionId" WHERE o."parentId" IS NULL) f
     WHERE (whole = 1 AND rotated <> told) OR (whole = 0 AND rotated NOT BETWEEN later AND since)`,
  'I8: a family has one oldest token': `SELECT "sessionId" FROM refresh_tokens GROUP BY "sessionId"
     HAVING SUM(CASE WHEN "parentId" IS NULL THEN 1 ELSE 0 END) <> 1`,
  'I8: a session that was refreshed still has a token': `SELECT s.id FROM sessions s
     WHERE s."revokedAt" IS NULL AND EXISTS (SELECT 1 FROM audit_events a WHERE ${isRotation}) AND NOT EXISTS (SELECT 1 FROM refresh_tokens t WHERE t."sessionId" = s.id)`,
  'I9: exactly one active signing key': `SELECT n FROM (SELECT COUNT(*) AS n FROM signing_keys WHERE status = 'ACTIVE') c WHERE n <> 1`,
}

/** @param cleanedAt when the database was cleaned last: revocations may be gone whose tokens had expired by then, with two minutes to spare */
export async function expectInvariants(url: string, cleanedAt?: Date): Promise<void> {
  const broken: string[] = []
  const outboxSince = new Date(cleanedAt === undefined ? 0 : cleanedAt.getTime() - (3_600 + 120) * 1000)
  for (const [name, template] of Object.entries(invariants)) {
    const sql = template.replace(':outboxSince', `'${outboxSince.toISOString().replace('Z', '+00:00')}'`)
    if ((await query(url, sql)).length > 0) broken.push(name)
  }
  const tokens = await query(
    url,
    `SELECT t.scopes AS child, p.scopes AS parent FROM refresh_tokens t JOIN refresh_tokens p ON p.id = t."parentId"`,
  )
  const isWider = tokens.some(({ child, parent }) => !isSubset(members(child), members(parent)))
  if (isWider) broken.push("I5: a child's scopes are within its parent's")
  expect(broken).toEqual([])
}

function members(list: unknown): string[] {
  return String(list).split(' ').filter(Boolean)
}
