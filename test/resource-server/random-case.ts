// Random small schemas, values, operations and scopes, all from one number, so that a failing case can be run again.

import { buildSchema, type GraphQLSchema, isAbstractType, isObjectType } from 'graphql'
import { directiveTypeDefs } from '../../src/resource-server/index.ts'
import { createRandom, type Random } from './random.ts'
import { withValues } from './random-values.ts'

export interface RandomCase {
  sdl: string
  /** A fresh schema with resolvers that always give the same values. */
  createSchema(): GraphQLSchema
  operation: string
  variableValues: Record<string, boolean>
  scopes: string[] | null
  /** Whether all resolvers answer later, or none. */
  isAsync: boolean
}

interface TypePlan {
  name: string
  kind: 'type' | 'interface'
  parents: string[]
  /** Own fields only: name to type. */
  fields: [string, string][]
}

const allScopes = ['a', 'b', 'c']
const leafTypes = ['String', 'Color', 'Money']

export function createRandomCase(seed: number): RandomCase {
  const random = createRandom(seed)
  const types = planTypes(random)
  const sdl = printSchemaOf(types, random)
  const operation = writeOperation(buildSchema(directiveTypeDefs + sdl), random)
  return {
    sdl,
    operation,
    createSchema: () => withValues(buildSchema(directiveTypeDefs + sdl), seed),
    isAsync: seed % 2 === 0,
    variableValues: { yes: true, no: false, maybe: random.chance(0.5) },
    scopes: random.chance(0.15) ? null : allScopes.filter(() => random.chance(0.5)),
  }
}

function planTypes(random: Random): TypePlan[] {
  const interfaces: TypePlan[] = [
    { name: 'I0', kind: 'interface', parents: [], fields: [] },
    { name: 'I1', kind: 'interface', parents: random.chance(0.5) ? ['I0'] : [], fields: [] },
  ]
  const objects = ['T0', 'T1', 'T2', 'Query'].map((name): TypePlan => {
    const hasI1 = random.chance(0.4)
    const hasI0 = random.chance(0.4) || (hasI1 && (interfaces[1]?.parents.length ?? 0) > 0)
    return {
      name,
      kind: 'type',
      parents: name === 'Query' ? [] : [...(hasI0 ? ['I0'] : []), ...(hasI1 ? ['I1'] : [])],
      fields: [],
    }
  })
  const outputs = ['I0', 'I1', 'U', 'T0', 'T1', 'T2', 'T0', ...leafTypes] as unknown as readonly [string, ...string[]]
  const plans = [...interfaces, ...objects]
  for (const plan of plans) {
    for (let i = 0; i < 3; i++) {
      const type = random.pick(outputs)
      const wrapped = random.pick(['%', '%', '%!', '[%]', '[%!]', '[%!]!', '[[%]!]'] as const).replace('%', type)
      plan.fields.push([`${plan.name.toLowerCase()}f${i}`, wrapped])
    }
  }
  return plans
}

function printSchemaOf(plans: TypePlan[], random: Random): string {
  const rule = (probability: number) => {
    if (!random.chance(probability)) return ''
    if (random.chance(0.2)) return ' @authenticated'
    const all = () => allScopes.filter(() => random.chance(0.4))
    const alternatives = [all(), all()].map((list) => (list.length > 0 ? list : ['a']))
    return ` @requiresScopes(scopes: ${JSON.stringify(random.chance(0.5) ? alternatives : alternatives.slice(0, 1))})`
  }
  const byName = new Map(plans.map((plan) => [plan.name, plan]))
  const inherited = (plan: TypePlan): [string, string][] => [
    ...new Map([plan, ...plan.parents.flatMap((name) => byName.get(name) ?? [])].flatMap((each) => each.fields)),
  ]
  const bodies = plans.map((plan) => {
    const parents = plan.parents.length > 0 ? ` implements ${plan.parents.join(' & ')}` : ''
    const fields = inherited(plan).map(([name, type]) => `  ${name}: ${type}${rule(0.2)}`)
    return `${plan.kind} ${plan.name}${parents}${rule(plan.name === 'Query' ? 0.03 : 0.15)} {\n${fields.join('\n')}\n}`
  })
  return `${bodies.join('\n')}\nunion U${rule(0.1)} = T0 | T1\nenum Color${rule(0.1)} { RED }\nscalar Money${rule(0.1)}\n`
}

function writeOperation(schema: GraphQLSchema, random: Random): string {
  const fragments: string[] = []
  const condition = () =>
    random.chance(0.15)
      ? ` @${random.pick(['skip', 'include'])}(if: ${random.pick(['$yes', '$no', '$maybe', 'true', 'false'])})`
      : ''

  const selectionSet = (typeName: string, depth: number): string => {
    const type = schema.getType(typeName)
    const selections = isObjectType(type) || (type && 'getFields' in type) ? fieldsOf(typeName, depth) : []
    if (isAbstractType(type)) {
      for (const member of schema.getPossibleTypes(type)) {
        if (random.chance(0.6)) selections.push(`... on ${member.name}${condition()} ${selectionSet(member.name, depth)}`)
      }
    }
    if (depth > 0 && random.chance(0.2)) {
      const name = `F${fragments.length}`
      fragments.push('')
      fragments[Number(name.slice(1))] = `fragment ${name} on ${typeName} ${selectionSet(typeName, depth - 1)}`
      selections.push(`...${name}${condition()}`)
    }
    if (selections.length === 0 || random.chance(0.2)) selections.push('__typename')
    return `{ ${selections.join(' ')} }`
  }
  const fieldsOf = (typeName: string, depth: number): string[] => {
    const type = schema.getType(typeName)
    if (!type || !('getFields' in type)) return []
    return Object.values(type.getFields()).flatMap((field) => {
      const named = field.type.toString().replace(/[[\]!]/g, '')
      const isLeaf = leafTypes.includes(named)
      if ((!isLeaf && depth === 0) || !random.chance(0.6)) return []
      const alias = random.chance(0.2) ? `x${random.below(1000)}${field.name}: ` : ''
      return [`${alias}${field.name}${condition()}${isLeaf ? '' : ` ${selectionSet(named, depth - 1)}`}`]
    })
  }
  const body = selectionSet('Query', 3)
  return `query ($yes: Boolean!, $no: Boolean!, $maybe: Boolean!) ${body} ${fragments.join(' ')}`
}
