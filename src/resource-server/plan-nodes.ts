// The nodes of a plan: which fields are selected on which concrete types.

import type { FieldNode, GraphQLField, SelectionNode } from 'graphql'
import type { FieldRule, TypeRule } from './schema-rules.ts'

/** One selection set seen from one concrete type, cut down to what rules speak about. Shared wherever both are the same. */
export interface Group {
  readonly fields: readonly FieldUse[]
  /** Fragments in it that apply to the type. */
  readonly parts: readonly { readonly selection: SelectionNode; readonly group: Group }[]
  /** How deep it reaches. */
  readonly height: number
}

/** What is selected below a field, by the concrete types it may meet. Shared by all uses that select the same of the same type. */
export interface Below {
  readonly children: readonly { readonly type: TypeRule; readonly group: Group }[]
  /** The concrete types on which nothing that is selected has a rule. */
  readonly idleTypes: readonly TypeRule[]
  /** How deep it reaches. */
  readonly height: number
}

/** One field selected on one concrete type. */
export interface FieldUse {
  readonly node: FieldNode
  readonly field: GraphQLField<unknown, unknown>
  readonly rule: FieldRule
  readonly below: Below
}
