import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { onceConfirmed } from '../../src/cli/confirm.ts'
import { WrongInputError } from '../../src/review/wrong-input.ts'

const warning = 'This ends the world.'
const refusal = 'Nothing was ended.'

function ask(typed: string, { isTerminal = true, isYes = false } = {}) {
  const input = Object.assign(new PassThrough(), { isTTY: isTerminal })
  const output = new PassThrough()
  input.end(`${typed}\n`)
  let runs = 0
  const code = onceConfirmed({ warning, refusal, isYes, input, output }, async () => {
    runs += 1
    return 0
  })
  return { code, said: () => String(output.read() ?? ''), runs: () => runs }
}

describe('a confirmation', () => {
  it.each(['yes', ' YES '])('that is answered with %j runs the task once, and gives its answer', async (typed) => {
    const { code, said, runs } = ask(typed)
    expect([await code, runs()]).toEqual([0, 1])
    expect(said()).toContain(warning)
  })

  it.each(['y', 'no', ''])('that is answered with %j runs nothing, says so, and ends with 1', async (typed) => {
    const { code, said, runs } = ask(typed)
    expect([await code, runs()]).toEqual([1, 0])
    expect(said()).toMatch(new RegExp(`^${warning} .*${refusal}\n$`))
  })

  it.each([true, false])('is not asked for with --yes; at a terminal: %s', async (isTerminal) => {
    const { code, said, runs } = ask('no', { isTerminal, isYes: true })
    expect([await code, runs(), said()]).toEqual([0, 1, ''])
  })

  it('is wrong use where there is no terminal to ask at, and runs nothing', async () => {
    const { code, runs } = ask('yes', { isTerminal: false })
    await expect(code).rejects.toThrow(WrongInputError)
    expect(runs()).toBe(0)
  })
})
