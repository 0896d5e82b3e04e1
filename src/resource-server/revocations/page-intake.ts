// Puts the pages of the revocation feed together, and tells an issuer that went back, a gap and a replay from news.

import type { Revocation, RevocationPage } from '../../token/revocation-page.ts'
import type { OutageReport } from '../outage.ts'
import type { FeedPlace } from './page-source.ts'
import { RevocationSet } from './revocation-set.ts'

/** What the pages taken so far say. */
export interface PageIntake {
  readonly revocations: RevocationSet
  /** Where to go on; 0 is the beginning. */
  readonly place: FeedPlace
  /** When the last page came that was newer than all before it and left nothing to ask for; undefined before the first one. */
  readonly heardAt: Date | undefined
  /**
   * Takes the next page.
   *
   * @throws {Error} it is older than the last one, does not go on where that ended, or nothing gets newer; what is known stays, and after
   *   a gap the place is the beginning
   */
  take(page: RevocationPage, receivedAt: Date): void
}

/** Who is told. */
export interface PageIntakeOptions {
  /** Told of what is new in a page; not of what the first whole snapshot brings. */
  onRevoked: (revocations: readonly Revocation[]) => void
  outage: OutageReport
}

const beginning: FeedPlace = { after: 0, mark: '' }
/** The issuer dates a page at least once a second. */
const standstillMs = 3_000

/** Knows nothing and stands at the beginning. */
export function createPageIntake({ onRevoked, outage }: PageIntakeOptions): PageIntake {
  const revocations = new RevocationSet()
  let place = beginning
  let lastIssuedAt: Date | undefined
  let heard: { readonly at: Date; readonly issuedAt: Date } | undefined

  return {
    revocations,
    get place() {
      return place
    },
    get heardAt() {
      return heard?.at
    },
    take(page, receivedAt) {
      if (lastIssuedAt && page.issuedAt < lastIssuedAt)
        throw new Error('The page of revocations is older than the one before it.')
      assertContinues(page)
      lastIssuedAt = page.issuedAt
      place = { after: page.to, mark: page.mark }
      addAll(page.revocations, receivedAt)
      if (page.isLast) hear(page, receivedAt)
    },
  }

  function assertContinues({ from }: RevocationPage): void {
    if (from === place.after) return
    if (from !== 0) {
      const missed = `from ${place.after} to ${from}`
      place = beginning
      throw new Error(`The page of revocations leaves a gap, ${missed}.`)
    }
    // The issuer has never been where we are: its database went back. It starts anew, and what is known here stays known.
    outage.failed(new Error(`The issuer's revocations went back: it does not know place ${place.after}.`))
  }

  function addAll(all: readonly Revocation[], receivedAt: Date): void {
    const news = all.filter((revocation) => revocations.add(revocation, receivedAt))
    if (heard && news.length > 0) onRevoked(news)
  }

  /** A page that was dated before, however often it comes, is no sign of life. */
  function hear({ issuedAt }: RevocationPage, at: Date): void {
    if (heard && issuedAt <= heard.issuedAt) {
      if (at.getTime() - heard.at.getTime() < standstillMs) return
      throw new Error('The pages of revocations are the same again and again.')
    }
    heard = { at, issuedAt }
    revocations.dropExpired(at)
    outage.succeeded()
  }
}
