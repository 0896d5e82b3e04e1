// The audit log: looked through, verified, and its head to keep elsewhere.

import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql'
import { findHead } from '../authorization-server/audit-log/head.ts'
import { verifySharedAuditLog } from '../authorization-server/audit-log/verify-shared.ts'
import { AuditEventFilterInput, AuditEventObject, AuditLogHeadObject, AuditLogVerificationObject } from './audit-event-object.ts'
import { connectionOf, readPage, toConnection } from './connection.ts'
import type { ApiContext } from './context.ts'
import { RequiresScopes } from './rules.ts'

const AuditEventConnection = connectionOf('AuditEventConnection', AuditEventObject, ['audit:read'])

/** Each asks the authorization server. */
@Resolver()
export class AuditEvents {
  @RequiresScopes(['audit:read'])
  @Query(() => AuditEventConnection, { description: 'Events of the audit log, newest first.' })
  async auditEvents(
    @Arg('first', () => Int, { nullable: true, defaultValue: 50, description: 'From 1 to 100.' }) first: number | null,
    @Arg('after', () => String, { nullable: true, description: 'The endCursor of the page before.' }) after: string | null,
    @Arg('filter', () => AuditEventFilterInput, { nullable: true, description: 'All of them, when missing.' })
    filter: AuditEventFilterInput | null,
    @Ctx() { authority: { storage } }: ApiContext,
  ) {
    const page = await storage.listAuditEvents(readPage('audit-event', { first: first ?? 50, after }), filter ?? {})
    return toConnection('audit-event', page, { keyOf: ({ id }) => id, count: () => storage.countAuditEvents(filter ?? {}) })
  }

  @RequiresScopes(['audit:read'])
  @Query(() => AuditLogVerificationObject, { description: 'Reads the whole log and checks that it is as it was sealed.' })
  async verifyAuditLog(@Ctx() { authority }: ApiContext): Promise<AuditLogVerificationObject> {
    return verifySharedAuditLog(authority)
  }

  @RequiresScopes(['audit:read'])
  @Query(() => AuditLogHeadObject, {
    nullable: true,
    description: 'The newest signed head; null before anything is sealed, and when what is stored was signed by nobody we know.',
  })
  async auditLogHead(@Ctx() { authority: { storage, keyRing } }: ApiContext): Promise<AuditLogHeadObject | undefined> {
    return findHead(storage, keyRing)
  }
}
