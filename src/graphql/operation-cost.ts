// A validation rule: operations that could be answered with too many objects are refused before anything runs.
//
// A list within a list multiplies, so that a few hundred characters can ask for millions of objects, and making them up gives nobody else
// a turn. Depth, aliases and tokens do not tell: this does, from the sizes of the lists as they are asked for.

import {
  type ASTVisitor,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLNamedType,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql'
import { QueryTooComplexError } from '../errors.ts'
import { maxCost } from './limits.ts'

/** Of a page whose size is a variable: the largest there is. */
const maxPage = 100
/** Of a list that has no pages, as a guess: roles of a user, secrets of a client. */
const usualLength = 10
/** Of those that are longer. */
const lengths: Readonly<Record<string, number>> = { points: 2_000 }
/** What looks at a whole table, whatever it answers with. */
const wholeTable = 1_000

/** Measures through fragments, each of which is walked once however often it is spread. */
export function operationCostRule(context: ValidationContext): ASTVisitor {
  const known: KnownCosts = new Map()
  return {
    OperationDefinition(operation: OperationDefinitionNode) {
      const root = context.getSchema().getRootType(operation.operation)
      const cost = root ? costOf(operation.selectionSet, { parent: root, page: 1, counting: 1 }, { context, known }) : 0
      if (cost <= maxCost) return
      const error = new QueryTooComplexError('cost', cost, maxCost)
      context.reportError(new GraphQLError(error.message, { nodes: operation, originalError: error }))
    },
  }
}

/** A fragment that is being walked has no cost yet, and adds none to its own: another rule refuses it. */
type KnownCosts = Map<FragmentDefinitionNode, Map<string, number>>

interface Walk {
  readonly context: ValidationContext
  readonly known: KnownCosts
}

interface Place {
  readonly parent: GraphQLNamedType
  /** How many nodes the connection has that this is within. */
  readonly page: number
  /** What it costs to count all that it is a page of. */
  readonly counting: number
}

function costOf({ selections }: SelectionSetNode, place: Place, walk: Walk): number {
  return selections.reduce((sum, selection) => {
    switch (selection.kind) {
      case Kind.FIELD:
        return add(sum, costOfField(selection, place, walk))
      case Kind.INLINE_FRAGMENT:
        return add(sum, costOf(selection.selectionSet, { ...place, parent: typeOf(selection, place, walk) }, walk))
      case Kind.FRAGMENT_SPREAD: {
        const fragment = walk.context.getFragment(selection.name.value)
        return fragment ? add(sum, costOfFragment(fragment, place, walk)) : sum
      }
      default:
        return selection satisfies never
    }
  }, 0)
}

function costOfFragment(fragment: FragmentDefinitionNode, place: Place, walk: Walk): number {
  const byPlace = walk.known.get(fragment) ?? new Map<string, number>()
  walk.known.set(fragment, byPlace)
  const key = `${place.page} ${place.counting}`
  const known = byPlace.get(key)
  if (known !== undefined) return known
  byPlace.set(key, 0)
  const cost = costOf(fragment.selectionSet, { ...place, parent: typeOf(fragment, place, walk) }, walk)
  byPlace.set(key, cost)
  return cost
}

/** The objects that a field brings, with all beneath them; nothing for one that brings none. */
function costOfField(node: FieldNode, { parent, page, counting }: Place, walk: Walk): number {
  const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[node.name.value] : undefined
  if (!field) return 0
  if (field.name === 'totalCount') return counting
  const type = getNamedType(field.type)
  if (!node.selectionSet || !isCompositeType(type)) return 0
  const isTop = parent === walk.context.getSchema().getQueryType()
  // What belongs to one record is found by an index, and counted for all of a page at once.
  const inside = { page: pageOf(node, field) ?? page, counting: isTop ? wholeTable : 1 }
  const below = costOf(node.selectionSet, { parent: type, ...inside }, walk)
  return add(multiply(lengthOf(field, page), add(1, below)), maySearch(node) ? wholeTable : 0)
}

function lengthOf({ name, type }: GraphQLField<unknown, unknown>, page: number): number {
  if (!isListType(getNullableType(type))) return 1
  return name === 'nodes' ? page : (lengths[name] ?? usualLength)
}

/** How many nodes are asked for; undefined for a field that is no page. */
function pageOf(node: FieldNode, field: GraphQLField<unknown, unknown>): number | undefined {
  const argument = field.args.find(({ name }) => name === 'first')
  if (!argument) return undefined
  const given = node.arguments?.find(({ name }) => name.value === 'first')?.value
  if (given === undefined) return Number(argument.defaultValue ?? maxPage)
  // What is out of range is refused where it is used.
  return given.kind === Kind.INT ? Math.min(Number(given.value), maxPage) : maxPage
}

/** Whether a filter has a text to search for, or may have one. */
function maySearch(node: FieldNode): boolean {
  const filter = node.arguments?.find(({ name }) => name.value === 'filter')?.value
  if (filter?.kind === Kind.OBJECT) return filter.fields.some(({ name }) => name.value === 'search')
  return filter?.kind === Kind.VARIABLE
}

function typeOf(
  { typeCondition }: { readonly typeCondition?: FragmentDefinitionNode['typeCondition'] | undefined },
  { parent }: Place,
  { context }: Walk,
): GraphQLNamedType {
  return (typeCondition && context.getSchema().getType(typeCondition.name.value)) ?? parent
}

/** Beyond counting is far too many all the same. */
function add(a: number, b: number): number {
  return Math.min(a + b, Number.MAX_SAFE_INTEGER)
}

function multiply(a: number, b: number): number {
  return Math.min(a * b, Number.MAX_SAFE_INTEGER)
}
