// What an operation selects beneath a field, and that looking takes no longer than the document is.

import { type FragmentDefinitionNode, Kind, type OperationDefinitionNode, parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { selectedFields } from '../../src/graphql/selected-fields.ts'

function infoOf(text: string, variableValues: Record<string, unknown> = {}) {
  const { definitions } = parse(text)
  const [operation] = definitions as [OperationDefinitionNode]
  const fragments: Record<string, FragmentDefinitionNode> = {}
  for (const definition of definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition
  const fieldNodes = operation.selectionSet.selections.filter((selection) => selection.kind === Kind.FIELD)
  return { fieldNodes, fragments, variableValues }
}

function selected(text: string, path: string[], variableValues?: Record<string, unknown>): string[] {
  return [...selectedFields(infoOf(text, variableValues), path)].sort()
}

describe('what is selected beneath a field', () => {
  it.each([
    ['plainly', '{ do { user { id } } }', ['id']],
    ['under an alias', '{ do { its: user { mine: id } } }', ['id']],
    ['in an inline fragment', '{ do { ... { user { ... on User { id } } } } }', ['id']],
    [
      'in several places',
      '{ do { user { id } user { email } ...F } } fragment F on Do { user { roles } }',
      ['email', 'id', 'roles'],
    ],
    [
      'by a fragment that is spread on two of them',
      '{ do { a: user { ...F } b: user { ...F id } } } fragment F on User { email }',
      ['email', 'id'],
    ],
    [
      'by a spread that is skipped, and one that is not',
      '{ do { user { ...F @skip(if: true) ...F } } } fragment F on User { id }',
      ['id'],
    ],
    ['nowhere', '{ do { user { id @include(if: false) } } }', []],
  ])('%s', (_how, text, expected) => {
    expect(selected(text, ['user'])).toEqual(expected)
  })

  it.each([true, false])('as a variable says: %s', (isWanted) => {
    const text = 'query($isWanted: Boolean!) { do { user { id @include(if: $isWanted) } } }'
    expect(selected(text, ['user'], { isWanted })).toEqual(isWanted ? ['id'] : [])
  })

  it.each([
    ['on one level', (n: number) => `fragment F${n} on User { ...F${n + 1} ...F${n + 1} }`, 0],
    ['level beneath level', (n: number) => `fragment F${n} on User { a: user { ...F${n + 1} } b: user { ...F${n + 1} } }`, 16],
  ] as const)('is found in time where fragments spread others twice, %s', (_where, fragmentOf, levels) => {
    const count = 16
    const chain = Array.from({ length: count }, (_, n) => fragmentOf(n)).join(' ')
    const info = infoOf(`{ do { ...F0 } } ${chain} fragment F${count} on User { id }`)
    let walked = 0
    const fragments = new Proxy(info.fragments, {
      get: (all, name) => {
        walked++
        return all[String(name)]
      },
    })
    const path = Array.from({ length: levels }, () => 'user')
    expect([...selectedFields({ ...info, fragments }, path)]).toEqual(['id'])
    expect(walked).toBeLessThanOrEqual(2 * count + 1)
  })
})
