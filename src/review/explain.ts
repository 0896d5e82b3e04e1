// Explains one operation: its tree, whether a caller may run it, and the least scopes that it takes.

import { QueryTooComplexError } from '../errors.ts'
import { Caller } from '../resource-server/caller.ts'
import { Judge } from '../resource-server/judge.ts'
import { planOperation } from '../resource-server/plan.ts'
import type { RequiredScopes } from '../resource-server/required-scopes.ts'
import { CallerOfAnyArguments } from './any-arguments.ts'
import { createOperationTree, type TreeNode } from './operation-tree.ts'
import type { ReadOperation } from './read-operation.ts'
import type { ReadRules } from './read-rules.ts'
import { tellAt, WrongInputError } from './wrong-input.ts'

/** Who is judged: someone without a token, the bearer of scopes, or nobody. */
export type Who =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'bearer'; readonly scopes: readonly string[] }

/** What there is to say about an operation. */
export interface Explanation {
  /** `query Orders` */
  readonly title: string
  readonly tree: readonly TreeNode[]
  /** Undefined when nobody is judged. */
  readonly isAllowed: boolean | undefined
  readonly required: RequiredScopes
  /** Policies that the operation depends on besides, taken to hold. */
  readonly policies: readonly string[]
}

/** A tree with more nodes than this is for nobody to read. */
const maxNodes = 20_000

/**
 * Explains an operation as a gate with default options decides about it. Policies are taken to hold: only the server can ask them.
 *
 * @throws {WrongInputError} it is nested deeper than 500 levels, or spreads over more than 20,000 fields
 */
export function explain(read: ReadOperation, { schema, rules, gate }: ReadRules, who: Who): Explanation {
  const { operation, request, file } = read
  const plan = refusingDepth(file, () => planOperation({ schema, rules }, request, operation))
  const tree = createOperationTree({ schema, rules, read, judge: judgeOf(who, read) })
  if (countNodes(tree) > maxNodes)
    throw new WrongInputError([
      tellAt(file, undefined, `the operation spreads over more than ${maxNodes} fields, too many to show.`),
    ])
  return {
    title: [operation.operation, ...(operation.name ? [operation.name.value] : [])].join(' '),
    tree,
    isAllowed: who.kind === 'nobody' ? undefined : countNodes(tree, ({ mark }) => mark === 'denied') === 0,
    required: gate.requiredScopes(request),
    policies: [...plan.facts.policies].sort(),
  }
}

function refusingDepth<T>(file: string, plan: () => T): T {
  try {
    return plan()
  } catch (error) {
    if (error instanceof QueryTooComplexError) throw new WrongInputError([tellAt(file, undefined, error.message)])
    throw error
  }
}

function judgeOf(who: Who, { operation, knowsVariables }: ReadOperation): Judge | undefined {
  if (who.kind === 'nobody') return undefined
  const token = who.kind === 'anonymous' ? null : { scopes: who.scopes }
  const caller = knowsVariables ? new Caller(token) : new CallerOfAnyArguments(token)
  return new Judge({ caller, policyHolds: () => true, isStrict: operation.operation === 'mutation' })
}

/** How many nodes the tree shows; those that are the same object count wherever they stand. */
export function countNodes(tree: readonly TreeNode[], isCounted: (node: TreeNode) => boolean = () => true): number {
  const known = new Map<TreeNode, number>()
  const countOf = (node: TreeNode): number => {
    const count = known.get(node) ?? node.children.reduce((sum, child) => sum + countOf(child), isCounted(node) ? 1 : 0)
    known.set(node, count)
    return count
  }
  return tree.reduce((sum, node) => sum + countOf(node), 0)
}
