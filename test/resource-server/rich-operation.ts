// Random operations on a schema: aliases that repeat, arguments from literals and variables, fragments on whatever overlaps, used again.

import {
  doTypesOverlap,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  isUnionType,
} from 'graphql'
import { hash, type Random } from './random.ts'

const variableDefinitions = '$yes: Boolean!, $no: Boolean! = false, $maybe: Boolean!, $id: ID, $other: ID = "2", $in: In'
const idValues = ['"1"', '"2"', '"*"', '"1:x"', 'null', '$id', '$other', '3'] as const
const inputValues = [
  'null',
  '$in',
  '{}',
  '{ id: "1" }',
  '{ id: $id }',
  '{ id: null }',
  '{ deep: { id: "2" } }',
  '{ deep: { id: $id } }',
] as const
/** Past so many selections only leaves are added. */
const maxSize = 40
const conditions = ['$yes', '$no', '$maybe', 'true', 'false'] as const

/** A valid operation; all of its variables are declared, used or not. */
export function writeRichOperation(schema: GraphQLSchema, kind: 'query' | 'mutation', random: Random): string {
  const composites = Object.values(schema.getTypeMap()).filter(
    (type) => isCompositeType(type) && !type.name.startsWith('__'),
  ) as GraphQLCompositeType[]
  const fragments: { name: string; on: GraphQLCompositeType; text: string }[] = []
  let size = 0

  const condition = () => (random.chance(0.15) ? ` @${random.pick(['skip', 'include'])}(if: ${random.pick(conditions)})` : '')

  const selectionSet = (type: GraphQLCompositeType, depth: number): string => {
    const selections = [...fieldsOf(type, depth), ...fragmentsOn(type, depth)]
    if (selections.length === 0 || random.chance(0.15)) selections.push(random.chance(0.2) ? 'named: __typename' : '__typename')
    return `{ ${selections.join(' ')} }`
  }
  const fieldsOf = (type: GraphQLCompositeType, depth: number): string[] => {
    if (isUnionType(type)) return []
    return Object.values(type.getFields()).flatMap((field) => {
      const wanted = random.chance(0.5) ? 1 : random.chance(0.15) ? 2 : 0
      return Array.from({ length: wanted }, () => writeField(field, depth)).flat()
    })
  }
  const writeField = (field: GraphQLField<unknown, unknown>, depth: number): string[] => {
    const returned = getNamedType(field.type)
    if (isCompositeType(returned) && (depth === 0 || size > maxSize)) return []
    size += 1
    const args = field.args.length > 0 ? writeArguments() : ''
    // The response key says what is asked for, so that equal keys can always be merged.
    const key = `${random.chance(0.2) ? `x${random.below(3)}` : ''}${args === '' ? '' : `h${hash(args) % 100_000}`}`
    const body = isCompositeType(returned) ? ` ${selectionSet(returned, depth - 1)}` : ''
    return [`${key === '' ? '' : `${key}${field.name}: `}${field.name}${args}${condition()}${body}`]
  }
  const writeArguments = () => {
    const id = random.chance(0.6) ? [`id: ${random.pick(idValues)}`] : []
    const input = random.chance(0.5) ? [`input: ${random.pick(inputValues)}`] : []
    return id.length + input.length > 0 ? `(${[...id, ...input].join(', ')})` : ''
  }
  const fragmentsOn = (type: GraphQLCompositeType, depth: number): string[] => {
    const selections: string[] = []
    const overlapping = composites.filter((each) => doTypesOverlap(schema, type, each))
    for (const on of overlapping) {
      // Members are what is asked of an abstract type; anything else that overlaps is allowed too.
      if (size > maxSize || !random.chance(isAbstractType(type) && isObjectType(on) ? 0.45 : 0.08)) continue
      size += 1
      selections.push(`... on ${on.name}${condition()} ${selectionSet(on, Math.max(0, depth - random.below(2)))}`)
    }
    if (size < maxSize && random.chance(0.08)) selections.push(`...${condition()} ${selectionSet(type, depth)}`)
    const on = overlapping[random.below(overlapping.length)]
    if (on && size < maxSize && random.chance(0.2)) {
      size += 1
      const text = selectionSet(on, depth)
      fragments.push({ name: `F${fragments.length}`, on, text })
      selections.push(`...F${fragments.length - 1}${condition()}`)
    }
    const known = fragments[random.below(fragments.length)]
    if (known && random.chance(0.25) && doTypesOverlap(schema, type, known.on)) selections.push(`...${known.name}${condition()}`)
    return selections
  }

  const root = kind === 'query' ? schema.getQueryType() : schema.getMutationType()
  if (!root) throw new TypeError(`The schema has no ${kind}.`)
  const body = selectionSet(root, 3)
  return `${kind} (${variableDefinitions}) ${body} ${fragments.map(({ name, on, text }) => `fragment ${name} on ${on.name} ${text}`).join(' ')}`
}
