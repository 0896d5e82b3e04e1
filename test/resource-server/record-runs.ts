// Notes which resolvers run.

import { type GraphQLSchema, isObjectType } from 'graphql'

/** Notes each field that is resolved, wherever it has no resolver of its own. */
export function recordRuns(schema: GraphQLSchema): string[] {
  const ran: string[] = []
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue
    for (const field of Object.values(type.getFields())) {
      const { resolve } = field
      field.resolve = (source, args, contextValue, info) => {
        ran.push(`${type.name}.${field.name}`)
        if (resolve) return resolve(source, args, contextValue, info)
        const value = source?.[field.name]
        return typeof value === 'function' ? value(args, contextValue, info) : value
      }
    }
  }
  return ran
}
