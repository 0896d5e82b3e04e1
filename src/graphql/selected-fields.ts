// What an operation selects beneath a field, for a resolver that has to know before it acts.

import {
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLDirective,
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getDirectiveValues,
  type SelectionSetNode,
} from 'graphql'

type Info = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments' | 'variableValues'>

/**
 * The names of the fields selected at the end of a path beneath the field, through fragments and aliases.
 *
 * Type conditions are taken to hold: for paths of object types, where they do.
 */
export function selectedFields(info: Info, path: readonly string[]): ReadonlySet<string> {
  let nodes = fieldsBeneath(info.fieldNodes, info)
  for (const name of path) {
    nodes = fieldsBeneath(
      nodes.filter((node) => node.name.value === name),
      info,
    )
  }
  return new Set(nodes.map((node) => node.name.value))
}

/** Each fragment is walked once for all of the fields: those that spread others twice, and those yet others, would never come to an end. */
function fieldsBeneath(fields: readonly FieldNode[], info: Info): FieldNode[] {
  const visited = new Set<FragmentDefinitionNode>()
  return fields.flatMap(({ selectionSet }) => fieldsOf(selectionSet, info, visited))
}

function fieldsOf(set: SelectionSetNode | undefined, info: Info, visited: Set<FragmentDefinitionNode>): FieldNode[] {
  const selections = set?.selections ?? []
  return selections
    .filter((selection) => isIncluded(selection, info))
    .flatMap((selection) => {
      if (selection.kind === 'Field') return [selection]
      if (selection.kind === 'InlineFragment') return fieldsOf(selection.selectionSet, info, visited)
      const fragment = info.fragments[selection.name.value]
      if (!fragment || visited.has(fragment)) return []
      visited.add(fragment)
      return fieldsOf(fragment.selectionSet, info, visited)
    })
}

function isIncluded(node: { readonly directives?: readonly DirectiveNode[] }, { variableValues }: Info): boolean {
  const ifOf = (directive: GraphQLDirective) => getDirectiveValues(directive, node, variableValues)?.if
  return ifOf(GraphQLSkipDirective) !== true && ifOf(GraphQLIncludeDirective) !== false
}
