// An operation as a tree: what is selected on which concrete type, what each field needs, and whether the caller has it.

import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isObjectType,
  Kind,
  type SelectionSetNode,
  typeFromAST,
  visit,
} from 'graphql'
import type { FieldArguments } from '../resource-server/caller.ts'
import { explainField, explainType, type Refusal } from '../resource-server/denial.ts'
import type { Judge } from '../resource-server/judge.ts'
import { fragmentsOf, isIncluded } from '../resource-server/operation.ts'
import { argumentsOf } from '../resource-server/plan-facts.ts'
import { isNothing, type Requirement } from '../resource-server/requirement.ts'
import { describeTerms, termsOf } from '../resource-server/requirement-words.ts'
import type { FieldRule, SchemaRules } from '../resource-server/schema-rules.ts'
import type { ReadOperation } from './read-operation.ts'

/** `unreached`: something above it is denied, so it is not decided about. */
export type Mark = 'allowed' | 'denied' | 'unreached'

/** A field, or a concrete type below a field that returns an interface or union. */
export interface TreeNode {
  readonly kind: 'field' | 'type'
  /** The field with its alias, `boss: manager`, or the name of the type. */
  readonly label: string
  /** `User.manager`, or `User`; null for introspection, which has no rules. */
  readonly coordinate: string | null
  /** Undefined without a caller. */
  readonly mark: Mark | undefined
  /** What it needs, in words; undefined when that is nothing. */
  readonly needs: string | undefined
  /** What a denied one lacks, in words. */
  readonly missing: string | undefined
  readonly children: readonly TreeNode[]
}

/** What a tree is made from. */
export interface TreeSetting {
  readonly schema: GraphQLSchema
  readonly rules: SchemaRules
  readonly read: ReadOperation
  /** Undefined: nobody is judged. */
  readonly judge: Judge | undefined
}

/** The fields at the root, fragments resolved, as far as `@skip` and `@include` leave them in. Equal subtrees are the same object. */
export function createOperationTree(setting: TreeSetting): readonly TreeNode[] {
  const { operation } = setting.read
  const root = setting.schema.getRootType(operation.operation)
  return root ? new Grower(setting).grow([operation.selectionSet], root, true) : []
}

class Grower {
  readonly #known = new Map<string, readonly TreeNode[]>()
  readonly #ids = new Map<SelectionSetNode, number>()
  readonly #fragments: Readonly<Record<string, FragmentDefinitionNode | undefined>>

  constructor(readonly setting: TreeSetting) {
    this.#fragments = fragmentsOf(setting.read.request.document)
  }

