// Documents that ask for the same in another way.

import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql'

/** Every field under another response key: the old one behind this. */
export const renamed = 'renamed_'

export function renameAliases(document: DocumentNode): DocumentNode {
  return visit(document, {
    Field: (node) => ({
      ...node,
      alias: { kind: Kind.NAME, value: `${renamed}${node.alias?.value ?? node.name.value}` },
    }),
  })
}

/** No named fragment is left. */
export function inlineFragments(document: DocumentNode): DocumentNode {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  }
  const inlined = (selectionSet: SelectionSetNode): SelectionSetNode =>
    visit(selectionSet, {
      FragmentSpread: (node) => {
        const fragment = fragments.get(node.name.value)
        if (!fragment) return undefined
        return {
          kind: Kind.INLINE_FRAGMENT,
          typeCondition: fragment.typeCondition,
          directives: node.directives ?? [],
          selectionSet: inlined(fragment.selectionSet),
        }
      },
    })
  return {
    ...document,
    definitions: document.definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION ? [{ ...definition, selectionSet: inlined(definition.selectionSet) }] : [],
    ),
  }
}

/** Every selection set is the spread of a fragment of its own. */
export function outlineFragments(document: DocumentNode, schema: GraphQLSchema): DocumentNode {
  const typeInfo = new TypeInfo(schema)
  const outlined: FragmentDefinitionNode[] = []
  const changed = visit(
    document,
    visitWithTypeInfo(typeInfo, {
      SelectionSet: {
        leave: (selectionSet) => {
          const parent = typeInfo.getParentType()
          if (!parent) return undefined
          const name = { kind: Kind.NAME, value: `Outlined${outlined.length}` } as const
          const typeCondition = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: parent.name } } as const
          outlined.push({ kind: Kind.FRAGMENT_DEFINITION, name, typeCondition, selectionSet })
          return { ...selectionSet, selections: [{ kind: Kind.FRAGMENT_SPREAD, name, directives: [] }] }
        },
      },
    }),
  )
  return { ...changed, definitions: [...changed.definitions, ...outlined] }
}
