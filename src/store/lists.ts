// Lists kept as space-separated text in one column, as RFC 6749 section 3.3 writes scopes.

/** Members must not hold a space; scopes, audiences and grant types never do. */
export function joinList(members: readonly string[]): string {
  return members.join(' ')
}

/** The members of a list that joinList wrote. */
export function splitList(text: string): string[] {
  return text === '' ? [] : text.split(' ')
}