  /** What several selection sets ask of one object, each response key once. */
  grow(sets: readonly SelectionSetNode[], type: GraphQLObjectType, isReached: boolean): readonly TreeNode[] {
    const key = [type.name, isReached, ...sets.map((set) => this.#idOf(set))].join(' ')
    const known = this.#known.get(key)
    if (known) return known
    const fields = new Map<string, [FieldNode, ...FieldNode[]]>()
    const seen = new Set<string>()
    for (const set of sets) this.#collect(set, type, { fields, seen })
    const nodes = [...fields.values()].map((uses) => this.#growField(uses, type, isReached))
    this.#known.set(key, nodes)
    return nodes
  }

  #collect(set: SelectionSetNode, type: GraphQLObjectType, into: Collected): void {
    for (const selection of set.selections) {
      if (!isIncluded(selection, this.setting.read.variables)) continue
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value
        const uses = into.fields.get(key)
        if (uses) uses.push(selection)
        else into.fields.set(key, [selection])
        continue
      }
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        if (into.seen.has(selection.name.value)) continue
        into.seen.add(selection.name.value)
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#fragments[selection.name.value]
      if (fragment && this.#applies(fragment, type)) this.#collect(fragment.selectionSet, type, into)
    }
  }

  #applies(
    { typeCondition }: { readonly typeCondition?: FragmentDefinitionNode['typeCondition'] },
    type: GraphQLObjectType,
  ): boolean {
    if (!typeCondition) return true
    const condition = typeFromAST(this.setting.schema, typeCondition)
    return condition === type || (isAbstractType(condition) && this.setting.schema.isSubType(condition, type))
  }

  #growField([node, ...others]: [FieldNode, ...FieldNode[]], type: GraphQLObjectType, isReached: boolean): TreeNode {
    const { rules, judge, read } = this.setting
    const label = node.alias ? `${node.alias.value}: ${node.name.value}` : node.name.value
    const field = type.getFields()[node.name.value]
    const rule = field && rules.fields.get(`${type.name}.${field.name}`)
    const allowed = judge && (isReached ? 'allowed' : 'unreached')
    if (!field || !rule)
      return { kind: 'field', label, coordinate: null, mark: allowed, needs: undefined, missing: undefined, children: [] }

    const isKnown = read.knowsVariables || !usesVariables(node)
    const args = isKnown
      ? argumentsOf({ node, field, rule, below: { children: [], idleTypes: [], height: 0 } }, read.variables)
      : undefined
    const isDenied = isReached && judge?.refuses(rule, args) === true
    const sets = [node, ...others].flatMap(({ selectionSet }) => selectionSet ?? [])
    const returned = getNamedType(field.type)
    const children = isObjectType(returned)
      ? this.grow(sets, returned, isReached && !isDenied)
      : isAbstractType(returned)
        ? this.setting.schema
            .getPossibleTypes(returned)
            .flatMap((each) => this.#growType(sets, each, { rule, isReached, isDenied }))
        : []
    return {
      kind: 'field',
      label,
      coordinate: rule.coordinate,
      mark: isDenied ? 'denied' : allowed,
      needs: describeNeeds(rule, judge, args),
      missing: isDenied && judge ? describeMissing(explainField(rule, judge, args)) : undefined,
      children,
    }
  }

  #growType(
    sets: readonly SelectionSetNode[],
    type: GraphQLObjectType,
    below: { rule: FieldRule; isReached: boolean; isDenied: boolean },
  ): TreeNode[] {
    const { judge, rules } = this.setting
    const { rule } = below
    const own = rules.types.get(type.name)
    const isProtected = own !== undefined && rule.possibleTypes.length > 0 && !isNothing(own.requirement)
    const isReached = below.isReached && !below.isDenied
    const isDenied = isReached && isProtected && judge?.refusesType(own) === true
    const children = this.grow(sets, type, isReached && !isDenied)
    if (children.length === 0 && !isProtected) return []
    return [
      {
        kind: 'type',
        label: type.name,
        coordinate: type.name,
        mark: judge && (isDenied ? 'denied' : isReached ? 'allowed' : 'unreached'),
        needs: isProtected ? describeTerms(termsOf(own.requirement)) : undefined,
        missing: isDenied && judge ? describeMissing(explainType(own, judge)) : undefined,
        children,
      },
    ]
  }

  #idOf(set: SelectionSetNode): number {
    const id = this.#ids.get(set) ?? this.#ids.size
    this.#ids.set(set, id)
    return id
  }
}

interface Collected {
  readonly fields: Map<string, [FieldNode, ...FieldNode[]]>
  readonly seen: Set<string>
}

function usesVariables({ arguments: args = [] }: FieldNode): boolean {
  let found = false
  for (const { value } of args) {
    visit(value, {
      Variable() {
        found = true
      },
    })
  }
  return found
}

function describeNeeds(rule: FieldRule, judge: Judge | undefined, args: FieldArguments): string | undefined {
  const parts = isNothing(rule.requirement) ? [] : [describe(rule.requirement, args)]
  if (rule.possibleTypes.length > 0) parts.push(judge?.isStrict ? 'what each of its types needs' : 'what one of its types needs')
  return parts.length === 0 ? undefined : parts.join(', and ')
}

function describe(requirement: Requirement, args: FieldArguments): string {
  return describeTerms(termsOf(requirement, args))
}

function describeMissing({ missingScopes, reason, isOpenToNoOne }: Refusal): string | undefined {
  if (isOpenToNoOne) return undefined
  const scopes = missingScopes.join(' and ')
  if (reason !== 'UNAUTHENTICATED') return scopes
  return scopes === '' ? 'a token' : `a token with ${scopes}`
}
