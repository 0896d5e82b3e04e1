// Where in a file the element with a given coordinate is defined.

import { type ConstDirectiveNode, type DocumentNode, getLocation, type Location, type NameNode } from 'graphql'
import type { Position } from './wrong-input.ts'

/** The position of `User`, `User.email`, `User.email(format:)` or `Color.RED`; undefined if it is not defined in the file. */
export type Locate = (coordinate: string) => Position | undefined

interface Member {
  readonly name: NameNode
  readonly arguments?: readonly Member[]
}

interface Definition {
  readonly name?: NameNode | undefined
  readonly fields?: readonly Member[]
  readonly values?: readonly Member[]
  readonly directives?: readonly ConstDirectiveNode[]
}

/** Reads where everything in the document is defined. */
export function createLocator({ definitions }: DocumentNode): Locate {
  const names = new Map<string, NameNode>()
  const add = (coordinate: string, name: NameNode) => {
    if (!names.has(coordinate)) names.set(coordinate, name)
  }
  for (const definition of definitions as readonly Definition[]) {
    if (!definition.name) continue
    const type = definition.name.value
    add(type, definition.name)
    for (const { name, arguments: args = [] } of [...(definition.fields ?? []), ...(definition.values ?? [])]) {
      add(`${type}.${name.value}`, name)
      for (const argument of args) add(`${type}.${name.value}(${argument.name.value}:)`, argument.name)
    }
  }
  return (coordinate) => {
    const name = names.get(coordinate)
    return name && positionOf(name)
  }
}

/** Where a node begins; undefined for one that was made and not read. */
export function positionOf({ loc }: { readonly loc?: Location | undefined }): Position | undefined {
  return loc && getLocation(loc.source, loc.start)
}
