// Sessions and refresh tokens straight into the tables, by the hundred thousand: logging in would take hours of Argon2.

import { randomBytes } from 'node:crypto'

const sessionColumns = 'id userId clientId audience scopes createdAt lastUsedAt expiresAt absoluteExpiresAt'.split(' ')
const tokenColumns = 'id sessionId hash scopes createdAt expiresAt'.split(' ')
const userColumns = 'id email passwordHash passwordChangedAt scopes isEnabled createdAt updatedAt'.split(' ')
const roleColumns = ['userId', 'roleId']
/** Well below the number that a login leaves alive. */
const sessionsEach = 20
const day = 24 * 3600 * 1000
const batch = 5_000

/**
 * Adds users like the demo user, and sessions of theirs, and returns the ids and the refresh tokens of `known` sessions, spread evenly; the others have
 * the hash of nothing. The table holds them all the same, so that what is driven lies between what is not.
 *
 * @param options.hash the keyed hash that the service knows a refresh token by
 */
export async function seedSessions({ databaseUrl, demo, issuer, hash, count, known, users = Math.ceil(count / sessionsEach) }) {
  const writer = databaseUrl.startsWith('file:') ? await openSqlite(databaseUrl.slice(5)) : await openPostgres(databaseUrl)
  const now = Date.now()
  const [made, idle, end] = [now, now + 14 * day, now + 90 * day].map((time) => writer.instant(time))
  const scopes = demo.user.scopes.join(' ')
  const every = Math.max(1, Math.floor(count / Math.max(1, known)))
  const tokens = []
  let userIds = []
  try {
    userIds = await addUsers(writer, { email: demo.user.email, scopes, count: users, made })
    for (let first = 0; first < count; first += batch) {
      const sessions = []
      const refreshTokens = []
      for (let index = first; index < Math.min(count, first + batch); index += 1) {
        const isKnown = index % every === 0 && tokens.length < known
        const token = isKnown ? `fgr_${randomBytes(32).toString('base64url')}` : undefined
        if (token) tokens.push(token)
        const id = newId('ses', now)
        sessions.push([id, userIds[index % userIds.length], demo.clientId, issuer, scopes, made, made, idle, end])
        const tokenHash = token ? hash(token) : randomBytes(32).toString('base64url')
        refreshTokens.push([newId('rft', now), id, tokenHash, scopes, made, idle])
      }
      await writer.insert('sessions', sessionColumns, sessions)
      await writer.insert('refresh_tokens', tokenColumns, refreshTokens)
    }
    await writer.settle()
  } finally {
    await writer.close()
  }
  return { tokens, userIds }
}

async function addUsers(writer, { email, scopes, count, made }) {
  const [like] = await writer.select(`SELECT id, "passwordHash", "isEnabled" FROM users WHERE email = '${email}'`)
  const roles = await writer.select(`SELECT "roleId" FROM user_roles WHERE "userId" = '${like.id}'`)
  const ids = Array.from({ length: count }, () => newId('usr', Date.now()))
  for (let first = 0; first < count; first += batch) {
    const some = ids.slice(first, first + batch)
    const row = (id) => [id, `${id}@example.com`, like.passwordHash, made, scopes, like.isEnabled, made, made]
    await writer.insert('users', userColumns, some.map(row))
    const held = some.flatMap((id) => roles.map(({ roleId }) => [id, roleId]))
    await writer.insert('user_roles', roleColumns, held)
  }
  return ids
}

async function openSqlite(path) {
  const { default: Sqlite } = await import('better-sqlite3')
  const database = new Sqlite(path)
  database.pragma('synchronous = OFF')
  // In KiB: hashes come in no order, so the whole of their index is written to all the time.
  database.pragma('cache_size = -400000')
  database.pragma('foreign_keys = ON')
  return {
    // As Prisma's adapter writes them.
    instant: (time) => new Date(time).toISOString().replace('Z', '+00:00'),
    insert: (table, columns, rows) => {
      const places = columns.map(() => '?').join(', ')
      const statement = database.prepare(`INSERT INTO ${table} (${quoted(columns)}) VALUES (${places})`)
      database.transaction(() => {
        for (const row of rows) statement.run(row)
      })()
    },
    select: (sql) => database.prepare(sql).all(),
    settle: () => database.pragma('wal_checkpoint(TRUNCATE)'),
    close: () => database.close(),
  }
}

async function openPostgres(url) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('SET synchronous_commit = off')
  return {
    instant: (time) => new Date(time).toISOString().replace('Z', ''),
    insert: async (table, columns, rows) => {
      const arrays = columns.map((_, column) => rows.map((row) => row[column]))
      const types = columns.map((name) => (name.endsWith('At') ? 'timestamp' : name.startsWith('is') ? 'boolean' : 'text'))
      const unnest = types.map((type, index) => `$${index + 1}::${type}[]`).join(', ')
      await client.query(`INSERT INTO ${table} (${quoted(columns)}) SELECT * FROM unnest(${unnest})`, arrays)
    },
    select: async (sql) => (await client.query(sql)).rows,
    settle: async () => {
      for (const table of ['users', 'sessions', 'refresh_tokens']) await client.query(`VACUUM (ANALYZE) ${table}`)
      await client.query('CHECKPOINT')
    },
    close: () => client.end(),
  }
}

const quoted = (columns) => columns.map((name) => `"${name}"`).join(', ')

/** As the service makes them: a prefix and a UUIDv7. */
function newId(prefix, time) {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(time, 0, 6)
  bytes[6] = 0x70 | (bytes[6] & 0x0f)
  bytes[8] = 0x80 | (bytes[8] & 0x3f)
  const hex = bytes.toString('hex')
  return `${prefix}_${[hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')}`
}
