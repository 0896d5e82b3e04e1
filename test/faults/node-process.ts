// One node: the built `fieldgate start` as a process that can be killed and started again.

import { type ChildProcess, spawn } from 'node:child_process'
import { fieldgateCommand } from '../support/program.ts'

/** A node, running or not. */
export interface NodeProcess {
  /** Where it listens; another port after each start. */
  readonly url: string
  readonly pid: number
  readonly isRunning: boolean
  /** How often it ended without having been told to. */
  readonly exitCount: number
  /** The last that it wrote. */
  readonly stderr: string
  /** Resolves once it listens. */
  start(): Promise<void>
  /** Resolves once it is gone. */
  end(signal: NodeJS.Signals): Promise<void>
}

/** FIELDGATE_COMMAND puts another build to the test: one that was broken on purpose. */
export const command = process.env.FIELDGATE_COMMAND ?? fieldgateCommand
const startLimitMs = 200_000
const maxKept = 64 * 1024

const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Not started yet. */
export function createNodeProcess(folder: string, environment: Readonly<Record<string, string>>): NodeProcess {
  let child: ChildProcess | undefined
  let url = ''
  let stderr = ''
  let isTold = false
  let exitCount = 0

  return {
    get url() {
      return url
    },
    get pid() {
      return child?.pid ?? 0
    },
    get isRunning() {
      return child !== undefined
    },
    get exitCount() {
      return exitCount
    },
    get stderr() {
      return stderr
    },
    start() {
      isTold = false
      const { PATH = '' } = process.env
      const own = spawn(process.execPath, [command, 'start'], {
        cwd: folder,
        env: { PATH, ...environment },
        stdio: ['ignore', 'ignore', 'pipe'],
      })
      let isListening = false
      child = own
      stderr = ''
      running.add(own)
      return new Promise((resolve, reject) => {
        const fail = (message: string) => reject(new Error(`${message}\n${stderr}`))
        const timer = setTimeout(() => fail('The node does not start.'), startLimitMs)
        own.stderr.setEncoding('utf8').on('data', (text: string) => {
          stderr = (stderr + text).slice(-maxKept)
          if (isListening) return
          const [, found] = /"url":"(http:\/\/127\.0\.0\.1:\d+)"/.exec(stderr) ?? []
          if (found === undefined) return
          isListening = true
          url = found
          clearTimeout(timer)
          resolve()
        })
        own.once('error', reject)
        own.once('exit', () => {
          running.delete(own)
          child = undefined
          if (!isTold) exitCount += 1
          clearTimeout(timer)
          fail('The node ended.')
        })
      })
    },
    async end(signal) {
      const own = child
      if (!own) return
      isTold = true
      const gone = new Promise((resolve) => own.once('exit', resolve))
      own.kill(signal)
      await gone
    },
  }
}
