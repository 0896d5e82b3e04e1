// The public names of fieldgate/mercurius.

export { accessTokenOf } from '../resource-server/token-of-context.ts'
export { type FieldgateOptions, fieldgate } from './fieldgate.ts'
