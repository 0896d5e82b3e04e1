// Random schemas with every kind of rule: interface chains of three, unions of many, placeholders, policies, extensions, @public.

import type { Random } from './random.ts'

/** The parts of scopes that granted and required ones are made of. */
export const requiredScopes = ['a', 'b', 'c', 'r:1', 'r:2', 'r:1:x'] as const
export const grantedScopes = ['a', 'b', 'c', 'r:1', 'r:2', 'r:1:x', 'r:2:x', 'r:*', '*:x', 'r:*:x', '*', 'a:*'] as const
export const policyNames = ['p', 'q', 's'] as const

interface TypePlan {
  name: string
  kind: 'type' | 'interface'
  parents: string[]
  /** Own fields only. */
  fields: { name: string; args: string; type: string }[]
}

const leafTypes = ['String', 'Color', 'Money']
const wrappings = ['%', '%', '%!', '[%]', '[%!]', '[%!]!', '[[%]!]', '[%]!'] as const

export function writeSchema(random: Random): string {
  const plans = planTypes(random)
  const extensions: string[] = []
  const byName = new Map(plans.map((plan) => [plan.name, plan]))
  const fieldsOf = (plan: TypePlan): TypePlan['fields'] => [
    ...new Map(
      [plan, ...plan.parents.flatMap((name) => byName.get(name) ?? [])]
        .flatMap((each) => each.fields)
        .map((field) => [field.name, field]),
    ).values(),
  ]
  /** A rule on a type stands in its definition, in an extension of it, or in both. */
  const typeRule = (keyword: string, name: string, probability: number) => {
    if (random.chance(0.06)) extensions.push(`extend ${keyword} ${name}${writeRule(random, []) || ' @authenticated'}`)
    return random.chance(probability) ? writeRule(random, []) : ''
  }
  const bodies = plans.map((plan) => {
    const parents = plan.parents.length > 0 ? ` implements ${plan.parents.join(' & ')}` : ''
    const fields = fieldsOf(plan).map(({ name, args, type }) => {
      const paths = args === '' ? [] : ['{id}', '{input.id}', '{input.deep.id}']
      return `  ${name}${args}: ${type}${random.chance(0.25) ? writeRule(random, paths) : random.chance(0.1) ? ' @public' : ''}`
    })
    return `${plan.kind} ${plan.name}${parents}${typeRule(plan.kind, plan.name, 0.1)} {\n${fields.join('\n')}\n}`
  })
  const members = ['T0', 'T1', 'T2', 'T3'].filter(() => random.chance(0.7))
  return [
    ...bodies,
    `union U${typeRule('union', 'U', 0.1)} = ${['T0', ...members.filter((name) => name !== 'T0')].join(' | ')}`,
    `scalar Money${typeRule('scalar', 'Money', 0.25)}`,
    `enum Color${typeRule('enum', 'Color', 0.2)} { RED }`,
    'input In { id: ID = "2", deep: In }',
    ...extensions,
  ].join('\n')
}

function planTypes(random: Random): TypePlan[] {
  const interfaces: TypePlan[] = [
    { name: 'I0', kind: 'interface', parents: [], fields: [] },
    { name: 'I1', kind: 'interface', parents: random.chance(0.6) ? ['I0'] : [], fields: [] },
    { name: 'I2', kind: 'interface', parents: [], fields: [] },
  ]
  const [, second, third] = interfaces
  if (third && second && random.chance(0.6)) third.parents = ['I1', ...second.parents]
  const withParents = (names: string[]) => [
    ...new Set(names.flatMap((name) => [name, ...(interfaces.find((each) => each.name === name)?.parents ?? [])])),
  ]
  const objects = ['T0', 'T1', 'T2', 'T3', 'Query', 'Mutation'].map((name): TypePlan => {
    const isRoot = name === 'Query' || name === 'Mutation'
    const parents = isRoot ? [] : withParents(['I0', 'I1', 'I2'].filter(() => random.chance(0.35)))
    return { name, kind: 'type', parents, fields: [] }
  })
  const outputs = ['I0', 'I1', 'I2', 'U', 'U', 'T0', 'T1', 'T2', 'T3', ...leafTypes] as unknown as readonly [string, ...string[]]
  for (const plan of [...interfaces, ...objects]) {
    for (let i = 0; i < 3; i++) {
      const args = random.chance(0.3) ? `(id: ID${random.pick(['', ' = "1"', ' = "*"'])}, input: In)` : ''
      plan.fields.push({
        name: `${plan.name.toLowerCase()}f${i}`,
        args,
        type: random.pick(wrappings).replace('%', random.pick(outputs)),
      })
    }
  }
  return [...interfaces, ...objects]
}

/** One to two directives; placeholders where the field has arguments. */
function writeRule(random: Random, placeholders: string[]): string {
  const one = () => {
    const kind = random.below(10)
    if (kind < 2) return ' @authenticated'
    if (kind < 4) return ` @policy(policies: ${writeAlternatives(random, policyNames)})`
    const bound = placeholders.flatMap((path) => [`r:${path}`, `r:${path}:x`])
    const choices = random.chance(0.6) ? [...bound, ...requiredScopes] : requiredScopes
    return ` @requiresScopes(scopes: ${writeAlternatives(random, choices)})`
  }
  const [first, second] = [one(), one()]
  // The directives are not repeatable.
  return random.chance(0.2) && first.split('(')[0] !== second.split('(')[0] ? first + second : first
}

function writeAlternatives(random: Random, members: readonly string[]): string {
  const all = () => members[random.below(members.length)] ?? 'a'
  const one = () => [...new Set(random.chance(0.4) ? [all(), all()] : [all()])]
  return JSON.stringify(random.chance(0.5) ? [one(), one()] : [one()])
}
