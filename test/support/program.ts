// Runs a Node program as a user would: a process of its own, with its own folder and no settings but those given.

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The built command line. */
export const fieldgateCommand = fileURLToPath(new URL('../../dist/cli/fieldgate.js', import.meta.url))

const patienceSeconds = 20

export interface ProgramOptions {
  /** Of node: the script, then its own. */
  readonly args: readonly string[]
  readonly folder: string
  readonly environment?: Readonly<Record<string, string>>
}

export interface Program {
  readonly stdout: () => string
  readonly stderr: () => string
  /** The first match in what it has written; rejects when it ends or stays silent. */
  waitFor(stream: 'stdout' | 'stderr', pattern: RegExp): Promise<RegExpExecArray>
  /** The exit code, once it has ended by itself or after `signal`. */
  end(signal?: NodeJS.Signals): Promise<number | null>
}

export function startProgram({ args, folder, environment = {} }: ProgramOptions): Program {
  const { PATH = '' } = process.env
  const child = spawn(process.execPath, args, { cwd: folder, env: { PATH, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] })
  const written = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      written[stream] += text
    })
  }
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve(code))
  })
  return {
    stdout: () => written.stdout,
    stderr: () => written.stderr,
    waitFor: (stream, pattern) =>
      withinPatience(
        child,
        `It did not write ${pattern}.`,
        () => written,
        async () => {
          for (;;) {
            const match = pattern.exec(written[stream])
            if (match) return match
            const isOver = await Promise.race([nextData(child, stream), ended.then(() => true)])
            if (isOver && !pattern.test(written[stream])) throw new Error(`It ended: ${JSON.stringify(written)}`)
          }
        },
      ),
    end: (signal) =>
      withinPatience(
        child,
        'It did not end.',
        () => written,
        () => {
          if (signal) child.kill(signal)
          return ended
        },
      ),
  }
}

/** A new folder, and how to remove it. */
export function createFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'fieldgate-program-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

function nextData(child: ChildProcess, stream: 'stdout' | 'stderr'): Promise<boolean> {
  return new Promise((resolve) => {
    child[stream]?.once('data', () => resolve(false))
  })
}

async function withinPatience<T>(child: ChildProcess, complaint: string, told: () => object, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const impatience = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Error(`${complaint} ${JSON.stringify(told())}`))
    }, patienceSeconds * 1000)
  })
  return Promise.race([work(), impatience]).finally(() => clearTimeout(timer))
}
