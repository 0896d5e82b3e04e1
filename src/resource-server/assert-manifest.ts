// Pins what a schema protects: a server that would protect less than was reviewed does not start.

import { ManifestShrinkError } from '../errors.ts'
import type { Gate } from './gate.ts'
import { compareManifest, describeManifestChange, isShrinking, readManifestLock } from './manifest-lock.ts'

/**
 * Holds a gate against the lock file that `fieldgate schema manifest --out` wrote. Call it once, when the server starts.
 *
 * A field that is protected now, or needs more than it did, passes.
 *
 * @param lock the parsed JSON of the file
 * @throws {ManifestShrinkError} naming every field that lost protection, needs less or something else than it did, or is gone
 * @throws {TypeError} it is no lock file
 */
export function assertManifest(gate: Pick<Gate, 'manifest' | 'schema'>, lock: unknown): void {
  const losses = compareManifest(readManifestLock(lock), gate).filter(isShrinking)
  if (losses.length > 0) throw new ManifestShrinkError(losses.map(describeManifestChange))
}
