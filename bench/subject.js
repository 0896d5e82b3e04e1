// What everyone protects: one schema, its data, four operations, and what callers may hold.
import { directiveTypeDefs } from '../dist/resource-server/index.js'

/** Open fields of every object type, and those that need the scope `item:…`. */
export const openFields = ['id', 'name', 'title', 'status', 'price', 'stock', 'createdAt']
export const protectedFields = ['email', 'phone', 'cost']
export const typeNames = ['Item', 'Person', 'Place']

/** Scopes of the callers that are measured. */
export const callers = {
  allowed: protectedFields.map((name) => `item:${name}`),
  'one denied': protectedFields.slice(1).map((name) => `item:${name}`),
  'all denied': [],
}

const objectType = (name) => `
  type ${name} {
    ${openFields.map((field) => `${field}: String`).join('\n')}
    ${protectedFields.map((field) => `${field}: String @requiresScopes(scopes: [["item:${field}"]])`).join('\n')}
    child: ${name}
  }`

export const typeDefs = `
  ${directiveTypeDefs}
  ${typeNames.map(objectType).join('\n')}
  union Result = ${typeNames.join(' | ')}
  type Query { one: Item! many: [Item!]! chain: Item! results: [Result!]! }
`

const record = (typeName, index) => {
  const fields = [...openFields, ...protectedFields].map((field) => [field, `${field} of ${index}`])
  return { __typename: typeName, ...Object.fromEntries(fields) }
}
const nest = (levels) => ({ ...record('Item', levels), child: levels > 1 ? nest(levels - 1) : null })

const deepLevels = 20
export const data = {
  one: record('Item', 0),
  many: Array.from({ length: 1_000 }, (_, index) => record('Item', index)),
  chain: nest(deepLevels),
  results: Array.from({ length: 300 }, (_, index) => record(typeNames[index % typeNames.length], index)),
}

const selection = [...openFields, ...protectedFields].join(' ')
const chain = (levels) => `{ ${selection} ${levels > 1 ? `child ${chain(levels - 1)}` : ''} }`

export const operations = {
  '1 x 10': `{ one { ${selection} } }`,
  '1,000 x 10': `{ many { ${selection} } }`,
  '20 deep x 10': `{ chain ${chain(deepLevels)} }`,
  '300 of a union x 10': `{ results { ${typeNames.map((name) => `... on ${name} { ${selection} }`).join(' ')} } }`,
}

/** One operation of so many fields, three in ten protected. */
export const wideOperation = (fieldCount) =>
  `{ ${Array.from({ length: fieldCount / 10 }, (_, index) => `a${index}: one { ${selection} }`).join(' ')} }`
