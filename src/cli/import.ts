// What `fieldgate import` does.

import { maxDocumentBytes } from '../administration/configuration/document-text.ts'
import { importConfiguration } from '../administration/configuration/import.ts'
import { countChanges } from '../administration/configuration/plan.ts'
import type { PlannedChange } from '../administration/configuration/plan-part.ts'
import { readDocument } from '../administration/configuration/read-document.ts'
import { createSecretSeal } from '../administration/configuration/sealed-secrets.ts'
import { DocumentError } from '../errors.ts'
import { tellAt, WrongInputError } from '../review/wrong-input.ts'
import { type ExitCode, nameOf, print, printJson, talk } from './answer.ts'
import { onDatabase } from './on-database.ts'
import { planText } from './plan-text.ts'
import { readBytes } from './read-bytes.ts'

/** As commander reads them. */
export interface ImportOptions {
  readonly dryRun?: boolean
  readonly prune?: boolean
  readonly json?: boolean
}

/**
 * Makes the database as the document says, and tells what that changed.
 *
 * @returns 0 when it is so; with `--dry-run`, 1 when something would change
 * @throws {WrongInputError} the document cannot be used; nothing is written
 */
export async function runImport(file: string, options: ImportOptions, environment: NodeJS.ProcessEnv): Promise<ExitCode> {
  const { dryRun: isDryRun = false, prune = false, json } = options
  return withDocument(file, async () => {
    const document = readDocument(readBytes(file, maxDocumentBytes))
    return onDatabase(environment, async ({ config, store }) => {
      const seal = createSecretSeal(config.rootSecret, config.previousSecrets)
      const tools = { storage: store, settings: config, seal, now: () => new Date() }
      const changes = await importConfiguration(tools, { document, prune, isDryRun })
      if (json) printJson({ isDryRun, ...countChanges(changes), changes })
      else print(planText(changes, { hasColours: process.stdout.isTTY && !environment.NO_COLOR }))
      talk([...summary(changes, isDryRun), ...withoutSecret(changes)])
      return isDryRun && changes.length > 0 ? 1 : 0
    })
  })
}

const maxTold = 200

async function withDocument(file: string, task: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await task()
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error
    const lines = error.mistakes.slice(0, maxTold).map((mistake) => tellAt(nameOf(file), undefined, mistake))
    const rest = error.mistakes.length - lines.length
    throw new WrongInputError([...lines, ...(rest > 0 ? [`… and ${rest} more.`] : []), 'Nothing was imported.'])
  }
}

function summary(changes: readonly PlannedChange[], isDryRun: boolean): string[] {
  if (changes.length === 0) return ['Nothing to change: everything is as the document says.']
  const { createdCount, updatedCount, deletedCount } = countChanges(changes)
  const counts = `${createdCount} created, ${updatedCount} changed, ${deletedCount} deleted`
  return [isDryRun ? `Nothing was written. It would be: ${counts}.` : `Done: ${counts}.`]
}

function withoutSecret(changes: readonly PlannedChange[]): string[] {
  return changes
    .filter(({ action, kind, fields }) => {
      const isConfidential = fields.some(({ field, after }) => field === 'type' && after === 'CONFIDENTIAL')
      return action === 'create' && kind === 'client' && isConfidential && !fields.some(({ field }) => field === 'secrets')
    })
    .map(({ id }) => `The client ${id} has no secret: the mutation "rotateClientSecret" gives it one.`)
}
