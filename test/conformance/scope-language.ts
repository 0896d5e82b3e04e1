// docs/enforcement.md section 2: which granted scopes are enough for a required one, and what stands in placeholders.

import type { OperationCase } from './case.ts'

const covering: [granted: string, required: string, holds: boolean][] = [
  ['orders:read', 'orders:read', true],
  ['orders:read', 'orders:write', false],
  ['orders', 'orders:read', false],
  ['orders:read', 'orders', false],
  ['orders:read', 'Orders:read', false],
  ['orders:read', 'orders:readall', false],
  ['orders:readall', 'orders:read', false],
  ['order', 'orders', false],
  ['orders:*', 'orders:read', true],
  ['orders:*', 'orders:read:own', true],
  ['orders:*', 'orders', false],
  ['orders:*', 'orders2:read', false],
  ['orders:*:own', 'orders:read:own', true],
  ['orders:*:own', 'orders:read:all:own', false],
  ['orders:*:own', 'orders:read', false],
  ['orders:*:own', 'orders:own', false],
  ['*:read', 'orders:read', true],
  ['*:read', 'read', false],
  ['*:read', 'orders:items:read', false],
  ['*:*', 'orders:read:own', true],
  ['*:*', 'orders', false],
  ['*', 'orders', true],
  ['*', 'orders:read:own', true],
  ['__proto__:*', '__proto__:constructor', true],
  ['constructor', 'toString', false],
]

const covers = covering.map(
  ([granted, required, holds]): OperationCase => ({
    name: `The granted "${granted}" ${holds ? 'covers' : 'does not cover'} the required "${required}"`,
    schema: `type Query { f: String @requiresScopes(scopes: [["${required}"]]) }`,
    root: { f: 'F' },
    operation: '{ f }',
    scopes: [granted],
    ...answer('f', holds),
  }),
)

const placeholders = {
  schema: `
    type Query {
      project(id: ID! = "7"): String @requiresScopes(scopes: [["project:{id}:read"]])
      file(id: ID, size: Int, isDraft: Boolean): String @requiresScopes(scopes: [["file:{id}"], ["size:{size}"], ["draft:{isDraft}"]])
      task(input: TaskInput): String @requiresScopes(scopes: [["project:{input.projectId}"], ["deep:{input.parent.projectId}"]])
      pair(a: ID, b: ID): String @requiresScopes(scopes: [["a:{a}", "b:{b}"]])
      kind(kind: Kind): String @requiresScopes(scopes: [["kind:{kind}"]])
      tagged(tag: Tag): String @requiresScopes(scopes: [["tag:{tag}"]])
      odd(constructor: ID, toString: ID): String @requiresScopes(scopes: [["c:{constructor}"], ["t:{toString}"]])
    }
    input TaskInput { projectId: ID = "9", parent: TaskInput }
    enum Kind { BIG }
    scalar Tag
  `,
  root: { project: 'P', file: 'F', task: 'T', pair: 'PP', kind: 'K', tagged: 'G', odd: 'O' },
}

