// What comes of one operation for one caller: allowed whole, or what exactly is refused of it.

import type { FieldNode } from 'graphql'
import { createNullFinder } from './certain-null.ts'
import { explainField, type Refusal } from './denial.ts'
import type { Judge } from './judge.ts'
import type { Variables } from './operation.ts'
import type { Plan } from './plan.ts'
import { argumentsOf } from './plan-facts.ts'
import type { FieldUse, Group } from './plan-nodes.ts'
import { type FoundDenial, Survey } from './survey.ts'

/** A field refused at one place for the sake of another: where that other one is, and why. */
export interface NulledField {
  readonly refusal: Refusal
  /** Response keys from the root to what is refused. */
  readonly path: readonly string[]
}

/** What is refused of an operation. It depends on the caller's scopes alone, so equal callers share it. */
export interface Refusals {
  readonly listed: readonly FoundDenial[]
  /** Whether there are more than those listed. */
  readonly hasMore: boolean
  /** Whether a root field is refused. */
  readonly refusesRoot: boolean
  /** In strict mode: fields refused on one possible type, and so on every type they are selected on. */
  readonly strictNodes: ReadonlyMap<FieldNode, Refusal>
  /** Root fields of a mutation that must not run, as what is refused below makes them null anyway. */
  readonly nulledRoots: ReadonlyMap<FieldNode, NulledField>
}

/** Judges a planned operation; undefined when all of it is allowed. */
export function findRefusals(plan: Plan, judge: Judge, variables: Variables): Refusals | undefined {
  const survey = new Survey({ plan, judge, variables })
  const { listed, hasMore } = survey.denials()
  if (listed.length === 0) return undefined

  return {
    listed,
    hasMore,
    refusesRoot: rootUses(plan, survey).some((use) => survey.refuses(use)),
    strictNodes: judge.isStrict ? findStrictNodes(survey, variables) : new Map(),
    nulledRoots: plan.operation.operation === 'mutation' ? findNulledRoots(plan, survey, variables) : new Map(),
  }
}

/** Names of the policies on fields and types that are selected and that nothing but a policy could refuse. */
export function findPolicyNames(plan: Plan, judge: Judge, variables: Variables): string[] {
  const survey = new Survey({ plan, judge, variables })
  const requirements = survey
    .reachedUses()
    .filter((use) => !survey.refuses(use))
    .flatMap(({ rule }) => [rule, ...rule.possibleTypes.filter((type) => !judge.refusesType(type))])
    .map(({ requirement }) => requirement)
  return [...new Set(requirements.flatMap(({ policies }) => policies.flat(2)))]
}

function findStrictNodes(survey: Survey, variables: Variables): Map<FieldNode, Refusal> {
  const refused = survey.reachedUses().filter((use) => survey.refuses(use))
  return new Map(refused.map((use) => [use.node, explainUse(use, survey.judge, variables)]))
}

function findNulledRoots(plan: Plan, survey: Survey, variables: Variables): Map<FieldNode, NulledField> {
  const findCause = createNullFinder(survey)
  const nulled = new Map<FieldNode, NulledField>()
  for (const use of rootUses(plan, survey)) {
    const cause = findCause(use)
    const refused = cause?.at(-1)
    if (!cause || !refused) continue
    nulled.set(use.node, {
      refusal: explainUse(refused, survey.judge, variables),
      path: cause.map(({ node }) => node.alias?.value ?? node.name.value),
    })
  }
  return nulled
}

function rootUses({ root }: Plan, survey: Survey): FieldUse[] {
  const seen = new Set<Group>()
  const visit = (group: Group): FieldUse[] => {
    if (seen.has(group)) return []
    seen.add(group)
    return [...survey.fields(group), ...[...survey.parts(group)].flatMap(visit)]
  }
  return root ? visit(root) : []
}

function explainUse(use: FieldUse, judge: Judge, variables: Variables): Refusal {
  return explainField(use.rule, judge, argumentsOf(use, variables))
}
