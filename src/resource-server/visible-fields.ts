// Which fields one caller could ever reach, and which types are left of a schema once the others are gone.

import {
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isUnionType,
} from 'graphql'

/** What one caller could reach, if the arguments and policies are as good as they can be. */
export interface Reach {
  /** Equal for callers who reach the same. */
  readonly key: string
  /** `Type.field` of an object type. */
  canReachField(typeName: string, fieldName: string): boolean
  /** An object type, wherever its objects appear. */
  canReachType(typeName: string): boolean
}

/** Names of visible fields by the name of the object or interface; a type that is not in it is gone. */
export type VisibleFields = ReadonlyMap<string, ReadonlySet<string>>

/** Takes away what cannot be reached, and then what leads to nothing any more, until nothing changes. */
export function findVisibleFields(schema: GraphQLSchema, reach: Reach): VisibleFields {
  const visible = new Map<string, Set<string>>()
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type) || !isObjectType(type) || !reach.canReachType(type.name)) continue
    const names = Object.keys(type.getFields()).filter((name) => reach.canReachField(type.name, name))
    if (names.length > 0) visible.set(type.name, new Set(names))
  }
  for (let hasChanged = true; hasChanged; ) {
    hasChanged = false
    for (const [typeName, names] of visible) {
      const type = schema.getType(typeName)
      if (!isObjectType(type)) continue
      for (const name of names) {
        const field = type.getFields()[name]
        if (field && leadsSomewhere(schema, field.type, visible)) continue
        names.delete(name)
        hasChanged = true
      }
      if (names.size === 0) visible.delete(typeName)
    }
  }
  addInterfaces(schema, visible)
  return visible
}

function leadsSomewhere(schema: GraphQLSchema, output: GraphQLOutputType, visible: VisibleFields): boolean {
  const type = getNamedType(output)
  if (isObjectType(type)) return visible.has(type.name)
  if (!isInterfaceType(type) && !isUnionType(type)) return true
  return schema.getPossibleTypes(type).some(({ name }) => visible.has(name))
}

/** An interface keeps a field while everything visible that implements it has the field, of a type that still fits. */
function addInterfaces(schema: GraphQLSchema, visible: Map<string, Set<string>>): void {
  const interfaces = Object.values(schema.getTypeMap()).filter(isInterfaceType)
  for (const type of interfaces) {
    const isInUse = schema.getPossibleTypes(type).some(({ name }) => visible.has(name))
    visible.set(type.name, new Set(isInUse ? Object.keys(type.getFields()) : []))
  }
  for (let hasChanged = true; hasChanged; ) {
    hasChanged = false
    for (const type of interfaces) {
      const { objects, interfaces: narrower } = schema.getImplementations(type)
      for (const name of visible.get(type.name) ?? []) {
        const members = [...objects, ...narrower].filter((member) => visible.get(member.name)?.size)
        if (members.every((member) => visible.get(member.name)?.has(name) && fits(member, type, { name, visible }))) continue
        visible.get(type.name)?.delete(name)
        hasChanged = true
      }
    }
  }
}

/** A union that stands for an interface has objects for members, and no narrower interface. */
function fits(
  member: GraphQLObjectType | GraphQLInterfaceType,
  parent: GraphQLInterfaceType,
  { name, visible }: { name: string; visible: VisibleFields },
): boolean {
  const promised = getNamedType(parent.getFields()[name]?.type)
  const given = getNamedType(member.getFields()[name]?.type)
  return promised === given || !isInterfaceType(promised) || isObjectType(given) || (visible.get(promised.name)?.size ?? 0) > 0
}
