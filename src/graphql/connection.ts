// Long lists, a page at a time: `first` and `after` in, nodes and a cursor out.

import { type ClassType, Field, Int, ObjectType } from 'type-graphql'
import type { Page, PageRequest } from '../administration/page.ts'
import { BadUserInputError } from '../errors.ts'
import { Public, RequiresScopes } from './rules.ts'

const maxFirst = 100

@Public()
@ObjectType('PageInfo', { description: 'Where a page stands in its list.' })
export class PageInfoObject {
  @Field(() => Boolean, { description: 'Whether there are more after it.' })
  hasNextPage!: boolean

  @Field(() => String, {
    nullable: true,
    description: 'What to send as `after` for the next page; null for an empty page. Opaque.',
  })
  endCursor!: string | null
}

/** What a resolver answers with for a type that connectionOf made. */
export interface Connection<T> {
  readonly nodes: readonly T[]
  readonly pageInfo: PageInfoObject
  /** Counted only when it is asked for. */
  readonly totalCount: Promise<number>
}

/** A connection's type; `scopes` are those of the field that leads there, none where the field decides by itself. */
export function connectionOf<T extends object>(name: string, node: ClassType<T>, scopes: readonly string[]) {
  const rule = scopes.length > 0 ? RequiresScopes(scopes) : Public()

  @rule
  @ObjectType(name, { description: 'A page of a list.' })
  class ConnectionObject {
    @Field(() => [node], { description: 'The page, in the order of the list.' })
    nodes!: readonly T[]

    @Field(() => PageInfoObject, { description: 'Where it stands.' })
    pageInfo!: PageInfoObject

    @Field(() => Int, { description: 'How many the whole list has. Counted only when asked for.' })
    totalCount!: number
  }
  return ConnectionObject
}

/** The arguments of a list. */
export interface PageArguments {
  readonly first: number
  readonly after?: string | null | undefined
}

/**
 * The page that is asked for.
 *
 * @param kind of what the list is made: cursors of one kind are none of another
 * @throws {BadUserInputError} `first` is not from 1 to 100, or `after` is no cursor of such a list
 */
export function readPage(kind: string, { first, after }: PageArguments): PageRequest {
  if (first < 1 || first > maxFirst) throw new BadUserInputError('first', `It must be from 1 to ${maxFirst}.`)
  return { first, after: after == null ? null : readCursor(kind, after) }
}

/** @param keyOf what the list is ordered by, unique in it */
export function toConnection<T>(
  kind: string,
  { nodes, hasNextPage }: Page<T>,
  { keyOf, count }: { keyOf: (node: T) => string; count: () => Promise<number> },
): Connection<T> {
  const last = nodes.at(-1)
  return {
    nodes,
    pageInfo: { hasNextPage, endCursor: last === undefined ? null : writeCursor(kind, keyOf(last)) },
    get totalCount() {
      return count()
    },
  }
}

function writeCursor(kind: string, key: string): string {
  return Buffer.from(`${kind} ${key}`).toString('base64url')
}

function readCursor(kind: string, cursor: string): string {
  const text = Buffer.from(cursor.slice(0, 1_000), 'base64url').toString()
  const key = text.slice(kind.length + 1)
  // Written again, it must be the same: Node's decoder passes over what is no base64url.
  if (writeCursor(kind, key) !== cursor || /[\p{Cc}\p{Cs}\ufffd]/u.test(key))
    throw new BadUserInputError('after', 'It is no cursor of this list. Send an endCursor as it came.')
  return key
}
