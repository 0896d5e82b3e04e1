// docs/enforcement.md section 5: what the caller sees.

import type { OperationCase } from './case.ts'

const people = {
  schema: `
    type Query { me: User, users: [User], any: Any, file(id: ID): String @requiresScopes(scopes: [["file:{id}:read", "x"], ["files"]]) }
    type User { id: ID, email: String @requiresScopes(scopes: [["user:email"], ["admin", "all"]]), note: String @policy(policies: [["p"]]), mine: ID @authenticated }
    union Any = User | Hidden
    type Hidden @requiresScopes(scopes: [["hidden"]]) { id: ID }
  `,
  root: {
    me: { id: '1', email: 'e', note: 'n', mine: 'm' },
    users: [],
    any: { __typename: 'Hidden', id: 'h' },
    file: 'F',
  },
}
const unauthorized = 'UNAUTHORIZED_FIELD_OR_TYPE'
export const answers: OperationCase[] = [
  {
    ...people,
    name: 'Without a token the code is UNAUTHENTICATED, and the message says what is needed and missing',
    operation: '{ me { email } }',
    decision: 'filter',
    denied: ['User.email'],
    data: { me: { email: null } },
    errors: ['me.email: User.email MISSING'],
    ran: ['Query.me'],
    told: [
      {
        message:
          'Unauthorized field or type: User.email needs an access token with user:email, or admin and all; missing user:email.',
        locations: [{ line: 1, column: 8 }],
        path: ['me', 'email'],
        extensions: {
          code: 'UNAUTHENTICATED',
          coordinate: 'User.email',
          reason: 'MISSING',
          requiredScopes: [['user:email'], ['admin', 'all']],
          missingScopes: ['user:email'],
        },
      },
    ],
  },
  {
    ...people,
    name: 'With a token the code is UNAUTHORIZED_FIELD_OR_TYPE, and what the cheapest alternative lacks is missing',
    operation: '{ x: me { y: email } }',
    scopes: ['all'],
    decision: 'filter',
    denied: ['User.email'],
    data: { x: { y: null } },
    errors: ['x.y: User.email INSUFFICIENT_SCOPE'],
    ran: ['Query.me'],
    told: [
      {
        message: 'Unauthorized field or type: User.email needs user:email, or admin and all; missing user:email.',
        locations: [{ line: 1, column: 11 }],
        path: ['x', 'y'],
        extensions: {
          code: unauthorized,
          coordinate: 'User.email',
          reason: 'INSUFFICIENT_SCOPE',
          requiredScopes: [['user:email'], ['admin', 'all']],
          missingScopes: ['user:email'],
        },
      },
    ],
  },
  {
    ...people,
    name: 'A field that needs only a token says so',
    operation: '{ me { mine } }',
    decision: 'filter',
    denied: ['User.mine'],
    data: { me: { mine: null } },
    errors: ['me.mine: User.mine MISSING'],
    ran: ['Query.me'],
    told: [
      {
        message: 'Unauthorized field or type: User.mine needs an access token.',
        locations: [{ line: 1, column: 8 }],
        path: ['me', 'mine'],
        extensions: {
          code: 'UNAUTHENTICATED',
          coordinate: 'User.mine',
          reason: 'MISSING',
          requiredScopes: [],
          missingScopes: [],
        },
      },
    ],
  },
  {
    ...people,
    name: 'A denied policy is told as such, and not which one it was',
    operation: '{ me { note } }',
    scopes: [],
    decision: 'filter',
    denied: ['User.note'],
    data: { me: { note: null } },
    errors: ['me.note: User.note POLICY_DENIED'],
    ran: ['Query.me'],
    told: [
      {
        message: 'Unauthorized field or type: User.note is denied by a policy.',
        locations: [{ line: 1, column: 8 }],
        path: ['me', 'note'],
        extensions: {
          code: unauthorized,
          coordinate: 'User.note',
          reason: 'POLICY_DENIED',
          requiredScopes: [],
          missingScopes: [],
        },
      },
    ],
  },
  {
    ...people,
    name: 'A placeholder is told as it was bound',
    operation: '{ file(id: "7") }',
    scopes: ['x'],
    decision: 'filter',
    denied: ['Query.file'],
    data: { file: null },
    errors: ['file: Query.file INSUFFICIENT_SCOPE'],
    told: [
      {
        message: 'Unauthorized field or type: Query.file needs file:7:read and x, or files; missing file:7:read.',
        locations: [{ line: 1, column: 3 }],
        path: ['file'],
        extensions: {
          code: unauthorized,
          coordinate: 'Query.file',
          reason: 'INSUFFICIENT_SCOPE',
          requiredScopes: [['file:7:read', 'x'], ['files']],
          missingScopes: ['file:7:read'],
        },
      },
    ],
  },
  {
    ...people,
    name: 'Each use of a field is told with the value that it was bound to',
    options: { disclose: 'scopes' },
    operation: '{ a: file(id: "7") b: file(id: "8") }',
    scopes: ['x'],
    decision: 'filter',
    denied: ['Query.file', 'Query.file'],
    data: { a: null, b: null },
    errors: ['a: Query.file INSUFFICIENT_SCOPE', 'b: Query.file INSUFFICIENT_SCOPE'],
    told: [['a', '7', 3] as const, ['b', '8', 20] as const].map(([key, id, column]) => ({
      message: `Unauthorized field or type: Query.file needs file:${id}:read and x, or files; missing file:${id}:read.`,
      locations: [{ line: 1, column }],
      path: [key],
      extensions: {
        code: unauthorized,
        coordinate: 'Query.file',
        reason: 'INSUFFICIENT_SCOPE',
        requiredScopes: [[`file:${id}:read`, 'x'], ['files']],
        missingScopes: [`file:${id}:read`],
      },
    })),
  },
  {
    ...people,
    name: 'A placeholder that cannot be bound is told as written, and the value is not echoed',
    operation: '{ file(id: "a:b") }',
    scopes: ['x'],
    decision: 'filter',
    denied: ['Query.file'],
    data: { file: null },
    errors: ['file: Query.file INSUFFICIENT_SCOPE'],
    told: [
      {
        message: 'Unauthorized field or type: Query.file needs file:{id}:read and x, or files; missing file:{id}:read.',
        locations: [{ line: 1, column: 3 }],
        path: ['file'],
        extensions: {
          code: unauthorized,
          coordinate: 'Query.file',
          reason: 'INSUFFICIENT_SCOPE',
          requiredScopes: [['file:{id}:read', 'x'], ['files']],
          missingScopes: ['file:{id}:read'],
        },
      },
    ],
  },
  {
    ...people,
    name: 'disclose "nothing" names no scope, neither in the message nor in the extensions',
    options: { disclose: 'nothing' },
    operation: '{ me { email } }',
    scopes: [],
    decision: 'filter',
    denied: ['User.email'],
    data: { me: { email: null } },
    errors: ['me.email: User.email INSUFFICIENT_SCOPE'],
    ran: ['Query.me'],
    told: [
      {
        message: 'Unauthorized field or type: User.email.',
        locations: [{ line: 1, column: 8 }],
        path: ['me', 'email'],
        extensions: { code: unauthorized, coordinate: 'User.email', reason: 'INSUFFICIENT_SCOPE' },
      },
    ],
  },
  {
    ...people,
    name: 'A denied type is told at the position of the object',
    operation: '{ any { ... on Hidden { id } } }',
    scopes: [],
    decision: 'filter',
    denied: ['Hidden'],
    data: { any: null },
    errors: ['any: Hidden INSUFFICIENT_SCOPE'],
    ran: ['Query.any'],
    told: [
      {
        message: 'Unauthorized field or type: Hidden needs hidden; missing hidden.',
        locations: [{ line: 1, column: 3 }],
        path: ['any'],
        extensions: {
          code: unauthorized,
          coordinate: 'Hidden',
          reason: 'INSUFFICIENT_SCOPE',
          requiredScopes: [['hidden']],
          missingScopes: ['hidden'],
        },
      },
    ],
  },
  {
    ...people,
    name: 'A rejected operation tells the same, with locations and a path where no list is crossed',
    options: { queries: 'reject' },
    operation: '{ me { email } users { email } }',
    scopes: [],
    decision: 'reject',
    denied: ['User.email', 'User.email'],
    errors: ['me.email: User.email INSUFFICIENT_SCOPE', 'User.email INSUFFICIENT_SCOPE'],
    told: [
      {
        message: 'Unauthorized field or type: User.email needs user:email, or admin and all; missing user:email.',
        locations: [{ line: 1, column: 8 }],
        path: ['me', 'email'],
        extensions: {
          code: unauthorized,
          coordinate: 'User.email',
          reason: 'INSUFFICIENT_SCOPE',
          requiredScopes: [['user:email'], ['admin', 'all']],
          missingScopes: ['user:email'],
        },
      },
      {
        message: 'Unauthorized field or type: User.email needs user:email, or admin and all; missing user:email.',
        locations: [{ line: 1, column: 24 }],
        extensions: {
          code: unauthorized,
          coordinate: 'User.email',
          reason: 'INSUFFICIENT_SCOPE',
          requiredScopes: [['user:email'], ['admin', 'all']],
          missingScopes: ['user:email'],
        },
      },
    ],
  },
  {
    name: 'A rejected operation tells of one position once, though two possible types deny it',
    schema: `
      type Query { node: Node } interface Node { title: String }
      type A implements Node { title: String @authenticated } type B implements Node { title: String @authenticated }
    `,
    options: { queries: 'reject' },
    operation: '{ node { title } }',
    decision: 'reject',
    denied: ['A.title', 'B.title'],
    errors: ['node.title: A.title MISSING'],
  },
]
