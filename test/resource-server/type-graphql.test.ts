// Rules written as TypeGraphQL decorators reach the gate.

import 'reflect-metadata'
import { buildSchema, Directive, Field, ObjectType, Query, Resolver } from 'type-graphql'
import { describe, expect, it } from 'vitest'
import { createGate } from '../../src/resource-server/index.ts'

// Applied by hand, so that the test does not depend on how decorators are compiled.
class Account {}
ObjectType()(Account)
Directive('@requiresScopes(scopes: [["account:read"]])')(Account)
Field(() => String)(Account.prototype, 'name')
Field(() => String)(Account.prototype, 'iban')
Directive('@requiresScopes(scopes: [["account:iban"], ["admin"]])')(Account.prototype, 'iban')

class AccountResolver {
  account(): Account {
    return { name: 'Ada', iban: 'XX00' }
  }
}
Query(() => Account)(AccountResolver.prototype, 'account', {})
Directive('@authenticated')(AccountResolver.prototype, 'account')
Resolver()(AccountResolver)

describe('a schema of TypeGraphQL', () => {
  it('has the rules of its @Directive decorators', async () => {
    const schema = await buildSchema({ resolvers: [AccountResolver], validate: false })
    expect(createGate(schema).manifest).toEqual([
      {
        coordinate: 'Account.iban',
        authenticated: true,
        scopes: [[['account:read']], [['account:iban'], ['admin']]],
        policies: [],
      },
      { coordinate: 'Account.name', authenticated: true, scopes: [[['account:read']]], policies: [] },
      { coordinate: 'Query.account', authenticated: true, scopes: [[['account:read']]], policies: [] },
    ])
  })
})
