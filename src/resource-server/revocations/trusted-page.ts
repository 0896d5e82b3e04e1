// Signed text of the revocation feed -> a page that the issuer made, for this moment.

import type { PublicKey } from '../../token/public-key.ts'
import { openRevocationPage, type RevocationPage, readPageKeyId } from '../../token/revocation-page.ts'

/** Whose pages are believed, and when. */
export interface PageTrust {
  /** The only issuer accepted, compared exactly. */
  issuer: string
  /** The key of that id, if pages of it are believed now. */
  findKey: (keyId: string) => Promise<PublicKey | undefined>
  /** How far a page's date may be from the local clock, either way. */
  maxClockDifferenceSeconds: number
  /** When the page came. */
  receivedAt: Date
}

/**
 * Opens a page.
 *
 * Whether it goes on where the last one ended, and is not one that was seen before, is for the follower to say.
 *
 * @throws {UnauthenticatedError} malformed or forged
 * @throws {Error} of an unknown key, another issuer's, too old or too new, or no page
 */
export async function openTrustedPage(text: string, trust: PageTrust): Promise<RevocationPage> {
  const keyId = readPageKeyId(text)
  const key = await trust.findKey(keyId)
  // An id never changes its key: a source that answers with another key is not believed.
  if (key?.id !== keyId) throw new Error("The page of revocations names a key that is not one of the issuer's.")

  const page = openRevocationPage(text, key)
  if (page.issuer !== trust.issuer) throw new Error("The page of revocations is another issuer's.")
  const differenceSeconds = Math.abs(page.issuedAt.getTime() - trust.receivedAt.getTime()) / 1000
  if (differenceSeconds > trust.maxClockDifferenceSeconds)
    throw new Error(`The page of revocations is dated ${Math.round(differenceSeconds)} seconds off this machine's clock.`)
  if (page.from === page.to && !page.isLast) throw new Error('The page of revocations leads nowhere.')
  return page
}
