// Where an export goes: to stdout, or into a new file that is on the disk when it is done.

import { once } from 'node:events'
import { type FileHandle, open } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { WrongInputError } from '../review/wrong-input.ts'

/** Takes text, and tells when it is where it belongs. */
export interface AuditOutput {
  /** Waits for whoever reads: a log of any length passes through. */
  write(text: string): Promise<void>
  /** With a file, once it would be there after a power cut as well. */
  finish(): Promise<void>
  /** Frees what was opened, finished or not. */
  close(): Promise<void>
}

/**
 * Opens the place that an export goes to.
 *
 * @param file undefined for stdout
 * @throws {WrongInputError} the file is there already, or cannot be made
 */
export async function openOutput(file: string | undefined): Promise<AuditOutput> {
  return file === undefined ? stdoutOutput : fileOutput(file, await openNew(file))
}

const stdoutOutput: AuditOutput = {
  async write(text) {
    if (!process.stdout.write(text)) await once(process.stdout, 'drain')
  },
  finish: async () => undefined,
  close: async () => undefined,
}

function fileOutput(file: string, handle: FileHandle): AuditOutput {
  return {
    write: (text) => handle.writeFile(text),
    async finish() {
      await handle.sync()
      // That the file is there at all is written in its folder.
      const folder = await open(dirname(resolve(file)), 'r')
      await folder.sync().finally(() => folder.close())
    },
    close: () => handle.close(),
  }
}

/** An export that is there is never written over: after a prune there is no other. */
async function openNew(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'wx')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unwritable'
    throw new WrongInputError([`${file}: ${code === 'EEXIST' ? 'it is there already.' : `cannot be made (${code}).`}`])
  }
}
