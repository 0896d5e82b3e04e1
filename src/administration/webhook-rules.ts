// What a webhook must be, whoever makes or changes it.

import { isIP } from 'node:net'
import { auditCatalogue } from '../authorization-server/audit.ts'
import { isPublicAddress } from '../authorization-server/webhooks/addresses.ts'
import { BadUserInputError } from '../errors.ts'

const maxUrlLength = 2_000

/**
 * The URL of a webhook, as `URL` writes it. Where its name leads to is looked at when it is called.
 *
 * @param arePrivateAllowed also take http, and hosts that are not public
 * @throws {BadUserInputError} it cannot be one
 */
export function checkWebhookUrl(field: string, text: string, arePrivateAllowed: boolean): string {
  const url = text.length <= maxUrlLength && URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol)) throw new BadUserInputError(field, 'It must be an https URL.')
  if (url.href.length > maxUrlLength) throw new BadUserInputError(field, `It may have at most ${maxUrlLength} characters.`)
  if (url.username || url.password) throw new BadUserInputError(field, 'It must hold no user and no password.')
  if (url.hash || text.includes('#')) throw new BadUserInputError(field, 'It must have no fragment.')
  if (arePrivateAllowed) return url.href
  if (url.protocol !== 'https:') throw new BadUserInputError(field, 'It must be an https URL.')
  if (!isPublicHost(url.hostname)) throw new BadUserInputError(field, 'Its host must be one of the public internet.')
  return url.href
}

function isPublicHost(hostname: string): boolean {
  const literal = hostname.replace(/^\[|\]$/g, '')
  if (isIP(literal)) return isPublicAddress(literal)
  return !/(^|\.)localhost\.?$/.test(hostname)
}

/**
 * Types of events, each once, in the order of the catalogue; none for all.
 *
 * @throws {BadUserInputError} one is not in the catalogue
 */
export function checkEventTypes(field: string, types: readonly string[]): string[] {
  if (!types.every((type) => Object.hasOwn(auditCatalogue, type)))
    throw new BadUserInputError(field, 'It must hold types of the catalogue of events alone, such as login.failed.')
  return Object.keys(auditCatalogue).filter((type) => types.includes(type))
}
