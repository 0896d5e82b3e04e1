// RFC 8707 section 2

import { describe, expect, it } from 'vitest'
import { chooseAudience } from '../../src/authorization-server/audience.ts'
import type { Client } from '../../src/authorization-server/storage.ts'
import { InvalidAudienceError } from '../../src/errors.ts'
import { testSettings } from '../support/authority.ts'

const own = testSettings.audience
const reports = 'https://reports.example'

describe('the audience of a token', () => {
  it.each<[string, string[], string | null | undefined, string | null]>([
    ['the default, when none is asked for', [], undefined, own],
    ['the default, for null', [], null, own],
    ['the default, asked for by name', [], own, own],
    ['no other, for a client that lists none', [], reports, null],
    ['one that the client lists', [own, reports], reports, reports],
    ['the default, of a client that lists it', [own, reports], undefined, own],
    ['not the default, of a client that lists others', [reports], undefined, null],
    ['not one that differs by a slash', [reports], `${reports}/`, null],
    ['not one that differs by letter case', [reports], 'https://Reports.example', null],
    ['not the empty text', [reports], '', null],
  ])('is %s', (_what, allowedAudiences, asked, expected) => {
    const choose = () => chooseAudience(clientWith(allowedAudiences), asked, testSettings)
    if (expected === null) expect(choose).toThrow(InvalidAudienceError)
    else expect(choose()).toBe(expected)
  })
})

function clientWith(allowedAudiences: readonly string[]): Client {
  const at = new Date(0)
  return {
    id: 'cli_test',
    name: 'Test client',
    description: null,
    type: 'PUBLIC',
    isFirstParty: true,
    version: 1,
    grantTypes: [],
    allowedScopes: [],
    defaultScopes: [],
    allowedAudiences,
    accessTokenLifetimeSeconds: null,
    refreshTokenIdleSeconds: null,
    refreshTokenAbsoluteSeconds: null,
    isEnabled: true,
    secrets: [],
    createdAt: at,
    updatedAt: at,
  }
}
