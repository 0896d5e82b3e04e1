// What a decision about an operation can depend on: the rules, scopes, policies, variables and arguments that occur in it.

import { getArgumentValues, Kind, type SelectionNode } from 'graphql'
import { QueryTooComplexError } from '../errors.ts'
import type { ScopeTemplate } from '../scope/template.ts'
import type { FieldArguments } from './caller.ts'
import type { Variables } from './operation.ts'
import type { FieldUse } from './plan-nodes.ts'
import { isNothing, type Requirement } from './requirement.ts'
import type { FieldRule } from './schema-rules.ts'

/** Each list without repetitions, in the order of first use. */
export interface PlanFacts {
  /** Every requirement that something in the operation has; if all are met, all of it is allowed. */
  readonly requirements: readonly Requirement[]
  readonly scopes: readonly ScopeTemplate[]
  /** Policies that occur anywhere in the operation, asked for or not. */
  readonly policies: readonly string[]
  /** Variables that `@skip` and `@include` look at. */
  readonly conditionVariables: readonly string[]
  /** Uses of fields whose rules depend on their arguments. */
  readonly boundUses: readonly FieldUse[]
}

/** Fields times the concrete types they are selected on. */
const maxUses = 100_000

/** Gathers the facts while the plan is made. */
export class PlanFactsBuilder {
  readonly #requirements = new Set<Requirement>()
  readonly #typeLists = new Set<FieldRule['possibleTypes']>()
  readonly #conditionVariables = new Set<string>()
  #useCount = 0
  readonly #boundUses: FieldUse[] = []

  isProtected(rule: FieldRule): boolean {
    return rule.possibleTypes.length > 0 || !isNothing(rule.requirement)
  }

  addUse(use: FieldUse): void {
    this.#useCount += 1
    if (this.#useCount > maxUses) throw new QueryTooComplexError('plannedFields', this.#useCount, maxUses)
    this.#requirements.add(use.rule.requirement)
    if (!this.#typeLists.has(use.rule.possibleTypes)) {
      this.#typeLists.add(use.rule.possibleTypes)
      for (const { requirement } of use.rule.possibleTypes) this.#requirements.add(requirement)
    }
    if (use.rule.hasPlaceholders) this.#boundUses.push(use)
  }

  addCondition(selection: SelectionNode): void {
    for (const directive of selection.directives ?? []) {
      if (directive.name.value !== 'skip' && directive.name.value !== 'include') continue
      for (const { value } of directive.arguments ?? []) {
        if (value.kind === Kind.VARIABLE) this.#conditionVariables.add(value.name.value)
      }
    }
  }

  build(): PlanFacts {
    const requirements = [...this.#requirements].filter((requirement) => !isNothing(requirement))
    return {
      requirements,
      scopes: [...new Set(requirements.flatMap(({ scopes }) => scopes.flat(2)))].filter(
        ({ placeholders }) => placeholders.length === 0,
      ),
      policies: [...new Set(requirements.flatMap(({ policies }) => policies.flat(2)))],
      conditionVariables: [...this.#conditionVariables],
      boundUses: this.#boundUses,
    }
  }
}

/** The arguments that the resolver would get; undefined where graphql-js refuses them, and where the rule does not look at any. */
export function argumentsOf(use: FieldUse, variables: Variables): FieldArguments {
  if (!use.rule.hasPlaceholders) return undefined
  let known = argumentsKnown.get(variables)
  if (!known) {
    known = new Map()
    argumentsKnown.set(variables, known)
  }
  if (!known.has(use)) known.set(use, readArguments(use, variables))
  return known.get(use)
}

/** Of each request, which has variables of its own: several steps of a decision ask for the same. */
const argumentsKnown = new WeakMap<Variables, Map<FieldUse, FieldArguments>>()

function readArguments({ field, node }: FieldUse, variables: Variables): FieldArguments {
  try {
    return getArgumentValues(field, node, variables as Record<string, unknown>)
  } catch {
    // graphql-js will not call the resolver either; an unbound placeholder refuses the field.
    return undefined
  }
}