const bindings: [name: string, operation: string, scopes: string[], field: string, variables?: Record<string, unknown>][] = [
  ['a literal', '{ project(id: "1") }', ['project:1:read'], 'project'],
  ['a whole number written for an ID', '{ project(id: 1) }', ['project:1:read'], 'project'],
  ['the default of the argument', '{ project }', ['project:7:read'], 'project'],
  ['a variable', 'query ($id: ID!) { project(id: $id) }', ['project:1:read'], 'project', { id: '1' }],
  ['the default of a variable', 'query ($id: ID! = "8") { project(id: $id) }', ['project:8:read'], 'project'],
  [
    'the default of the argument where a variable is missing',
    'query ($id: ID) { project(id: $id) }',
    ['project:7:read'],
    'project',
  ],
  ['an Int', '{ file(size: 3) }', ['size:3'], 'file'],
  ['a negative Int', '{ file(size: -3) }', ['size:-3'], 'file'],
  ['an input field', '{ task(input: { projectId: "1" }) }', ['project:1'], 'task'],
  [
    'an input field from a variable',
    'query ($in: TaskInput) { task(input: $in) }',
    ['project:1'],
    'task',
    { in: { projectId: '1' } },
  ],
  [
    'a variable inside an input literal',
    'query ($id: ID) { task(input: { projectId: $id }) }',
    ['project:1'],
    'task',
    { id: '1' },
  ],
  ['the default of an input field', '{ task(input: {}) }', ['project:9'], 'task'],
  ['an input field of an input field', '{ task(input: { parent: { projectId: "2" } }) }', ['deep:2'], 'task'],
  ['two arguments at once', '{ pair(a: "1", b: "2") }', ['a:1', 'b:2'], 'pair'],
  ['an enum value', '{ kind(kind: BIG) }', ['kind:BIG'], 'kind'],
  ['a custom scalar that is a text', '{ tagged(tag: "x") }', ['tag:x'], 'tagged'],
  ['an argument named constructor', '{ odd(constructor: "1") }', ['c:1'], 'odd'],
  ['a value under a wildcard of the token', '{ project(id: "1") }', ['project:*:read'], 'project'],
  ['a value named __proto__', '{ project(id: "__proto__") }', ['project:__proto__:read'], 'project'],
]

const unbound: [name: string, operation: string, field: string, variables?: Record<string, unknown>][] = [
  ['a wildcard', 'query ($id: ID!) { project(id: $id) }', 'project', { id: '*' }],
  ['a wildcard written into the operation', '{ project(id: "*") }', 'project'],
  ['two segments', 'query ($id: ID!) { project(id: $id) }', 'project', { id: '1:read' }],
  ['an empty text', 'query ($id: ID!) { project(id: $id) }', 'project', { id: '' }],
  ['a blank', 'query ($id: ID!) { project(id: $id) }', 'project', { id: ' ' }],
  ['a text with a line end', 'query ($id: ID!) { project(id: $id) }', 'project', { id: '1\n' }],
  ['a letter outside the alphabet of scopes', 'query ($id: ID!) { project(id: $id) }', 'project', { id: 'ä' }],
  ['a text that makes the scope too long', 'query ($id: ID!) { project(id: $id) }', 'project', { id: 'x'.repeat(256) }],
  ['null', '{ file(id: null) }', 'file'],
  ['a variable that is null', 'query ($id: ID) { file(id: $id) }', 'file', { id: null }],
  ['a variable that is missing', 'query ($id: ID) { file(id: $id) }', 'file'],
  ['an argument that is missing', '{ file }', 'file'],
  ['a Boolean', '{ file(isDraft: true) }', 'file'],
  ['a missing input', '{ task }', 'task'],
  ['an input that is null', '{ task(input: null) }', 'task'],
  ['an input field that is null', '{ task(input: { projectId: null }) }', 'task'],
  ['one of two values that is missing', '{ pair(a: "1") }', 'pair'],
  ['a list in a custom scalar', 'query ($tag: Tag) { tagged(tag: $tag) }', 'tagged', { tag: ['x'] }],
  ['an object in a custom scalar', 'query ($tag: Tag) { tagged(tag: $tag) }', 'tagged', { tag: { x: 1 } }],
  ['a fraction in a custom scalar', 'query ($tag: Tag) { tagged(tag: $tag) }', 'tagged', { tag: 1.5 }],
  ['an argument of a name that every object inherits', '{ odd }', 'odd'],
]

const bound: OperationCase[] = bindings.map(([name, operation, scopes, field, variables]) => ({
  ...placeholders,
  name: `A placeholder stands for ${name}`,
  operation,
  scopes,
  ...(variables && { variables }),
  ...answer(field, true),
}))

