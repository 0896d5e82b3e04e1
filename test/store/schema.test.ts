import { describe, expect, it } from 'vitest'
import { pendingSql } from '../../prisma/create-migration.js'
import { engines } from '../support/databases.ts'

describe.each(engines)('the migrations for %s', (engine) => {
  it('arrive at schema.prisma (npm run migration writes what is missing)', async () => {
    expect(await pendingSql(engine)).toBeNull()
  })
})
