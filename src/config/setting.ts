// One setting as it is read: its name, its place in the environment, and the mistakes found on the way.

/** Environment variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Why a value was refused: what is wrong with it, and what to do. It goes on after the setting's name, and never repeats the value. */
export class SettingMistake extends Error {
  override name = 'SettingMistake'

  /**
   * @param fault goes on after the name: "is not a whole number"
   * @param remedy a whole sentence: "Set it to …"
   */
  constructor(fault: string, remedy: string) {
    super(`${fault}. ${remedy}`)
  }
}

/** Turns the text of a setting into its value, or throws a SettingMistake. */
export type Parse<T> = (text: string) => T

/** Reads settings one after the other and keeps the mistakes, so that all of them can be told at once. */
export interface SettingReader {
  /** The value; `fallback` if the setting is absent; undefined if it is wrong, which is then among the mistakes. */
  read<T, F>(name: string, parse: Parse<T>, fallback: F): T | F | undefined
  /** The value of a setting that has no default; undefined if it is absent or wrong, which is then among the mistakes. */
  require<T>(name: string, parse: Parse<T>, remedy: string): T | undefined
  addMistake(name: string, mistake: SettingMistake): void
  readonly mistakes: readonly string[]
}

interface Source {
  readonly label: string
  readonly text: string
}

/** @param readFile gives a file's text, for the settings that come as `…_FILE` */
export function createSettingReader(environment: Environment, readFile: (path: string) => string): SettingReader {
  const mistakes: string[] = []

  function addMistake(label: string, mistake: SettingMistake): void {
    mistakes.push(`${label} ${mistake.message}`)
  }

  /** The parsed value; `whenAbsent` decides what stands for none. A wrong value is told and becomes undefined. */
  function attempt<T, F>(name: string, parse: Parse<T>, whenAbsent: () => F): T | F | undefined {
    let label = name
    try {
      const source = findSource(name, environment, readFile)
      if (source === undefined) return whenAbsent()
      label = source.label
      assertTidy(source.text)
      return parse(source.text)
    } catch (error) {
      if (!(error instanceof SettingMistake)) throw error
      addMistake(label, error)
      return undefined
    }
  }

  return {
    mistakes,
    addMistake,
    read: (name, parse, fallback) => attempt(name, parse, () => fallback),
    require: (name, parse, remedy) =>
      attempt(name, parse, () => {
        throw new SettingMistake('is not set', remedy)
      }),
  }
}

function findSource(name: string, environment: Environment, readFile: (path: string) => string): Source | undefined {
  const text = environment[name]
  const path = environment[`${name}_FILE`]
  if (path === undefined) return text === undefined ? undefined : { label: name, text }

  if (text !== undefined) throw new SettingMistake(`is set, and ${name}_FILE too`, 'Keep one of the two.')
  const label = `${name} (from ${name}_FILE)`
  try {
    return { label, text: readFile(path).replace(/\r?\n$/, '') }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    throw new SettingMistake(`cannot be read from the file in ${name}_FILE (${code})`, 'Check the path and who may read it.')
  }
}

function assertTidy(text: string): void {
  if (text === '') throw new SettingMistake('is empty', 'Give it a value, or remove it to have the default.')
  if (text !== text.trim()) throw new SettingMistake('has white space around its value', 'Remove the white space.')
  if (text.includes('\0')) throw new SettingMistake('has a NUL character in it', 'Remove the character.')
}
