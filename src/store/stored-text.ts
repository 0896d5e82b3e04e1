// Text that may come from anyone, on its way into a query.

/**
 * False for text that a database cannot hold as it is, so that no row has it. With a NUL, asking would be an error and not an answer;
 * with half of a surrogate pair, which becomes U+FFFD on the way, the answer would be somebody else's row.
 */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text)
}
