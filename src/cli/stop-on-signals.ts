// Runs the service until the process is told to end.

import type { Logger } from 'pino'
import type { Service } from '../main.ts'

// npm passes on the Ctrl+C that the terminal sends to the whole group: one press arrives twice.
const echoMs = 500
/** For closing the database once every connection is gone. */
const closingSeconds = 5
/** For what is still being written. */
const lingerMs = 300

/**
 * Drains on SIGTERM and SIGINT, for `drainSeconds` at most; ends with 1 when a request was cut off. A second signal ends at once.
 *
 * @param starting a service on its way: what is told to end before it listens ends as orderly
 */
export function stopOnSignals(starting: Promise<Service>, logger: Logger, drainSeconds: number): void {
  // Whoever began it reports why it did not start.
  const started = starting.catch(() => undefined)
  let stoppingSince: number | undefined
  const stop = async (signal: NodeJS.Signals) => {
    if (stoppingSince !== undefined) {
      if (performance.now() - stoppingSince > echoMs) process.exit(1)
      return
    }
    stoppingSince = performance.now()
    logger.info({ signal }, 'draining')
    setTimeout(
      () => {
        logger.error('the service did not close in time')
        process.exit(1)
      },
      (drainSeconds + closingSeconds) * 1000,
    ).unref()
    const service = await started
    if (service && !(await service.stop())) {
      logger.error({ drainSeconds }, 'requests were still open at the end of the drain and were cut off')
      process.exitCode = 1
    }
    logger.info('stopped')
    // The migration engine leaves a timer of ten seconds behind.
    setTimeout(() => process.exit(), lingerMs).unref()
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal))
}
