// The schema of our own API, built from the decorated classes.

import 'reflect-metadata'
import {
  buildASTSchema,
  GraphQLDirective,
  type GraphQLInputType,
  GraphQLList,
  GraphQLNonNull,
  type GraphQLObjectType,
  type GraphQLScalarType,
  type GraphQLSchema,
  isListType,
  isNonNullType,
  isSpecifiedDirective,
  parse,
  specifiedDirectives,
} from 'graphql'
import { buildSchemaSync } from 'type-graphql'
import { directiveTypeDefs } from '../resource-server/directive-type-defs.ts'
import { ActivityQuery } from './administration/activity.ts'
import { Clients } from './administration/clients.ts'
import { Roles } from './administration/roles.ts'
import { Scopes } from './administration/scopes.ts'
import { Sessions, UserSessions } from './administration/sessions.ts'
import { Users } from './administration/users.ts'
import { Webhooks } from './administration/webhooks.ts'
import { AuditEvents } from './audit-events.ts'
import { ClientFields } from './client-object.ts'
import { Grants } from './grants.ts'
import { Introspection } from './introspection.ts'
import { Records } from './records.ts'
import { Revocation } from './revocation.ts'
import { DateTimeScalar, PolicyScalar, ScopeScalar } from './scalars.ts'
import { SessionEnds } from './session-ends.ts'
import { SessionFields } from './session-object.ts'
import { SigningKeys } from './signing-keys.ts'
import { UserFields } from './user-object.ts'
import { ViewerQuery } from './viewer.ts'

/** Builds the schema of the API. Its rules are in the directives; enforcing them is the gate's work. */
export function buildApiSchema(): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: [
      ViewerQuery,
      Records,
      Introspection,
      Grants,
      Revocation,
      SessionEnds,
      UserFields,
      ClientFields,
      SessionFields,
      SigningKeys,
      Clients,
      Scopes,
      Roles,
      Users,
      Sessions,
      UserSessions,
      AuditEvents,
      ActivityQuery,
      Webhooks,
    ],
    scalarsMap: [{ type: Date, scalar: DateTimeScalar }],
    directives: [...specifiedDirectives, ...ruleDirectives()],
    // Inputs are checked where they are used, with our codes.
    validate: false,
  })
  // TypeGraphQL makes the root types itself and takes no description for them.
  describe(schema.getQueryType(), 'What can be asked.')
  describe(schema.getMutationType(), 'What can be done.')
  return schema
}

function describe(type: GraphQLObjectType | null | undefined, description: string): void {
  if (type) type.description = description
}

// The library's definitions, with our own scalars in the place of theirs: a schema knows one type by a name.
function ruleDirectives(): GraphQLDirective[] {
  const own = new Map([ScopeScalar, PolicyScalar].map((scalar) => [scalar.name, scalar]))
  const { directives } = buildASTSchema(parse(directiveTypeDefs)).toConfig()
  return directives
    .filter((directive) => !isSpecifiedDirective(directive))
    .map((directive) => {
      const { args, ...config } = directive.toConfig()
      const ownArgs = Object.entries(args).map(([name, arg]) => [name, { ...arg, type: withOwnScalar(arg.type, own) }])
      return new GraphQLDirective({ ...config, args: Object.fromEntries(ownArgs) })
    })
}

function withOwnScalar(type: GraphQLInputType, own: ReadonlyMap<string, GraphQLScalarType>): GraphQLInputType {
  if (isNonNullType(type)) return new GraphQLNonNull(withOwnScalar(type.ofType, own))
  if (isListType(type)) return new GraphQLList(withOwnScalar(type.ofType, own))
  return own.get(type.name) ?? type
}
