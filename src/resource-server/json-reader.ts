// Strict reading of documents that came over the network: a wrong member makes the whole document wrong.

/** An object of a document. Only its own members count. */
export type JsonObject = Readonly<Record<string, unknown>>

/** @throws {TypeError} when it is not an object */
export function readObject(value: unknown, what: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError(`${what} is not an object.`)
  return Object.assign(Object.create(null), value)
}

/** @throws {TypeError} when it is not an array of objects */
export function readObjects(value: unknown, what: string): JsonObject[] {
  if (!Array.isArray(value)) throw new TypeError(`${what} is not an array.`)
  return value.map((entry: unknown, index) => readObject(entry, `${what}[${index}]`))
}

/** @throws {TypeError} when it is not a text of 1 to 2,048 characters */
export function readText(object: JsonObject, name: string): string {
  const value = object[name]
  if (typeof value !== 'string' || value === '' || value.length > 2048) throw new TypeError(`"${name}" is not a text.`)
  return value
}

/** @throws {TypeError} when it is not one of the choices */
export function readChoice<T extends string>(object: JsonObject, name: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === object[name])
  if (choice === undefined) throw new TypeError(`"${name}" is none of ${choices.join(', ')}.`)
  return choice
}

const instantPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/

/** @throws {TypeError} when it is not an instant as in RFC 3339 section 5.6 */
export function readInstant(object: JsonObject, name: string): Date {
  const value = object[name]
  const instant = typeof value === 'string' && instantPattern.test(value) ? new Date(value) : undefined
  if (!instant || Number.isNaN(instant.getTime())) throw new TypeError(`"${name}" is not an RFC 3339 instant.`)
  return instant
}
