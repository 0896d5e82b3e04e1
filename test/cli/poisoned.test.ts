// A service whose database client can no longer be believed. A trigger that takes back what was written stands for it.

import { afterEach, expect, it } from 'vitest'
import { createDatabase, engines, type TestDatabase } from '../support/databases.ts'
import { createFolder, fieldgateCommand, startProgram } from '../support/program.ts'
import { query } from '../support/sql.ts'

const triggers = {
  sqlite: [
    `CREATE TRIGGER forget AFTER UPDATE ON sequences WHEN NEW.name = 'probe' AND NEW.value > 0
     BEGIN UPDATE sequences SET value = 0 WHERE name = 'probe'; END`,
  ],
  postgresql: [
    `CREATE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql AS
     $$ BEGIN UPDATE sequences SET value = 0 WHERE name = 'probe'; RETURN NULL; END $$`,
    `CREATE TRIGGER forget AFTER UPDATE ON sequences FOR EACH ROW WHEN (NEW.name = 'probe' AND NEW.value > 0)
     EXECUTE FUNCTION forget()`,
  ],
}

let database: TestDatabase
afterEach(() => database.drop())

it.each(engines)('fieldgate start ends with 1, and says why, once a read on %s lags behind its own write', async (engine) => {
  database = await createDatabase(engine)
  const folder = createFolder()
  const environment = {
    FIELDGATE_PORT: '0',
    FIELDGATE_DATABASE_URL: database.url,
    FIELDGATE_ISSUER: 'http://localhost:4000',
    FIELDGATE_SECRET: 'a root secret for tests only, 0123456789 abcdefghij',
  }
  const program = startProgram({ args: [fieldgateCommand, 'start'], folder: folder.path, environment })
  const [, url] = await program.waitFor('stderr', /"url":"([^"]+)".*"msg":"listening"/)
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
  for (const sql of triggers[engine]) await query(database.url, sql)
  // An answer of the probe is good for a second.
  const asking = setInterval(() => void fetch(`${url}/readyz`).catch(() => undefined), 200)
  expect(await program.end()).toBe(1)
  clearInterval(asking)
  expect(program.stderr()).toMatch(/"level":60,.*PoisonedClientError.*"msg":"the database client can no longer be believed"/)
  folder.remove()
})