const different: OperationCase[] = bindings
  .filter(([, , scopes]) => !scopes.some((scope) => scope.includes('*')))
  .map(([name, operation, scopes, field, variables]) => ({
    ...placeholders,
    name: `A placeholder that stands for ${name} is not met by another value`,
    operation,
    scopes: scopes.map((scope, index) => (index === 0 ? scope.replace(/:[^:]+/, ':other') : scope)),
    ...(variables && { variables }),
    ...answer(field, false),
  }))

const neverBound: OperationCase[] = unbound.map(([name, operation, field, variables]) => ({
  ...placeholders,
  name: `A placeholder is never met by ${name}, not even for a token that may do everything`,
  operation,
  scopes: ['*', 'project:*', 'project:*:*', 'file:*', 'tag:*'],
  ...(variables && { variables }),
  ...answer(field, false),
}))

const others: OperationCase[] = [
  {
    name: 'A placeholder beside a plain scope in one alternative needs both',
    schema: 'type Query { f(id: ID): String @requiresScopes(scopes: [["f:{id}", "x"], ["y"]]) }',
    root: { f: 'F' },
    operation: '{ f(id: "1") }',
    scopes: ['f:1', 'x'],
    ...answer('f', true),
  },
  {
    name: 'A placeholder beside a plain scope in one alternative is not enough without it',
    schema: 'type Query { f(id: ID): String @requiresScopes(scopes: [["f:{id}", "x"], ["y"]]) }',
    root: { f: 'F' },
    operation: '{ f(id: "1") }',
    scopes: ['f:1'],
    ...answer('f', false),
  },
  {
    ...placeholders,
    name: 'A placeholder that cannot be bound leaves the other alternatives as they are',
    operation: 'query ($id: ID) { file(id: $id, size: 3) }',
    variables: { id: '*' },
    scopes: ['size:3'],
    ...answer('file', true),
  },
  {
    ...placeholders,
    name: 'A placeholder is bound anew for each use of the field in one operation',
    operation: '{ x: project(id: "1") y: project(id: "2") z: project(id: "1") }',
    scopes: ['project:1:read'],
    decision: 'filter',
    denied: ['Query.project'],
    data: { x: 'P', y: null, z: 'P' },
    errors: ['y: Query.project INSUFFICIENT_SCOPE'],
    ran: ['Query.project'],
  },
  {
    name: 'A placeholder in the rule of an interface field is bound from the arguments of the implementing field',
    schema: `
      type Query { folder: Folder }
      interface Holder { file(id: ID): String @requiresScopes(scopes: [["file:{id}"]]) }
      type Folder implements Holder { file(id: ID): String }
    `,
    root: { folder: { file: 'F' } },
    operation: '{ folder { x: file(id: "1") y: file(id: "2") } }',
    scopes: ['file:1'],
    decision: 'filter',
    denied: ['Folder.file'],
    data: { folder: { x: 'F', y: null } },
    errors: ['folder.y: Folder.file INSUFFICIENT_SCOPE'],
    ran: ['Query.folder', 'Folder.file'],
  },
  {
    name: 'A token that holds an odd scope text does not get more by it',
    schema: 'type Query { f: String @requiresScopes(scopes: [["a:b"]]) }',
    root: { f: 'F' },
    operation: '{ f }',
    scopes: ['', ' ', 'a:', 'a*', 'a:b*', ':b', '**', 'a:**', '{a}:b', 'a b'],
    ...answer('f', false),
  },
]

export const scopeLanguage: OperationCase[] = [...covers, ...bound, ...different, ...neverBound, ...others]

function answer(field: string, holds: boolean) {
  const value = field === 'f' ? 'F' : Reflect.get(placeholders.root, field)
  return holds
    ? { decision: 'allow' as const, data: { [field]: value }, ran: [`Query.${field}`] }
    : {
        decision: 'filter' as const,
        denied: [`Query.${field}`],
        data: { [field]: null },
        errors: [`${field}: Query.${field} INSUFFICIENT_SCOPE`],
      }
}
