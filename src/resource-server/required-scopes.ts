// What it takes to have a whole operation allowed: whether a token, and every minimal set of scopes.

import type { GraphQLSchema } from 'graphql'
import { bindScopeTemplate, type ScopeTemplate } from '../scope/template.ts'
import type { FieldArguments } from './caller.ts'
import { type Clause, minimalSets } from './minimal-sets.ts'
import { coerceVariables, isIncluded, type OperationRequest, type Variables } from './operation.ts'
import type { Plan } from './plan.ts'
import { argumentsOf } from './plan-facts.ts'
import type { Below, FieldUse, Group } from './plan-nodes.ts'
import type { Requirement } from './requirement.ts'
import type { TypeRule } from './schema-rules.ts'

/** What an operation needs. */
export interface RequiredScopes {
  /** False when a caller without a token has all of it. */
  readonly needsToken: boolean
  /** Each minimal set of scopes with which all of it is allowed. `[[]]`: any token, or none, will do. `[]`: no set of scopes ever does. */
  readonly alternatives: readonly (readonly string[])[]
  /** False when there are more minimal sets than those listed, which are then some of the smallest. */
  readonly isComplete: boolean
}

/**
 * The scopes that one operation needs, with these variables. Policies are taken to hold.
 *
 * Variables that graphql-js would refuse, or that are missing, leave placeholders as they are written, and selections under `@skip` and
 * `@include` in: so an operation can be looked at before it is ever run.
 */
export function findRequiredScopes(schema: GraphQLSchema, plan: Plan, request: OperationRequest): RequiredScopes {
  const { coerced } = coerceVariables(schema, plan.operation, request.variableValues)
  const requirements = plan.root ? collectRequirements(plan.root, coerced ?? {}) : []
  const needsToken = requirements.some(({ requirement }) => requirement.authenticated)
  const clauses = requirements.flatMap(({ requirement, args }) =>
    requirement.scopes.map((alternatives) => toClause(alternatives, { args, keepsUnbound: coerced === undefined })),
  )
  const { sets, isComplete } = minimalSets(clauses)
  return { needsToken, alternatives: sets, isComplete }
}

interface Asked {
  readonly requirement: Requirement
  readonly args: FieldArguments
}

/** What every use, and every object it may return, requires. */
function collectRequirements(root: Group, variables: Variables): Asked[] {
  const asked = new Map<unknown, Asked>()
  const seen = new Set<Group | Below>()
  const lists = new Set<readonly TypeRule[]>()

  const visitUse = (use: FieldUse) => {
    const { requirement, hasPlaceholders, possibleTypes } = use.rule
    // With placeholders each use asks for something of its own.
    asked.set(hasPlaceholders ? use : requirement, { requirement, args: argumentsOf(use, variables) })
    if (!lists.has(possibleTypes)) {
      lists.add(possibleTypes)
      for (const type of possibleTypes) asked.set(type.requirement, { requirement: type.requirement, args: undefined })
    }
    if (seen.has(use.below)) return
    seen.add(use.below)
    for (const { group } of use.below.children) visit(group)
  }
  const visit = (group: Group) => {
    if (seen.has(group)) return
    seen.add(group)
    for (const { selection, group: part } of group.parts) if (isIncluded(selection, variables)) visit(part)
    for (const use of group.fields) if (isIncluded(use.node, variables)) visitUse(use)
  }
  visit(root)
  return [...asked.values()]
}

function toClause(
  alternatives: readonly (readonly ScopeTemplate[])[],
  { args, keepsUnbound }: { args: FieldArguments; keepsUnbound: boolean },
): Clause {
  return alternatives.flatMap((all) => {
    const bound = all.map((scope) => bindScopeTemplate(scope, args ?? {}) ?? (keepsUnbound ? scope.source : undefined))
    // An alternative that cannot be bound can never hold.
    return bound.every((scope) => scope !== undefined) ? [bound] : []
  })
}
