// docs/enforcement.md section 5: at most 100 errors and one closing summary.

import type { OperationCase } from './case.ts'

const list = {
  schema: 'type Query { users: [User] } type User { email: String @requiresScopes(scopes: [["email"]]) }',
  root: { users: Array.from({ length: 120 }, () => ({ email: 'e' })) },
}
const summary = 'Unauthorized field or type: more positions are refused; only 100 are listed.'
const emails = (count: number) => Array.from({ length: count }, (_, i) => `users.${i}.email: User.email INSUFFICIENT_SCOPE`)

/** A query of so many aliases of one denied field. */
const aliases = (count: number, field: string) => Array.from({ length: count }, (_, i) => `a${i}: ${field}`).join(' ')
const wide = {
  schema: 'type Query { s: String @authenticated, sure: String! @authenticated, open: String, fails: String }',
  root: {
    open: 'o',
    fails: () => {
      throw new Error('The database is down.')
    },
  },
}
const nulls = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`a${i}`, null]))
const missing = (count: number) => Array.from({ length: count }, (_, i) => `a${i}: Query.s MISSING`)

export const manyDenials: OperationCase[] = [
  {
    ...list,
    name: '120 objects of a list give 100 errors and one summary, and the denied values are null in all of them',
    operation: '{ users { email } }',
    scopes: [],
    decision: 'filter',
    denied: ['User.email'],
    data: { users: Array.from({ length: 120 }, () => ({ email: null })) },
    errors: [...emails(100), summary],
    ran: ['Query.users'],
  },
  {
    ...wide,
    name: 'Exactly 100 denials are all listed, and no summary is needed',
    operation: `{ ${aliases(100, 's')} }`,
    decision: 'filter',
    denied: Array.from({ length: 100 }, () => 'Query.s'),
    data: nulls(100),
    errors: missing(100),
  },
  {
    ...wide,
    name: 'Of 101 denials 100 are listed, and the summary closes the list',
    operation: `{ ${aliases(101, 's')} open }`,
    decision: 'filter',
    denied: Array.from({ length: 100 }, () => 'Query.s'),
    data: { ...nulls(101), open: 'o' },
    errors: [...missing(100), summary],
    ran: ['Query.open'],
  },
  {
    ...wide,
    name: 'A denied non-null field past the hundredth still makes its parent null',
    operation: `{ ${aliases(101, 's')} sure open }`,
    decision: 'filter',
    denied: Array.from({ length: 100 }, () => 'Query.s'),
    data: null,
    errors: [...missing(100), summary],
  },
  {
    ...wide,
    name: 'A denied non-null field that is itself the hundred and first is told in the summary',
    operation: `{ ${aliases(100, 's')} sure }`,
    decision: 'filter',
    denied: Array.from({ length: 100 }, () => 'Query.s'),
    data: null,
    errors: [...missing(100), summary],
  },
  {
    name: 'What is past the hundredth stays in the summary, though the nulls swallowed most of the hundred',
    schema: `
      type Query { users: [User!], box: Box }
      type User { secret: String! @authenticated } type Box { sure: String! @authenticated }
    `,
    root: {
      users: async () => Array.from({ length: 120 }, () => ({})),
      box: () => new Promise((resolve) => setImmediate(resolve, {})),
    },
    operation: '{ users { secret } box { sure } }',
    decision: 'filter',
    denied: ['Box.sure', 'User.secret'],
    data: { users: null, box: null },
    errors: ['users.0.secret: User.secret MISSING', summary],
    ran: ['Query.users', 'Query.box'],
  },
  {
    ...wide,
    name: 'An error of a resolver is never among those that are cut',
    operation: `{ ${aliases(101, 's')} fails }`,
    decision: 'filter',
    denied: Array.from({ length: 100 }, () => 'Query.s'),
    data: { ...nulls(101), fails: null },
    errors: [...missing(100), 'fails: The database is down.', summary],
    ran: ['Query.fails'],
  },
  {
    ...wide,
    name: 'A rejected operation lists 100 denials and closes with the summary',
    options: { queries: 'reject' },
    operation: `{ ${aliases(150, 's')} }`,
    decision: 'reject',
    denied: Array.from({ length: 100 }, () => 'Query.s'),
    errors: [...missing(100), summary],
  },
  {
    ...wide,
    name: 'A position that is selected twice counts once among the 100',
    options: { queries: 'reject' },
    operation: `{ ${aliases(100, 's')} a0: s ... { a1: s } }`,
    decision: 'reject',
    denied: Array.from({ length: 100 }, () => 'Query.s'),
    errors: ['a1: Query.s MISSING', ...missing(100).filter((_, index) => index !== 1)],
  },
  {
    ...wide,
    name: 'A rejected operation with exactly 100 denials needs no summary',
    options: { queries: 'reject' },
    operation: `{ ${aliases(100, 's')} }`,
    decision: 'reject',
    denied: Array.from({ length: 100 }, () => 'Query.s'),
    errors: missing(100),
  },
]
