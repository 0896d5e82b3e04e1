// A gauge whose value somebody has to be asked for: reading the metrics never waits long for it, and never fails with it.

import { Gauge, type Registry } from 'prom-client'

/** What to ask, and how often. */
export interface AskedGaugeOptions {
  readonly name: string
  readonly help: string
  readonly registers: Registry[]
  readonly ask: () => Promise<number>
  /** No more often than this, and no more than a twentieth of the time is spent on it. */
  readonly everySeconds: number
  readonly now: () => Date
  /** An asking failed. */
  readonly onFailed: () => void
}

/** How long a reader waits for an answer before it gets the one of the last time, or none. */
const patienceMs = 500
const restPerWork = 20

/** Adds the gauge. What could not be found out is left out, not told as it was. */
export function addAskedGauge({ name, help, registers, ask, everySeconds, now, onFailed }: AskedGaugeOptions): void {
  let value: number | undefined
  let nextAt = Number.NEGATIVE_INFINITY
  let asking: Promise<void> | undefined

  const gauge = new Gauge({
    name,
    help,
    registers,
    async collect() {
      if (!asking && now().getTime() >= nextAt) asking = refresh()
      if (asking) await atMost(patienceMs, asking)
      if (value === undefined) gauge.remove()
      else gauge.set(value)
    },
  })

  async function refresh(): Promise<void> {
    const begun = performance.now()
    try {
      value = await ask()
    } catch {
      value = undefined
      onFailed()
    }
    nextAt = now().getTime() + Math.max(everySeconds * 1000, restPerWork * (performance.now() - begun))
    asking = undefined
  }
}

function atMost(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const impatience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  return Promise.race([work, impatience]).finally(() => clearTimeout(timer))
}
