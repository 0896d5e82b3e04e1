// Every operation that changes or asks with more than an id takes one argument, `input`, whose type says what is in it.

/** The options of that argument. */
export const inputArgument = { description: 'What to do; the type tells field by field.' } as const
