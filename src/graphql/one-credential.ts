// A validation rule: at most one field that checks a credential in an operation, so that one request is one guess.

import {
  type ASTVisitor,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql'
import { QueryTooComplexError } from '../errors.ts'

const credentialFields = new Set([
  'login',
  'refresh',
  'clientCredentials',
  'exchangeToken',
  'introspectToken',
  'revokeToken',
  'changePassword',
])

/** Counts through aliases and fragments; fields under one response key run once and count once. */
export function oneCredentialRule(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(operation: OperationDefinitionNode) {
      const keys = new Set<string>()
      collect(operation.selectionSet, context, { keys, visited: new Set() })
      if (keys.size <= 1) return
      const error = new QueryTooComplexError(
        'credentialFields',
        keys.size,
        1,
        'One operation may log in, refresh or otherwise present a credential once. Send one a request.',
      )
      context.reportError(new GraphQLError(error.message, { nodes: operation, originalError: error }))
    },
  }
}

interface Found {
  readonly keys: Set<string>
  readonly visited: Set<FragmentDefinitionNode>
}

function collect({ selections }: SelectionSetNode, context: ValidationContext, found: Found): void {
  for (const selection of selections) {
    switch (selection.kind) {
      case Kind.FIELD:
        if (credentialFields.has(selection.name.value)) found.keys.add((selection.alias ?? selection.name).value)
        break
      case Kind.INLINE_FRAGMENT:
        collect(selection.selectionSet, context, found)
        break
      case Kind.FRAGMENT_SPREAD: {
        const fragment = context.getFragment(selection.name.value)
        if (!fragment || found.visited.has(fragment)) break
        found.visited.add(fragment)
        collect(fragment.selectionSet, context, found)
        break
      }
      default:
        selection satisfies never
    }
  }
}
