// What must hold in the database whatever has happened: each invariant is a query that finds offending rows.

import { expect } from 'vitest'
import { isSubset } from '../../src/scope/intersect.ts'
import { query } from './sql.ts'

const invariants: Readonly<Record<string, string>> = {
  'I1: a refresh token has at most one child':
    'SELECT "parentId" FROM refresh_tokens WHERE "parentId" IS NOT NULL GROUP BY "parentId" HAVING COUNT(*) > 1',
  'I2: a session has at most one live leaf':
    'SELECT "sessionId" FROM refresh_tokens WHERE "spentAt" IS NULL GROUP BY "sessionId" HAVING COUNT(*) > 1',
  'I3: a spent token has a child, or its session is dead': `SELECT t.id FROM refresh_tokens t JOIN sessions s ON s.id = t."sessionId"
     WHERE t."spentAt" IS NOT NULL AND s."revokedAt" IS NULL AND NOT EXISTS (SELECT 1 FROM refresh_tokens c WHERE c."parentId" = t.id)`,
  'I4: no live leaf under a revoked session': `SELECT t.id FROM refresh_tokens t JOIN sessions s ON s.id = t."sessionId"
     WHERE t."spentAt" IS NULL AND s."revokedAt" IS NOT NULL`,
  'I4: a revoked session is in the outbox': `SELECT s.id FROM sessions s WHERE s."revokedAt" IS NOT NULL
     AND NOT EXISTS (SELECT 1 FROM revocations r WHERE r.kind = 'session' AND r."targetId" = s.id)`,
  'I6: no token outlives the absolute end of its session': `SELECT t.id FROM refresh_tokens t JOIN sessions s ON s.id = t."sessionId"
     WHERE t."expiresAt" > s."absoluteExpiresAt"`,
  'I8: one audit event for each login': `SELECT s.id FROM sessions s
     WHERE (SELECT COUNT(*) FROM audit_events a WHERE a.type = 'login.succeeded' AND a."targetId" = s.id) <> 1`,
  'I8: one audit event for each rotation': `SELECT t."sessionId" FROM refresh_tokens t WHERE t."parentId" IS NOT NULL GROUP BY t."sessionId"
     HAVING COUNT(*) <> (SELECT COUNT(*) FROM audit_events a WHERE a.type = 'refresh.rotated' AND a."targetId" = t."sessionId")`,
  'I9: exactly one active signing key': `SELECT n FROM (SELECT COUNT(*) AS n FROM signing_keys WHERE status = 'ACTIVE') c WHERE n <> 1`,
}

export async function expectInvariants(url: string): Promise<void> {
  const broken: string[] = []
  for (const [name, sql] of Object.entries(invariants)) {
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
