// `fieldgate start` with a bad setting: it ends at once, and in one line says which one it was.

import { afterAll, beforeAll, describe, it } from 'vitest'
import { badSettings, good } from '../config/bad-settings.ts'
import { limitMs } from '../support/counts.ts'
import { createFolder, startProgram } from '../support/program.ts'
import { inParallel } from './app.ts'
import { conclude } from './conclude.ts'
import { command } from './node-process.ts'

const limitSeconds = 3
/** Of sysexits.h: EX_CONFIG. */
const badConfiguration = 78

// What no environment can hold, and what makes Node itself listen. Of the others three in five: all stand in test/config.test.ts.
const tried = badSettings
  .filter(([setting, value]) => !value.includes('\0') && setting !== 'NODE_OPTIONS')
  .filter((_, index) => index % 5 < 3)

describe('a start with a bad setting', () => {
  let folder: ReturnType<typeof createFolder>
  beforeAll(() => {
    folder = createFolder()
  })
  afterAll(() => folder.remove())

  it(
    `ends within ${limitSeconds} s, in one line that names the setting: ${tried.length} times`,
    async () => {
      const odd: string[] = []
      const tookMs: number[] = []
      await inParallel(tried, 2, async ([setting, value, fault]) => {
        const begun = performance.now()
        const environment = { ...good, [setting]: value }
        const program = startProgram({ args: [command, 'start'], folder: folder.path, environment })
        const code = await program.end()
        tookMs.push(performance.now() - begun)
        const [title, line = '', ...more] = program.stderr().trimEnd().split('\n')
        const isClear =
          code === badConfiguration &&
          title === 'The configuration has 1 mistake(s):' &&
          line.startsWith(`- ${setting} `) &&
          fault.test(line) &&
          more.length === 0
        if (!isClear) odd.push(`${setting}=${value}: ended with ${code}, ${program.stderr()}`)
      })
      const slowestMs = Math.max(...tookMs)
      conclude(
        {
          what: 'a start with a bad setting',
          tried: `${tried.length} settings`,
          losses: {
            unclear: odd.length,
            laterThan3s: tookMs.filter((ms) => ms > limitSeconds * 1000).length,
            fewerThan60: tried.length < 60 ? 1 : 0,
          },
          measured: `ended after ${Math.round(slowestMs)} ms at most`,
        },
        odd,
      )
    },
    limitMs(tried.length, 1),
  )
})
