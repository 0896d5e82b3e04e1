// What administration works with: an authorization server, and storage that can do more than it asks for.

import type { Authority } from '../authorization-server/authority.ts'
import type { AuthorizationStorage } from '../authorization-server/storage.ts'
import type { AdministrationStorage } from './storage.ts'

/** One authorization server as its administrators see it. */
export interface Administration extends Authority {
  readonly storage: AuthorizationStorage & AdministrationStorage
}
