// Every field of our own API, by every field that leads there, in every form, for every kind of caller: decided as the table says.

import { isInterfaceType, isUnionType, parse, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import { adminScopes } from '../../../src/administration/built-in-scopes.ts'
import { createApiGate } from '../../../src/graphql/api-server.ts'
import { buildApiSchema } from '../../../src/graphql/schema.ts'
import type { Denial } from '../../../src/resource-server/denial.ts'
import { accessToken } from '../../../src/testing/index.ts'
import { callersOf } from './callers.ts'
import { askFor, coordinatesOf, forms, waysOf } from './documents.ts'
import { namedScopes, refusalOn, table } from './table.ts'

const schema = buildApiSchema()
const gate = createApiGate(schema, () => new Date())
const callers = callersOf(adminScopes).map((caller) => ({
  ...caller,
  token: caller.scopes && accessToken({ scopes: caller.scopes }),
}))

describe('the table of who reaches which field', () => {
  it('has every field of the API, and no other', () => {
    expect([...table.keys()].sort()).toEqual(coordinatesOf(schema).sort())
  })

  it('is sorted, so that each has its place', () => {
    expect([...table.keys()]).toEqual([...table.keys()].sort())
  })

  it('names scopes of our own alone', () => {
    expect(namedScopes.filter((scope) => !adminScopes.includes(scope))).toEqual([])
  })

  it('needs no interface, union or subscription to be tried through, for there is none', () => {
    expect(Object.values(schema.getTypeMap()).filter((type) => isInterfaceType(type) || isUnionType(type))).toEqual([])
    expect(schema.getSubscriptionType()).toBeUndefined()
  })

  it.each(forms)(
    'is what the gate decides when a field is asked for by the form: %s',
    async (form) => {
      const wrong: unknown[] = []
      const tried = new Set<string>()
      for (const way of waysOf(schema)) {
        const { query, variables, path } = askFor(schema, way, form)
        const document = parse(query)
        expect(validate(schema, document).map(({ message }) => `${query}: ${message}`)).toEqual([])
        for (const caller of callers) {
          const decision = await gate.decide({ document, variableValues: variables }, caller.token)
          const expected = expectedDenial({ way, path }, caller)
          const found = decision.kind === 'allow' ? undefined : decision.denials.map(tell)
          if (JSON.stringify(found) !== JSON.stringify(expected && [expected]))
            wrong.push({ caller: caller.name, way, found, expected })
        }
        tried.add(way.at(-1) ?? '')
      }
      expect(wrong.slice(0, 5)).toEqual([])
      expect([...tried].sort()).toEqual([...table.keys()].sort())
    },
    120_000,
  )
})

function expectedDenial({ way, path }: { way: readonly string[]; path: readonly string[] }, caller: (typeof callers)[number]) {
  const refusal = refusalOn(way, caller)
  if (!refusal) return undefined
  const { coordinate, requiredScopes, missingScopes } = refusal
  const reason = refusal.reason === 'MISSING' ? 'UNAUTHENTICATED' : refusal.reason
  return { coordinate, path: path.slice(0, way.indexOf(coordinate) + 1), reason, requiredScopes, missingScopes }
}

function tell({ coordinate, path, reason, requiredScopes, missingScopes }: Denial) {
  return { coordinate, path, reason, requiredScopes, missingScopes }
}
