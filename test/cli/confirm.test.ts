import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { confirm } from '../../src/cli/confirm.ts'
import { WrongInputError } from '../../src/review/wrong-input.ts'

const warning = 'This ends the world.'

function ask(typed: string, { isTerminal = true, isYes = false } = {}) {
  const input = Object.assign(new PassThrough(), { isTTY: isTerminal })
  const output = new PassThrough()
  input.end(`${typed}\n`)
  return { answer: confirm({ warning, isYes, input, output }), said: () => String(output.read() ?? '') }
}

describe('a confirmation', () => {
  it.each([
    ['yes', true],
    [' YES ', true],
    ['y', false],
    ['no', false],
    ['', false],
  ])('that is asked for and answered with %j is %s', async (typed, isConfirmed) => {
    const { answer, said } = ask(typed)
    expect(await answer).toBe(isConfirmed)
    expect(said()).toContain(warning)
  })

  it('is not asked for with --yes, terminal or not', async () => {
    for (const isTerminal of [true, false]) {
      const { answer, said } = ask('no', { isTerminal, isYes: true })
      expect(await answer).toBe(true)
      expect(said()).toBe('')
    }
  })

  it('is wrong use where there is no terminal to ask at', async () => {
    await expect(ask('yes', { isTerminal: false }).answer).rejects.toThrow(WrongInputError)
  })
})
