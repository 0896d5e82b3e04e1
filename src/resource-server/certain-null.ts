// Which fields come out as null whatever their resolvers return, because of what is refused below them.

import { isNonNullType } from 'graphql'
import { returnsList } from './plan.ts'
import type { Below, FieldUse, Group } from './plan-nodes.ts'
import type { Survey } from './survey.ts'

/**
 * Finds the refused use that certainly makes this one null, and the uses that lead to it; undefined if there is none.
 *
 * Non-null fields pass a null upwards. A list may be empty, so nothing is certain across one; an abstract type is certain only when
 * every member that is not refused itself is.
 *
 * @see https://spec.graphql.org/October2021/#sec-Handling-Field-Errors
 */
export function createNullFinder(survey: Survey): (use: FieldUse) => readonly FieldUse[] | undefined {
  const known = new Map<FieldUse | Group | Below, readonly FieldUse[] | undefined>()
  return findCause

  function findCause(use: FieldUse): readonly FieldUse[] | undefined {
    if (!known.has(use)) known.set(use, survey.refuses(use) ? [use] : findCauseBelow(use))
    return known.get(use)
  }

  function findCauseBelow(use: FieldUse): readonly FieldUse[] | undefined {
    // A member in which nothing protected is selected keeps the field alive, unless it is refused itself.
    if (returnsList(use)) return undefined
    const { below } = use
    if (!known.has(below)) known.set(below, searchBelow(below))
    const cause = known.get(below)
    return cause && [use, ...cause]
  }

  function searchBelow(below: Below): readonly FieldUse[] | undefined {
    if (!below.idleTypes.every((type) => survey.judge.refusesType(type))) return undefined
    let first: readonly FieldUse[] | undefined
    for (const group of survey.children(below)) {
      const cause = findCauseIn(group)
      if (!cause) return undefined
      first ??= cause
    }
    return first
  }

  function findCauseIn(group: Group): readonly FieldUse[] | undefined {
    if (!known.has(group)) known.set(group, searchGroup(group))
    return known.get(group)
  }

  function searchGroup(group: Group): readonly FieldUse[] | undefined {
    for (const use of survey.fields(group)) {
      const cause = isNonNullType(use.field.type) ? findCause(use) : undefined
      if (cause) return cause
    }
    for (const part of survey.parts(group)) {
      const cause = findCauseIn(part)
      if (cause) return cause
    }
    return undefined
  }
}
