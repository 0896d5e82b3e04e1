// The public names of fieldgate/yoga.

export { accessTokenOf } from '../resource-server/token-of-context.ts'
export type { FieldgatePlugin } from './plugin-hooks.ts'
export { type UseFieldgateOptions, useFieldgate } from './use-fieldgate.ts'
