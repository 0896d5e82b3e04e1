// A lease that is held from one piece of work to the next, and renewed only while there is something to do.

import { addSeconds } from './authority.ts'

/** Work that one node at a time does, and who asks for it. */
export interface Lease {
  readonly name: string
  /** Another text for each node and each start of it. */
  readonly holder: string
  readonly now: Date
  readonly expiresAt: Date
}

/** What holding a lease asks of its store. */
export interface LeaseStorage {
  /** True when nobody else holds it; however many ask at once, one gets it. */
  takeLease(lease: Lease): Promise<boolean>
  /** Of no effect when it is another's. */
  releaseLease(lease: Pick<Lease, 'name' | 'holder'>): Promise<void>
}

/** Which lease, whose, and for how long. */
export interface LeaseOptions extends Pick<Lease, 'name' | 'holder'> {
  readonly storage: LeaseStorage
  readonly now: () => Date
  /** A node that dies is replaced after this. */
  readonly seconds: number
}

/** A lease of this node. */
export interface HeldLease {
  /** Whether it is this node's, for at least half of its time to come. */
  hold(): Promise<boolean>
  /** Lets another node take over at once. */
  release(): Promise<void>
}

/** A lease that is taken when it is first asked for. */
export function createHeldLease({ storage, name, holder, now, seconds }: LeaseOptions): HeldLease {
  let heldUntil = new Date(0)
  return {
    async hold() {
      const at = now()
      if (addSeconds(at, seconds / 2) < heldUntil) return true
      const expiresAt = addSeconds(at, seconds)
      if (!(await storage.takeLease({ name, holder, now: at, expiresAt }))) return false
      heldUntil = expiresAt
      return true
    },
    async release() {
      heldUntil = new Date(0)
      await storage.releaseLease({ name, holder })
    },
  }
}
