// The public names of fieldgate/apollo.

export { accessTokenOf, type FieldgateOptions, fieldgate } from './fieldgate.ts'
export type { FormatError } from './format-errors.ts'
