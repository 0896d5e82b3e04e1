// Runs a started service until the process is told to end.

import type { Logger } from 'pino'
import type { Service } from '../main.ts'

/** Drains on SIGTERM and SIGINT, and gives up after `drainSeconds`; a second signal ends at once. */
export function stopOnSignals(service: Service, logger: Logger, drainSeconds: number): void {
  let isStopping = false
  const stop = async (signal: NodeJS.Signals) => {
    if (isStopping) process.exit(1)
    isStopping = true
    logger.info({ signal }, 'draining')
    setTimeout(() => {
      logger.error('requests were still open at the end of the drain')
      process.exit(1)
    }, drainSeconds * 1000).unref()
    await service.stop()
    logger.info('stopped')
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal))
}
