// What of a planned operation one caller is refused, found by walking the plan with the request's variables.

import type { FieldNode } from 'graphql'
import { type Denial, explainField, explainType } from './denial.ts'
import type { Judge } from './judge.ts'
import { isIncluded, type Variables } from './operation.ts'
import { type Plan, returnsList } from './plan.ts'
import { argumentsOf } from './plan-facts.ts'
import type { Below, FieldUse, Group } from './plan-nodes.ts'

/** One refusal with what an answer needs to point at it. */
export interface FoundDenial extends Denial {
  readonly nodes: readonly FieldNode[]
  /** Whether a list lies on the way, so that the path names no single position. */
  readonly crossesList: boolean
}

/** At most so many denials are listed. */
export const maxDenials = 100

/** Walks one plan for one judge and one set of variables. Parts that are shared are walked once. */
export class Survey {
  readonly judge: Judge
  readonly #plan: Plan
  readonly #variables: Variables
  readonly #refused = new Map<FieldUse, boolean>()
  readonly #refusals = new Map<Group, boolean>()
  readonly #refusalsBelow = new Map<Below, boolean>()

  constructor({ plan, judge, variables }: { plan: Plan; judge: Judge; variables: Variables }) {
    this.#plan = plan
    this.judge = judge
    this.#variables = variables
  }

  /** Whether the rule of the field refuses this use of it. */
  refuses(use: FieldUse): boolean {
    let refused = this.#refused.get(use)
    if (refused === undefined) {
      refused = this.judge.refuses(use.rule, argumentsOf(use, this.#variables))
      this.#refused.set(use, refused)
    }
    return refused
  }

  /** The selections of a group that are left in, and below a field only what objects of allowed types show. */
  *fields(group: Group): Generator<FieldUse> {
    for (const use of group.fields) if (isIncluded(use.node, this.#variables)) yield use
  }

  *parts(group: Group): Generator<Group> {
    for (const part of group.parts) if (isIncluded(part.selection, this.#variables)) yield part.group
  }

  *children({ children }: Below): Generator<Group> {
    for (const { type, group } of children) if (!this.judge.refusesType(type)) yield group
  }

  /** Every use of a field that the walk reaches without passing a refused one, each once. */
  reachedUses(): FieldUse[] {
    const reached = new Set<FieldUse>()
    const seen = new Set<Group | Below>()
    const visit = (group: Group) => {
      if (seen.has(group)) return
      seen.add(group)
      for (const part of this.parts(group)) visit(part)
      for (const use of this.fields(group)) {
        reached.add(use)
        if (this.refuses(use) || seen.has(use.below)) continue
        seen.add(use.below)
        for (const child of this.children(use.below)) visit(child)
      }
    }
    if (this.#plan.root) visit(this.#plan.root)
    return [...reached]
  }

  /**
   * The denials in document order, one for each coordinate and position.
   *
   * Nothing under a denied parent is listed. Only parts with a denial in them are entered, so the work is bounded by what is listed.
   */
  denials(): { listed: FoundDenial[]; hasMore: boolean } {
    const listed = new Map<string, FoundDenial>()
    let hasMore = false

    const add = (denial: FoundDenial) => {
      const position = JSON.stringify([denial.path, denial.coordinate])
      if (listed.has(position)) return
      if (listed.size >= maxDenials) hasMore = true
      else listed.set(position, denial)
    }
    const visited = new Map<Group | Below, Set<string>>()
    const isNewAt = (group: Group | Below, path: readonly string[]) => {
      const places = visited.get(group) ?? new Set()
      visited.set(group, places)
      return places.size < places.add(JSON.stringify(path)).size
    }
    const visit = (group: Group, path: readonly string[], crossesList: boolean) => {
      // Two fragments that double each other meet at the same positions, and are listed there once.
      if (hasMore || !this.#hasRefusal(group) || !isNewAt(group, path)) return
      for (const part of this.parts(group)) visit(part, path, crossesList)
      for (const use of this.fields(group)) {
        const place = { path: [...path, responseKey(use.node)], nodes: [use.node], crossesList }
        for (const refusal of this.#refusalsAt(use)) add({ ...refusal, ...place })
        if (this.refuses(use) || !this.#hasRefusalBelow(use.below) || !isNewAt(use.below, place.path)) continue
        for (const child of this.children(use.below)) visit(child, place.path, crossesList || returnsList(use))
      }
    }
    if (this.#plan.root) visit(this.#plan.root, [], false)
    return { listed: [...listed.values()], hasMore }
  }

  #refusalsAt(use: FieldUse) {
    const { judge } = this
    if (this.refuses(use)) return [explainField(use.rule, judge, argumentsOf(use, this.#variables))]
    return judge.refusedOf(use.rule.possibleTypes).map((type) => explainType(type, judge))
  }

  #hasRefusal(group: Group): boolean {
    let answer = this.#refusals.get(group)
    if (answer === undefined) {
      answer =
        [...this.fields(group)].some((use) => this.#isRefusedIn(use)) ||
        [...this.parts(group)].some((part) => this.#hasRefusal(part))
      this.#refusals.set(group, answer)
    }
    return answer
  }

  #isRefusedIn(use: FieldUse): boolean {
    if (this.refuses(use) || this.judge.refusedOf(use.rule.possibleTypes).length > 0) return true
    return this.#hasRefusalBelow(use.below)
  }

  #hasRefusalBelow(below: Below): boolean {
    let answer = this.#refusalsBelow.get(below)
    if (answer === undefined) {
      answer = [...this.children(below)].some((child) => this.#hasRefusal(child))
      this.#refusalsBelow.set(below, answer)
    }
    return answer
  }
}

function responseKey(node: FieldNode): string {
  return node.alias?.value ?? node.name.value
}
