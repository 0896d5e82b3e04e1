// The authorization server of a configuration: its keys opened, its secrets derived, its slow parts traced.

import { availableParallelism } from 'node:os'
import type { Administration } from '../administration/administration.ts'
import { createCredentials } from '../authorization-server/credentials.ts'
import { createPasswords } from '../authorization-server/passwords.ts'
import { openKeyRing } from '../authorization-server/signing-keys/key-ring.ts'
import type { Config } from '../config.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { Store } from '../store/store.ts'
import { traceMethods } from '../telemetry/trace-methods.ts'

/** What an authority is made of. */
export interface AuthorityParts {
  readonly config: Config
  readonly store: Store
  readonly now: () => Date
  readonly metrics: Metrics | undefined
}

/** @throws when the root secret does not open the keys */
export async function openAuthority({ config, store, now, metrics }: AuthorityParts): Promise<Administration> {
  const { rootSecret, previousSecrets } = config
  const passwords = await createPasswords({
    memoryKib: config.argon2MemoryKib,
    passes: 2,
    concurrency: availableParallelism(),
    maxWaiting: 200,
    ...(metrics && { onHashed: metrics.timePasswordHash }),
  })
  return {
    settings: config,
    storage: store,
    keyRing: await openKeyRing({ storage: store, rootSecret, previousSecrets, policy: config, now }),
    credentials: createCredentials(rootSecret, previousSecrets),
    passwords: traceMethods(passwords, { name: 'password', except: ['isOutdated'] }),
    now,
  }
}
