// The list of what a schema protects, to be shown, compared and pinned.

import { isNothing } from './requirement.ts'
import type { SchemaRules } from './schema-rules.ts'

/** One protected field with all that it requires, inherited parts included. Each entry of `scopes` and of `policies` must hold. */
export interface ManifestEntry {
  /** `User.email` */
  readonly coordinate: string
  readonly authenticated: boolean
  readonly scopes: readonly (readonly (readonly string[])[])[]
  readonly policies: readonly (readonly (readonly string[])[])[]
}

/** Every protected field of every object type, sorted by coordinate. */
export function createManifest({ fields }: SchemaRules): readonly ManifestEntry[] {
  const protectedFields = [...fields.values()].filter(({ requirement }) => !isNothing(requirement))
  return Object.freeze(
    protectedFields
      .map(({ coordinate, requirement: { authenticated, scopes, policies } }) =>
        Object.freeze({
          coordinate,
          authenticated,
          scopes: scopes.map((any) => any.map((all) => all.map((scope) => scope.source))),
          policies,
        }),
      )
      .sort((a, b) => (a.coordinate < b.coordinate ? -1 : 1)),
  )
}
