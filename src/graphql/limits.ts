// How large an operation may be, and how much is said of one that is not right.

/** Tokens of the grammar in one document. */
export const maxTokens = 1_000
/** Fields below each other; those below `__schema` and `__type` are graphql-js's to limit. */
export const maxDepth = 10
/** Aliases, each as often as its fragment is spread. */
export const maxAliases = 30
/** Fields at the root, each as often as its fragment is spread. */
export const maxRootFields = 30
/** Objects that an operation may be answered with, by the sizes of its lists as they are asked for; operation-cost.ts tells how it counts. */
export const maxCost = 10_000
/** Errors in the answer to a document that is not valid. */
export const maxErrors = 10
