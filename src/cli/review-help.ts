// What `--help` says first about the commands that look at schemas: examples, then what the exit codes mean.

/** Of `fieldgate explain`. */
export const explainHelp = `Examples:
  $ fieldgate explain operation.graphql --schema schema.graphql
  $ fieldgate explain operation.graphql --schema schema.graphql --scopes "orders:read users:read"
  $ fieldgate explain - --schema schema.graphql --anonymous --json < operation.graphql

Ends with 0 when all is allowed or nobody is judged, 1 when something is denied, 2 when the input is wrong.
`

/** Of `fieldgate schema check`. */
export const checkHelp = `Examples:
  $ fieldgate schema check schema.graphql
  $ fieldgate schema check schema.graphql --unmarked denied --strict

Ends with 0 when no rule is mistaken, 1 when one is, 2 when the input is wrong.
`

/** Of `fieldgate schema manifest`. */
export const manifestHelp = `Examples:
  $ fieldgate schema manifest schema.graphql --out fieldgate.lock.json
  $ fieldgate schema manifest schema.graphql --verify fieldgate.lock.json

Ends with 0 when nothing protects less than the lock file says, 1 when something does, 2 when the input is wrong.
`

/** Of `fieldgate schema diff`. */
export const diffHelp = `Examples:
  $ fieldgate schema diff old.graphql new.graphql
  $ git show main:schema.graphql > old.graphql && fieldgate schema diff old.graphql schema.graphql --json

Ends with 0 when nothing is more open, 1 when something is, 2 when the input is wrong.
`
