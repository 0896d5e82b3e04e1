// How far a long import has come: one moving line at a terminal, a line now and then anywhere else.

import type { UserImportCounts } from '../administration/user-import/import-users.ts'

/** Where it is shown. */
interface Screen {
  readonly isTTY?: boolean
  write(text: string): unknown
}

/** Shows progress, and what else is to be said meanwhile. */
export interface Progress {
  show(counts: UserImportCounts): void
  talk(line: string): void
  /** Says a sentence, how many rows there were, and how fast it was. */
  end(sentence: string): void
}

const plainEveryMs = 5_000

/** @param clock in milliseconds */
export function showProgress(screen: Screen, clock: () => number): Progress {
  const startedAt = clock()
  let shownAt = startedAt
  let rows = 0
  const isMoving = screen.isTTY === true
  const speed = () => Math.round((rows * 1_000) / Math.max(1, clock() - startedAt))
  const clear = () => {
    if (isMoving) screen.write('\r\u001b[K')
  }
  return {
    show({ createdCount, skippedCount, refusedCount }) {
      rows = createdCount + skippedCount + refusedCount
      if (!isMoving && clock() - shownAt < plainEveryMs) return
      shownAt = clock()
      clear()
      screen.write(`${rows} rows, ${speed()} rows/s, ${refusedCount} refused${isMoving ? '' : '\n'}`)
    },
    talk(line) {
      clear()
      screen.write(`${line}\n`)
    },
    end(sentence) {
      clear()
      const seconds = ((clock() - startedAt) / 1_000).toFixed(1)
      screen.write(`${sentence}: ${rows} rows in ${seconds} s (${speed()} rows/s).\n`)
    },
  }
}
