// A validation rule: operations that are too deep, or ask too often for the same, are refused before anything runs.

import {
  type ASTVisitor,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql'
import { QueryTooComplexError } from '../errors.ts'
import { maxAliases, maxDepth, maxRootFields } from './limits.ts'

/** Measures through fragments, each of which is walked once however often it is spread. */
export function operationSizeRule(context: ValidationContext): ASTVisitor {
  const known: KnownSizes = new Map()
  return {
    OperationDefinition(operation: OperationDefinitionNode) {
      const { depth, aliases, fields } = sizeOf(operation.selectionSet, context, known)
      for (const [limit, measured, maximum] of [
        ['depth', depth, maxDepth],
        ['aliases', aliases, maxAliases],
        ['rootFields', fields, maxRootFields],
      ] as const) {
        if (measured <= maximum) continue
        const error = new QueryTooComplexError(limit, measured, maximum)
        context.reportError(new GraphQLError(error.message, { nodes: operation, originalError: error }))
      }
    },
  }
}

interface Size {
  readonly depth: number
  readonly aliases: number
  /** At the top alone. */
  readonly fields: number
}

/** A fragment that is being walked has no size yet, and adds none to its own: another rule refuses it. */
type KnownSizes = Map<FragmentDefinitionNode, Size>

const nothing: Size = { depth: 0, aliases: 0, fields: 0 }

function sizeOf({ selections }: SelectionSetNode, context: ValidationContext, known: KnownSizes): Size {
  return selections.map((selection) => sizeOfSelection(selection, context, known)).reduce(add, nothing)
}

function sizeOfSelection(selection: SelectionNode, context: ValidationContext, known: KnownSizes): Size {
  switch (selection.kind) {
    case Kind.FIELD: {
      const below = selection.selectionSet ? sizeOf(selection.selectionSet, context, known) : nothing
      const isIntrospection = selection.name.value === '__schema' || selection.name.value === '__type'
      return { depth: isIntrospection ? 1 : below.depth + 1, aliases: below.aliases + (selection.alias ? 1 : 0), fields: 1 }
    }
    case Kind.INLINE_FRAGMENT:
      return sizeOf(selection.selectionSet, context, known)
    case Kind.FRAGMENT_SPREAD: {
      const fragment = context.getFragment(selection.name.value)
      if (!fragment) return nothing
      const size = known.get(fragment)
      if (size) return size
      known.set(fragment, nothing)
      const measured = sizeOf(fragment.selectionSet, context, known)
      known.set(fragment, measured)
      return measured
    }
    default:
      return selection satisfies never
  }
}

/** Fragments that spread others twice, and those yet others, come to numbers beyond counting. */
function add(a: Size, b: Size): Size {
  const sum = (x: number, y: number) => Math.min(x + y, Number.MAX_SAFE_INTEGER)
  return { depth: Math.max(a.depth, b.depth), aliases: sum(a.aliases, b.aliases), fields: sum(a.fields, b.fields) }
}
