// Reading one record by its id: a client, a user.

import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql'
import type { Client, User } from '../authorization-server/storage.ts'
import { ClientObject } from './client-object.ts'
import type { ApiContext } from './context.ts'
import { RequiresScopes } from './rules.ts'
import { UserObject } from './user-object.ts'

/** One record by its id. */
@Resolver()
export class Records {
  @RequiresScopes(['clients:read'])
  @Query(() => ClientObject, { nullable: true, description: 'The client of that id, if there is one.' })
  async client(
    @Arg('id', () => ID, { description: 'As in `cli_…`.' }) id: string,
    @Ctx() { authority }: ApiContext,
  ): Promise<Client | undefined> {
    return authority.storage.findClient(id)
  }

  @RequiresScopes(['users:read'])
  @Query(() => UserObject, { nullable: true, description: 'The user of that id, if there is one.' })
  async user(
    @Arg('id', () => ID, { description: 'As in `usr_…`.' }) id: string,
    @Ctx() { authority }: ApiContext,
  ): Promise<User | undefined> {
    return authority.storage.findUser(id)
  }
}
