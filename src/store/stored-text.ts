// Text that may come from anyone, on its way into a query.

/** False for text that PostgreSQL cannot hold, so that no row has it: asking would be an error, and not an answer. */
export function isStorable(text: string): boolean {
  return !text.includes('\0')
}
