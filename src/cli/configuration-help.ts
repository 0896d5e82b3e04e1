// What `--help` adds for the commands that read and write configuration and users.

/** For `export`. */
export const exportHelp = `Examples:
  $ fieldgate export > fieldgate.yaml
  $ fieldgate export --format json --with-secrets --output fieldgate.json

Settings are those of "fieldgate start". Secrets are left out unless asked for, and then only a service with the same root secret opens them.
Ends with 0 when it is done, 1 when it cannot be, 2 when the command is wrong.
`

/** For `import`. */
export const importHelp = `Examples:
  $ fieldgate import fieldgate.yaml --dry-run
  $ fieldgate import fieldgate.yaml --prune --json

Settings are those of "fieldgate start". Lists what it changes: + is made, ~ is changed, - is deleted.
A part that the document does not have (scopes, roles, clients) is left alone, also with --prune.
Ends with 0 when everything is as the document says, 1 when it is not (--dry-run: when something would change), 2 when the command is wrong,
or the document; nothing is written then.
`

/** For `users import`. */
export const usersImportHelp = `Examples:
  $ fieldgate users import users.csv --dry-run
  $ fieldgate users import users.jsonl --rejects rejects.jsonl --json

Fields: email; password, or passwordHash (argon2id in PHC form); displayName, roles (by name) and scopes, which may be missing.
In CSV, roles are separated by ";" and scopes by spaces; in JSON they are lists.
Settings are those of "fieldgate start". What was interrupted is run again: users who are there already are passed over.
Ends with 0 when every user is there, 1 when rows were refused, 2 when the command is wrong, or the file cannot be read.
`
