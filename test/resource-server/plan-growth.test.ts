// What deciding costs grows with the operation, and not with its square or that of the schema: told by counting, not by the clock.

import { buildSchema, type GraphQLScalarType, Kind, parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { createGate, directiveTypeDefs } from '../../src/resource-server/index.ts'
import { planOperation } from '../../src/resource-server/plan.ts'
import type { Below, Group } from '../../src/resource-server/plan-nodes.ts'
import { readSchemaRules } from '../../src/resource-server/schema-rules.ts'
import { accessToken } from '../../src/testing/index.ts'

const many = (count: number) => `${directiveTypeDefs}
  type Query { node: Node }
  interface Node { id: ID, next: Node }
  ${Array.from({ length: count }, (_, i) => `type T${i} implements Node ${i === 0 ? '@authenticated' : ''} { id: ID, next: Node }`).join('\n')}
`

describe('a plan', () => {
  it('works out once what is below a selection, however many types it is selected on', () => {
    const schema = buildSchema(many(40))
    const document = parse('{ node { a: next { id } b: next { next { id } } } }')
    const [operation] = document.definitions
    if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('There is no operation.')
    const { root } = planOperation({ schema, rules: readSchemaRules(schema, 'open') }, { document }, operation)
    const found = new Set<Below>()
    const seen = new Set<Group>()
    const visit = (group: Group | undefined) => {
      if (!group || seen.has(group)) return
      seen.add(group)
      for (const { below } of group.fields) {
        found.add(below)
        for (const child of below.children) visit(child.group)
      }
    }
    visit(root)
    // Five fields with a selection, and nothing below the leaves.
    expect(found.size).toBeLessThanOrEqual(6)
  })

  it('of more fields and types than anyone asks for is refused', async () => {
    const gate = createGate(buildSchema(many(400)))
    const aliases = Array.from({ length: 300 }, (_, i) => `a${i}: next { id }`).join(' ')
    const result = await gate.execute({ document: parse(`{ node { ${aliases} } }`) }, null)
    expect(result.errors?.[0]?.extensions).toMatchObject({ code: 'QUERY_TOO_COMPLEX', limit: 'plannedFields' })
    const less = await gate.execute({ document: parse('{ node { a: next { id } } }') }, null)
    expect(less.data).toEqual({ node: null })
  })
})

describe('a decision', () => {
  it('reads the arguments of a use once', async () => {
    let readCount = 0
    const schema = buildSchema(
      `${directiveTypeDefs} scalar Key type Query { item(id: Key): Int @requiresScopes(scopes: [["item:{id}"]]) }`,
    )
    const key = schema.getType('Key') as GraphQLScalarType
    key.parseLiteral = (node) => {
      readCount += 1
      return node.kind === Kind.STRING ? node.value : undefined
    }
    const gate = createGate(schema)
    const document = parse(`{ ${Array.from({ length: 20 }, (_, i) => `a${i}: item(id: "${i}")`).join(' ')} }`)
    expect((await gate.decide({ document }, accessToken({ scopes: ['item:3'] }))).kind).toBe('filter')
    expect(readCount).toBe(20)
  })
})

describe('public interfaces', () => {
  it('open the fields that they declare, and none that a type adds', async () => {
    const schema = buildSchema(`${directiveTypeDefs}
      type Query { me: User @public }
      interface Node @public { id: ID }
      type User implements Node { id: ID, ssn: String }
    `)
    const gate = createGate(schema, { unmarked: 'denied' })
    const rootValue = { me: { id: '1', ssn: '123-45' } }
    expect(await gate.execute({ document: parse('{ me { id ssn } }'), rootValue }, null)).toMatchObject({
      data: { me: { id: '1', ssn: null } },
      errors: [{ path: ['me', 'ssn'] }],
    })
  })
})

describe('a field that came after the rules were read', () => {
  it('is refused with all that is asked beside it', async () => {
    const schema = buildSchema(`${directiveTypeDefs} type Query { open: Int }`)
    const gate = createGate(schema)
    const query = schema.getQueryType()
    const open = query?.getFields().open
    if (!query || !open) throw new Error('There is no field.')
    query.getFields().late = { ...open, name: 'late' }
    await expect(gate.execute({ document: parse('{ open late }'), rootValue: { late: 1 } }, null)).rejects.toThrow(
      'Build the gate last',
    )
  })
})
