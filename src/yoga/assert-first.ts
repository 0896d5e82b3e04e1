// Keeps the plugin the first that can run an operation: one before it could run another than the gate judged, or answer before it is asked.

/** @throws {TypeError} a plugin other than the engine stands before it and runs operations */
export function assertFirst(plugin: object, plugins: readonly unknown[]): void {
  const before = plugins.slice(0, plugins.indexOf(plugin))
  const executors = before.filter((each) => has(each, 'onExecute'))
  // Yoga's own result processors watch subscriptions and run none.
  const subscribers = before.filter((each) => has(each, 'onSubscribe') && !has(each, 'onResultProcess'))
  if (executors.length > 1 || subscribers.length > 1) {
    throw new TypeError('Put useFieldgate first among the plugins: one before it has "onExecute" or "onSubscribe".')
  }
}

/** Yoga lists plugins that are switched off as `false`. */
function has(plugin: unknown, hook: string): boolean {
  return typeof Reflect.get(Object(plugin), hook) === 'function'
}
