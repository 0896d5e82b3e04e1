// How a fault test ends: nothing may be lost, and the long run prints what was tried.

import { appendFileSync } from 'node:fs'
import { expect } from 'vitest'
import { expectInvariants } from '../support/invariants.ts'

/** One line of the table that the long run prints. */
export interface Conclusion {
  readonly what: string
  /** As in "100 kills, 5,210 refreshes". */
  readonly tried: string
  /** What must be zero, by name. */
  readonly losses: Readonly<Record<string, number>>
  /** As in "first success after 310 ms". */
  readonly measured?: string
}

/** Writes the line, and fails where anything was lost. */
export function conclude({ what, tried, losses, measured = '' }: Conclusion, details: readonly string[] = []): void {
  const lost = Object.entries(losses).filter(([, count]) => count !== 0)
  const path = process.env.FIELDGATE_LONG_REPORT
  if (path !== undefined) appendFileSync(path, `${JSON.stringify({ what, tried, measured, lost })}\n`)
  if (process.env.FIELDGATE_FAULTS_TOLD === '1') console.log(JSON.stringify({ what, tried, measured, lost }))
  expect({ lost: Object.fromEntries(lost), details: details.slice(0, 5) }).toEqual({ lost: {}, details: [] })
}

/** How many databases break an invariant, which is told too: a loss like any other, so that the other losses are told beside it. */
export async function countBroken(databaseUrl: string): Promise<number> {
  try {
    await expectInvariants(databaseUrl)
    return 0
  } catch (error) {
    console.error(String(error))
    return 1
  }
}

/** The value that so much of the list is at most; 0.99 is the 99th percentile. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN
}
