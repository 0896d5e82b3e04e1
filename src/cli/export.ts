// What `fieldgate export` does.

import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { type DocumentFormat, formatDocument } from '../administration/configuration/document-text.ts'
import { exportConfiguration } from '../administration/configuration/export.ts'
import { createSecretSeal } from '../administration/configuration/sealed-secrets.ts'
import { tellAt, WrongInputError } from '../review/wrong-input.ts'
import { type ExitCode, print, talk } from './answer.ts'
import { onDatabase } from './on-database.ts'

/** As commander reads them. */
export interface ExportOptions {
  readonly format: DocumentFormat
  readonly output?: string
  readonly withSecrets?: boolean
}

/**
 * Writes the configuration, to stdout or to a file.
 *
 * @throws {WrongInputError} the file cannot be written; what was there before is untouched then
 */
export async function runExport(options: ExportOptions, environment: NodeJS.ProcessEnv): Promise<ExitCode> {
  const { format, output, withSecrets } = options
  return onDatabase(environment, async ({ config, store }) => {
    const seal = withSecrets ? createSecretSeal(config.rootSecret, config.previousSecrets) : undefined
    const document = exportConfiguration(await store.readConfiguration(), seal)
    const text = formatDocument(document, format)
    if (output === undefined) print(text)
    else replaceFile(output, text)
    const counts = [document.scopes, document.roles, document.clients].map((part) => part?.length ?? 0)
    talk([`Exported ${counts[0]} scopes, ${counts[1]} roles and ${counts[2]} clients.`])
    return 0
  })
}

/** All of it or nothing: a disk may be full. */
function replaceFile(path: string, text: string): void {
  const unfinished = `${path}.unfinished`
  try {
    writeFileSync(unfinished, text)
    renameSync(unfinished, path)
  } catch (error) {
    rmSync(unfinished, { force: true })
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw new WrongInputError([tellAt(path, undefined, `cannot be written (${code}).`)])
  }
}
