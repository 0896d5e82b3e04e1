// Keeps the plugin the first that can answer an operation: one before it could answer before the gate is asked, or run another than it judged.

/** @throws {TypeError} a plugin other than the engine stands before it and runs operations, or in Envelop none does */
export function assertFirst(plugin: object, plugins: readonly unknown[]): void {
  const before = plugins.slice(0, plugins.indexOf(plugin))
  const executors = before.filter((each) => has(each, 'onExecute'))
  // Yoga's own result processors watch subscriptions and run none.
  const subscribers = before.filter((each) => has(each, 'onSubscribe') && !has(each, 'onResultProcess'))
  if (executors.length === 0) throw new TypeError('Put useFieldgate after useEngine. The other plugins come after useFieldgate.')
  if (executors.length > 1 || subscribers.length > 1) {
    throw new TypeError(
      'Put useFieldgate before every plugin that has "onExecute" or "onSubscribe". Only the engine comes before: in Envelop ' +
        'your useEngine, in Yoga its own, and a useEngine of yours comes after useFieldgate.',
    )
  }
}

/** Yoga lists plugins that are switched off as `false`. */
function has(plugin: unknown, hook: string): boolean {
  return typeof Reflect.get(Object(plugin), hook) === 'function'
}
