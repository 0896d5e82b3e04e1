// What an operation selects beneath a field, for a resolver that has to know before it acts.

import {
  type DirectiveNode,
  type FieldNode,
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
  let nodes = info.fieldNodes.flatMap((node) => fieldsOf(node.selectionSet, info))
  for (const name of path) {
    nodes = nodes.filter((node) => node.name.value === name).flatMap((node) => fieldsOf(node.selectionSet, info))
  }
  return new Set(nodes.map((node) => node.name.value))
}

function fieldsOf(set: SelectionSetNode | undefined, info: Info): FieldNode[] {
  const selections = set?.selections ?? []
  return selections
    .filter((selection) => isIncluded(selection, info))
    .flatMap((selection) => {
      if (selection.kind === 'Field') return [selection]
      const fragment = selection.kind === 'InlineFragment' ? selection : info.fragments[selection.name.value]
      return fieldsOf(fragment?.selectionSet, info)
    })
}

function isIncluded(node: { readonly directives?: readonly DirectiveNode[] }, { variableValues }: Info): boolean {
  const ifOf = (directive: GraphQLDirective) => getDirectiveValues(directive, node, variableValues)?.if
  return ifOf(GraphQLSkipDirective) !== true && ifOf(GraphQLIncludeDirective) !== false
}
