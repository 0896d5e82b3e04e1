// Everyone who protects the subject, each as its documentation says: three fields of each type need a scope; without it they are null with an error.
import 'reflect-metadata'
import { envelop, useEngine, useSchema } from '@envelop/core'
import { useGenericAuth } from '@envelop/generic-auth'
import { buildSchema, execute, GraphQLError, isObjectType, parse, validate } from 'graphql'
import { applyMiddleware } from 'graphql-middleware'
import { rule, shield } from 'graphql-shield'
import * as typeGraphql from 'type-graphql'
import { createGate } from '../dist/resource-server/index.js'
import { accessToken } from '../dist/testing/index.js'
import { data, openFields, protectedFields, typeDefs, typeNames } from './subject.js'

const refusal = () => new GraphQLError('Unauthorized field or type', { extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } })

/** By name: what runs a parsed operation for a caller with these scopes. Each builds its own schema and shares the data. */
export async function createContenders() {
  const gate = createGate(buildSchema(typeDefs))
  return {
    'graphql-js': () => {
      const schema = buildSchema(typeDefs)
      return (document) => execute({ schema, document, rootValue: data, contextValue: {} })
    },
    gate: (scopes) => {
      const token = accessToken({ scopes })
      return (document) => gate.execute({ document, rootValue: data, contextValue: {} }, token)
    },
    wrapper: (scopes) => {
      const schema = wrapResolvers(buildSchema(typeDefs))
      const held = new Set(scopes)
      return (document) => execute({ schema, document, rootValue: data, contextValue: { scopes: held } })
    },
    envelop: () => runEnveloped([], []),
    'generic-auth': (scopes) => {
      const plugin = useGenericAuth({
        mode: 'protect-granular',
        rejectUnauthenticated: false,
        resolveUserFn: ({ user }) => user,
        extractScopes: (user) => user.scopes,
      })
      return runEnveloped([plugin], scopes)
    },
    'type-graphql': await createTypeGraphql(),
    shield: (scopes) => {
      const needs = (scope) => rule({ cache: 'contextual' })((_source, _args, context) => context.scopes.has(scope) || refusal())
      const rules = Object.fromEntries(protectedFields.map((name) => [name, needs(`item:${name}`)]))
      const permissions = shield(Object.fromEntries(typeNames.map((name) => [name, rules])))
      const schema = applyMiddleware(buildSchema(typeDefs), permissions)
      const held = new Set(scopes)
      return (document) => execute({ schema, document, rootValue: data, contextValue: { scopes: held } })
    },
  }
}

/** Stops the bench when someone does not do the work: nothing is compared with a contender that lets through or drops other data. */
export async function assertSameWork(run, { source, scopes, name }) {
  const schema = buildSchema(typeDefs)
  const document = parse(source)
  const mistakes = validate(schema, document)
  if (mistakes.length > 0) throw mistakes[0]
  const whole = await execute({ schema, document, rootValue: data })
  const isHeld = (key) => !protectedFields.includes(key) || scopes.includes(`item:${key}`)
  const expected = JSON.stringify(whole.data, (key, value) => (isHeld(key) ? value : null))
  const result = await run(document)
  // Some put the keys of what they refused last.
  const sorted = (text) => [...text].sort().join('')
  if (sorted(JSON.stringify(result.data)) !== sorted(expected)) throw new Error(`${name} answers something else.`)
}

function wrapResolvers(schema) {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || !typeNames.includes(type.name)) continue
    for (const name of protectedFields) {
      type.getFields()[name].resolve = (source, _args, context) => {
        if (!context.scopes.has(`item:${name}`)) throw refusal()
        return source[name]
      }
    }
  }
  return schema
}

function runEnveloped(plugins, scopes) {
  const schema = buildSchema(typeDefs)
  const getEnveloped = envelop({ plugins: [useEngine({ parse, validate, execute }), useSchema(schema), ...plugins] })
  return async (document) => {
    const request = getEnveloped({})
    const contextValue = await request.contextFactory({ user: { scopes } })
    return request.execute({ schema, document, rootValue: data, contextValue })
  }
}

/** Its decorators, applied by hand: this file is no TypeScript. */
async function createTypeGraphql() {
  const { Authorized, Field, ObjectType, Query, Resolver, createUnionType, buildSchema: build } = typeGraphql
  const classes = typeNames.map((name) => {
    const type = { [name]: class {} }[name]
    for (const field of [...openFields, ...protectedFields])
      Field(() => String, { nullable: true })(type.prototype, field, undefined)
    for (const field of protectedFields) Authorized(`item:${field}`)(type.prototype, field, undefined)
    Field(() => type, { nullable: true })(type.prototype, 'child', undefined)
    ObjectType(name)(type)
    return type
  })
  const Result = createUnionType({ name: 'Result', types: () => classes, resolveType: ({ __typename }) => __typename })
  class Root {}
  const queries = { one: () => classes[0], many: () => [classes[0]], chain: () => classes[0], results: () => [Result] }
  for (const [name, returns] of Object.entries(queries)) {
    Root.prototype[name] = () => data[name]
    Query(returns)(Root.prototype, name, Object.getOwnPropertyDescriptor(Root.prototype, name))
  }
  Resolver()(Root)
  const schema = await build({
    resolvers: [Root],
    validate: false,
    authChecker: ({ context }, [scope]) => context.scopes.has(scope),
  })
  return (scopes) => {
    const held = new Set(scopes)
    return (document) => execute({ schema, document, contextValue: { scopes: held } })
  }
}
