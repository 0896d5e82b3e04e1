// Prints a schema as SDL together with the directives applied in it, which graphql-js leaves out.

import {
  type ASTNode,
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  print,
  printSchema,
  visit,
} from 'graphql'

/** SDL with descriptions, directive definitions and applied directives; the same schema gives the same text. */
export function printSchemaWithDirectives(schema: GraphQLSchema): string {
  const withDirectives = visit(parse(printSchema(schema)), {
    ObjectTypeDefinition: (node) => {
      const type = schema.getType(node.name.value)
      if (!isObjectType(type) && !isInterfaceType(type)) return undefined
      const fields = node.fields?.map(
        (field): FieldDefinitionNode => withApplied(field, type.getFields()[field.name.value]?.astNode),
      )
      return withApplied<ObjectTypeDefinitionNode>({ ...node, fields: fields ?? [] }, type.astNode)
    },
  })
  return `${print(withDirectives)}\n`
}

function withApplied<T extends ASTNode & { readonly directives?: readonly ConstDirectiveNode[] | undefined }>(
  node: T,
  source: { readonly directives?: readonly ConstDirectiveNode[] | undefined } | null | undefined,
): T {
  const applied = source?.directives?.filter(({ kind }) => kind === Kind.DIRECTIVE) ?? []
  // graphql-js prints @deprecated itself.
  const own = applied.filter(({ name }) => name.value !== 'deprecated')
  return { ...node, directives: [...(node.directives ?? []), ...own] }
}
