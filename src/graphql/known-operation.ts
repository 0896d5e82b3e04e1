// A validation rule: an operation of a kind that the schema lacks is refused; graphql-js itself notices only when it runs.

import { type ASTVisitor, GraphQLError, type OperationDefinitionNode, type ValidationContext } from 'graphql'

/** Reports each operation whose kind has no root type. */
export function knownOperationRule(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(node: OperationDefinitionNode) {
      if (context.getSchema().getRootType(node.operation)) return
      context.reportError(new GraphQLError(`There is no ${node.operation} in this API.`, { nodes: node }))
    },
  }
}
