// Settings that are numbers, words or paths.

import { type Parse, SettingMistake } from './setting.ts'

/** A whole number between two bounds, both allowed; `unit` as in "seconds". */
export function wholeNumber(least: number, most: number, unit = ''): Parse<number> {
  const range = `from ${least} to ${most}${unit && ` ${unit}`}`
  return (text) => {
    const value = /^(0|[1-9]\d{0,9})$/.test(text) ? Number(text) : Number.NaN
    if (value >= least && value <= most) return value
    throw new SettingMistake('is not a whole number in its range', `Set it to a number ${range}, in digits only.`)
  }
}

/** A TCP port; 0 lets the system choose. */
export const portNumber: Parse<number> = (text) => {
  if (/^tcp:\/\//.test(text)) {
    throw new SettingMistake('was set by Kubernetes', 'Set enableServiceLinks: false in the pod, or name the Service otherwise.')
  }
  return wholeNumber(0, 65_535)(text)
}

/** `true` or `false`. */
export const yesOrNo: Parse<boolean> = (text) => {
  if (text === 'true') return true
  if (text === 'false') return false
  throw new SettingMistake('is neither true nor false', 'Set it to true or false, in small letters.')
}

/** One word of a list. */
export function oneOf<T extends string>(words: readonly T[]): Parse<T> {
  return (text) => {
    const word = words.find((candidate) => candidate === text)
    if (word !== undefined) return word
    throw new SettingMistake('is none of the known words', `Set it to one of ${words.join(', ')}.`)
  }
}

/** A path in the file system; relative ones start at the working directory. */
export const path: Parse<string> = (text) => {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(text)) throw new SettingMistake('is a URL', 'Set it to a path, such as /var/lib/fieldgate.')
  return text
}

/** The name of a resource server, as tokens carry it in `aud`. */
export const audience: Parse<string> = (text) => {
  if (/^[\x21-\x7e]{1,256}$/.test(text)) return text
  throw new SettingMistake(
    'is not 1 to 256 printable ASCII characters without spaces',
    'Set it to the URL of the API that the tokens are for.',
  )
}
