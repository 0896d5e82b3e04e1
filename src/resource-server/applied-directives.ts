// Which directives stand on an element of a schema, whichever way the schema was made.

import { type ConstDirectiveNode, valueFromASTUntyped } from 'graphql'

/** One use of a directive, not judged yet: a code-first schema may say anything. */
export interface AppliedDirective {
  readonly name: string
  readonly args: unknown
}

interface DirectedNode {
  readonly directives?: readonly ConstDirectiveNode[] | undefined
}

/** Anything of a graphql-js schema that can carry directives, the schema itself included. */
export interface SchemaElement {
  readonly astNode?: DirectedNode | null | undefined
  readonly extensionASTNodes?: readonly DirectedNode[] | null | undefined
  readonly extensions?: object | null | undefined
}

/**
 * Every directive on the element: from its definition, from `extend`, and from `extensions.directives`.
 *
 * `extensions.directives` is `{ name: args }`, `{ name: [args, args] }` or `[{ name, args }]`, as code-first libraries write it.
 */
export function appliedDirectives(element: SchemaElement): AppliedDirective[] {
  const nodes = [element.astNode, ...(element.extensionASTNodes ?? [])]
  return [...nodes.flatMap((node) => (node?.directives ?? []).map(fromNode)), ...fromExtensions(element.extensions)]
}

function fromNode(node: ConstDirectiveNode): AppliedDirective {
  const args: Record<string, unknown> = Object.create(null)
  for (const argument of node.arguments ?? []) args[argument.name.value] = valueFromASTUntyped(argument.value)
  return { name: node.name.value, args }
}

function fromExtensions(extensions: object | null | undefined): AppliedDirective[] {
  const directives = extensions != null && 'directives' in extensions ? extensions.directives : undefined
  if (Array.isArray(directives)) return directives.flatMap(fromListEntry)
  if (typeof directives !== 'object' || directives === null) return []
  return Object.entries(directives).flatMap(([name, uses]) => fromUses(name, uses))
}

function fromListEntry(entry: unknown): AppliedDirective[] {
  if (typeof entry !== 'object' || entry === null || !('name' in entry) || typeof entry.name !== 'string') return []
  return fromUses(entry.name, 'args' in entry ? entry.args : true)
}

function fromUses(name: string, uses: unknown): AppliedDirective[] {
  if (uses === false || uses == null) return []
  return (Array.isArray(uses) && uses.length > 0 ? uses : [uses]).map((args: unknown) => ({
    name,
    args: args === true ? Object.create(null) : args,
  }))
}
