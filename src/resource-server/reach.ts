// What one caller could reach in a schema, whatever they ask for: the most that their scopes are good for.

import { canBeCovered, type ScopeTemplate } from '../scope/template.ts'
import type { AccessToken } from '../token/access-token.ts'
import type { Requirement } from './requirement.ts'
import type { SchemaRules } from './schema-rules.ts'
import type { Reach } from './visible-fields.ts'

/** How far tokens reach into one schema. */
export interface ReachOptions {
  readonly rules: SchemaRules
  /** Whether an abstract type with a refused member is refused whole, below the root type of that name. */
  readonly isStrict: (typeName: string) => boolean
}

/** Makes the function that finds it. Arguments and policies are taken to be as good as they can be. */
export function createReachFinder({ rules, isStrict }: ReachOptions): (token: AccessToken | null) => Reach {
  const requirements = [...rules.fields.values(), ...rules.types.values()].map(({ requirement }) => requirement)
  const templates = [...new Map(requirements.flatMap(scopesOf).map((template) => [template.source, template])).values()]

  return function findReach(token) {
    const granted = token?.scopes ?? []
    const coverable = new Set(templates.filter((template) => canBeCovered(template, granted)).map(({ source }) => source))
    const meets = ({ authenticated, scopes }: Requirement) =>
      (token !== null || !authenticated) &&
      scopes.every((any) => any.some((all) => all.every(({ source }) => coverable.has(source))))
    const canReachType = (typeName: string) => {
      const rule = rules.types.get(typeName)
      return rule !== undefined && meets(rule.requirement)
    }
    return {
      key: JSON.stringify([token !== null, templates.map(({ source }) => +coverable.has(source)).join('')]),
      canReachType,
      canReachField(typeName, fieldName) {
        const rule = rules.fields.get(`${typeName}.${fieldName}`)
        if (!rule || !meets(rule.requirement)) return false
        return !isStrict(typeName) || rule.possibleTypes.every(({ requirement }) => meets(requirement))
      },
    }
  }
}

function scopesOf({ scopes }: Requirement): ScopeTemplate[] {
  return scopes.flat(2)
}
