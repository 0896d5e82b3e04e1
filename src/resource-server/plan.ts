// The protected part of an operation, worked out once per document: everything a decision may need, without the caller.

import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isListType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  typeFromAST,
} from 'graphql'
import { QueryTooComplexError } from '../errors.ts'
import { fragmentsOf, type OperationRequest } from './operation.ts'
import { type PlanFacts, PlanFactsBuilder } from './plan-facts.ts'
import type { Below, FieldUse, Group } from './plan-nodes.ts'
import type { SchemaRules } from './schema-rules.ts'

/** An operation ready to be judged. */
export interface Plan {
  /** Tells it from every other plan. */
  readonly id: number
  readonly operation: OperationDefinitionNode
  /** Undefined when no rule speaks about anything in the operation. */
  readonly root: Group | undefined
  readonly facts: PlanFacts
}

const maxDepth = 500
let nextId = 1
const emptyGroup: Group = { fields: [], parts: [], height: 0 }
const nothingBelow: Below = { children: [], idleTypes: [], height: 0 }

/**
 * Plans one operation.
 *
 * Every pair of a selection set and a concrete type is visited once, so that fragments which double each other stay linear; what is
 * below the same selection of the same type is worked out once, however many types it is selected on.
 *
 * @throws {QueryTooComplexError} nested deeper than 500 levels, fragments counted; also for fragments that contain themselves
 */
export function planOperation(
  { schema, rules }: { schema: GraphQLSchema; rules: SchemaRules },
  { document }: OperationRequest,
  operation: OperationDefinitionNode,
): Plan {
  const rootType = schema.getRootType(operation.operation)
  const planner = new Planner(schema, rules, fragmentsOf(document))
  const root = rootType ? planner.plan(operation.selectionSet, rootType, 0) : emptyGroup
  return { id: nextId++, operation, root: isIdle(root) ? undefined : root, facts: planner.facts.build() }
}

/** Whether the field returns a list. */
export function returnsList({ field }: FieldUse): boolean {
  return isListType(isNonNullType(field.type) ? field.type.ofType : field.type)
}

class Planner {
  readonly facts = new PlanFactsBuilder()
  readonly #groups = new Map<SelectionSetNode, Map<GraphQLObjectType, Group>>()
  readonly #below = new Map<SelectionSetNode, Map<GraphQLCompositeType, Below>>()

  constructor(
    readonly schema: GraphQLSchema,
    readonly rules: SchemaRules,
    readonly fragments: Readonly<Record<string, FragmentDefinitionNode | undefined>>,
  ) {}

  plan(selectionSet: SelectionSetNode, type: GraphQLObjectType, depth: number): Group {
    let byType = this.#groups.get(selectionSet)
    if (!byType) {
      byType = new Map()
      this.#groups.set(selectionSet, byType)
    }
    const known = byType.get(type)
    if (known) return assertDepth(known, depth)
    const group = assertDepth(this.#planSelections(selectionSet, type, depth), depth)
    byType.set(type, group)
    return group
  }

  #planSelections(selectionSet: SelectionSetNode, type: GraphQLObjectType, depth: number): Group {
    if (depth > maxDepth) throw tooDeep(depth)
    const fields: FieldUse[] = []
    const parts: { selection: SelectionNode; group: Group }[] = []
    let height = 0

    for (const selection of selectionSet.selections) {
      if (selection.kind === Kind.FIELD) {
        const use = this.#planField(selection, type, depth)
        if (!use) continue
        fields.push(use)
        height = Math.max(height, use.below.height)
      } else {
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : this.fragments[selection.name.value]
        if (!fragment || !this.#applies(fragment, type)) continue
        const group = this.plan(fragment.selectionSet, type, depth + 1)
        if (isIdle(group)) continue
        parts.push({ selection, group })
        height = Math.max(height, group.height + 1)
      }
      this.facts.addCondition(selection)
    }
    return { fields, parts, height }
  }

  #planField(node: FieldNode, type: GraphQLObjectType, depth: number): FieldUse | undefined {
    const field = type.getFields()[node.name.value]
    // __typename, __schema and __type are no fields of the type, and have no rules.
    if (!field) return undefined
    const rule = this.rules.fields.get(`${type.name}.${field.name}`)
    if (!rule)
      throw new TypeError(`${type.name}.${field.name} came into the schema after its rules were read. Build the gate last.`)

    const below = this.#planBelow(node, field, depth)
    if (below.children.length === 0 && !this.facts.isProtected(rule)) return undefined
    const use = { node, field, rule, below }
    this.facts.addUse(use)
    return use
  }

  #planBelow({ selectionSet }: FieldNode, field: GraphQLField<unknown, unknown>, depth: number): Below {
    const returned = getNamedType(field.type)
    if (!selectionSet || !isCompositeType(returned)) return nothingBelow
    let byType = this.#below.get(selectionSet)
    if (!byType) {
      byType = new Map()
      this.#below.set(selectionSet, byType)
    }
    let below = byType.get(returned)
    if (!below) {
      below = this.#planTypes(selectionSet, returned, depth)
      byType.set(returned, below)
    }
    if (depth + below.height > maxDepth) throw tooDeep(depth + below.height)
    return below
  }

  #planTypes(selectionSet: SelectionSetNode, returned: GraphQLCompositeType, depth: number): Below {
    const types = isAbstractType(returned) ? this.schema.getPossibleTypes(returned) : [returned]
    const all = types.flatMap((each) => {
      const type = this.rules.types.get(each.name)
      // Introspection types have no rules.
      return type ? [{ type, group: this.plan(selectionSet, each, depth + 1) }] : []
    })
    return {
      children: all.filter(({ group }) => !isIdle(group)),
      idleTypes: all.filter(({ group }) => isIdle(group)).map(({ type }) => type),
      height: Math.max(0, ...all.map(({ group }) => group.height + 1)),
    }
  }

  #applies(
    { typeCondition }: { readonly typeCondition?: FragmentDefinitionNode['typeCondition'] },
    type: GraphQLObjectType,
  ): boolean {
    if (!typeCondition) return true
    const condition = typeFromAST(this.schema, typeCondition)
    return condition === type || (isAbstractType(condition) && this.schema.isSubType(condition, type))
  }
}

function isIdle(group: Group): boolean {
  return group.fields.length === 0 && group.parts.length === 0
}

function assertDepth(group: Group, depth: number): Group {
  if (depth + group.height > maxDepth) throw tooDeep(depth + group.height)
  return group
}

function tooDeep(depth: number): QueryTooComplexError {
  return new QueryTooComplexError('depth', depth, maxDepth)
}
