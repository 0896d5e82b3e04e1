// What a change tells of itself in the audit log: names of fields, never what stood in them.

/** The names of those fields of a record that differ, sorted. Lists differ also in their order. */
export function changedFields<T extends object>(before: T, next: T, fields: readonly (keyof T & string)[]): string[] {
  return fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(next[field])).sort()
}
