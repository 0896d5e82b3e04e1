// How large an operation may be.

/** Tokens of the grammar in one document. */
export const maxTokens = 1_000
