// Who administers: an enabled user whose scopes, direct, through roles and implied, cover all that our own API asks for.

import { impliesOf } from '../authorization-server/registered-scopes.ts'
import type { ScopeDefinition } from '../authorization-server/storage.ts'
import { expandImplied } from '../scope/implied.ts'
import { isSubset } from '../scope/intersect.ts'
import { wildcard } from '../scope/scope.ts'
import { ScopeSet } from '../scope/scope-set.ts'
import { adminScopes } from './built-in-scopes.ts'

/** Tells administrators from others, as long as the registry of scopes is what it is. */
export interface AdministratorTest {
  /**
   * Every administrator holds one of these, word for word: for a store, which can look for them among many users. Null when there are too
   * many to list.
   */
  readonly marks: readonly string[] | null
  /** @param scopes all that a user holds, directly and through roles, before implied ones */
  readonly isAdministrator: (scopes: readonly string[]) => boolean
}

/** How the store is told, which decides nothing itself: it reads the registry in the transaction that asks. */
export type AdministratorTestOf = (definitions: readonly ScopeDefinition[]) => AdministratorTest

/** Administrators can change users, whatever else: who has no way to that scope is none. */
const telling = 'users:write'

/** The test for a registry. */
export const administratorTestOf: AdministratorTestOf = (definitions) => {
  const implies = impliesOf(definitions)
  return {
    marks: listMarks(definitions),
    isAdministrator: (scopes) => isSubset(adminScopes, expandImplied(scopes, implies)),
  }
}

const maxMarks = 100
/** Each one more doubles the wildcards that cover it. */
const maxSegments = 5

function listMarks(definitions: readonly ScopeDefinition[]): string[] | null {
  const ways = waysTo(telling, definitions)
  if (ways.some((way) => way.split(':').length > maxSegments)) return null
  const marks = new Set(ways.flatMap(covering))
  return marks.size > maxMarks ? null : [...marks]
}

/** The scope, and every wildcard that covers it. */
function covering(scope: string): string[] {
  const segments = scope.split(':')
  let starts = ['']
  const wildcards: string[] = []
  for (const segment of segments) {
    wildcards.push(...starts.map((start) => `${start}${wildcard}`))
    starts = starts.flatMap((start) => [`${start}${segment}:`, `${start}${wildcard}:`])
  }
  return [...wildcards, ...starts.map((start) => start.slice(0, -1))]
}

/** The scope, and every registered one that brings it along, directly or through others. */
function waysTo(target: string, definitions: readonly ScopeDefinition[]): string[] {
  const ways = new Set([target])
  for (let size = 0; size < ways.size; ) {
    size = ways.size
    for (const { name, implies } of definitions) {
      if (ways.has(name) || implies.length === 0) continue
      const implied = new ScopeSet(implies)
      if ([...ways].some((way) => implied.covers(way))) ways.add(name)
    }
  }
  return [...ways]
}
