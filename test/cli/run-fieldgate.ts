// Runs a command that looks at files and ends: the built program, in a folder with the files that are given.

import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createFolder, fieldgateCommand } from '../support/program.ts'

export interface Run {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A folder with these files, and the program to run in it. */
export function createDesk(files: Readonly<Record<string, string>>) {
  const { path, remove } = createFolder()
  onTestFinished(remove)
  const write = (name: string, text: string) => writeFileSync(join(path, name), text)
  for (const [name, text] of Object.entries(files)) write(name, text)
  return {
    write,
    read: (name: string) => readFileSync(join(path, name), 'utf8'),
    fieldgate: (args: readonly string[], input = ''): Run => {
      const { PATH = '' } = process.env
      const options = { cwd: path, env: { PATH }, input, encoding: 'utf8' } as const
      const { status, stdout, stderr } = spawnSync(process.execPath, [fieldgateCommand, ...args], options)
      return { code: status, stdout, stderr }
    },
  }
}

/** Text of several lines without the indentation of the test around it; ends in a newline. */
export function text([template = '']: TemplateStringsArray): string {
  const lines = template.replace(/^\n/, '').split('\n')
  const indent = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)))
  return `${lines
    .map((line) => line.slice(indent))
    .join('\n')
    .trimEnd()}\n`
}
