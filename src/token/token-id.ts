// Token ids: a token got by exchange carries its parent's id in front of its own, so that revoking a token revokes what came of it.

const separator = '.'

/** How many times a token may be exchanged for a narrower one, and that one again. */
export const maxExchanges = 4

/** The id of a token exchanged for another one. */
export function exchangedTokenId(parentTokenId: string, ownId: string): string {
  return `${parentTokenId}${separator}${ownId}`
}

/** The id itself and those of the tokens it came of, nearest first. */
export function tokenIdLineage(tokenId: string): string[] {
  const parts = tokenId.split(separator)
  return parts.map((_, index) => parts.slice(0, parts.length - index).join(separator))
}
