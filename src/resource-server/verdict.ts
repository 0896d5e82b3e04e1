// What comes of one operation for one caller: allowed whole, or what exactly is refused of it.

import { type FieldNode, OperationTypeNode } from 'graphql'
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

/** What is refused of an operation. It depends on the caller's scopes and what of the variables the plan looks at, so equal requests share it. */
export interface Refusals {
  readonly listed: readonly FoundDenial[]
  /** Whether there are more than those listed. */
  readonly hasMore: boolean
  /** Whether a root field is refused. */
  readonly refusesRoot: boolean
}

/** Uses of fields that are refused although the field's own rule on the type at hand allows it. Found only for an operation that runs. */
export interface RefusedNodes {
  /** In strict mode: a field that is refused on one possible type, and so on every type it is selected on. */
  explainStrict(node: FieldNode): Refusal | undefined
  /** A root field of a mutation that must not run, as what is refused below makes it null anyway. */
  readonly nulledRoots: ReadonlyMap<FieldNode, NulledField>
  readonly isEmpty: boolean
}

/** Judges a planned operation; undefined when all of it is allowed. */
export function findRefusals(plan: Plan, judge: Judge, variables: Variables): Refusals | undefined {
  const survey = new Survey({ plan, judge, variables })
  const { listed, hasMore } = survey.denials()
  if (listed.length === 0) return undefined

  return { listed, hasMore, refusesRoot: rootUses(plan, survey).some((use) => survey.refuses(use)) }
}

/** Finds them for one execution. */
export function findRefusedNodes(plan: Plan, judge: Judge, variables: Variables): RefusedNodes {
  const survey = new Survey({ plan, judge, variables })
  const refused = judge.isStrict ? survey.reachedUses().filter((use) => survey.refuses(use)) : []
  const strict = new Map(refused.map((use) => [use.node, use]))
  const isMutation = plan.operation.operation === OperationTypeNode.MUTATION
  const nulledRoots = isMutation ? findNulledRoots(plan, survey, variables) : new Map<FieldNode, NulledField>()
  return {
    nulledRoots,
    isEmpty: strict.size === 0 && nulledRoots.size === 0,
    explainStrict(node) {
      const use = strict.get(node)
      return use && explainUse(use, judge, variables)
    },
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
