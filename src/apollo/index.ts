// The public names of fieldgate/apollo.

export { accessTokenOf } from '../resource-server/token-of-context.ts'
export { type FieldgateOptions, fieldgate } from './fieldgate.ts'
export type { FormatError } from './format-errors.ts'
