// What `--help` says of the commands on the audit log, beside what commander knows.

/** For `audit verify`. */
export const auditVerifyHelp = `Examples:
  $ fieldgate audit verify
  $ fieldgate audit verify --head head-of-last-week.txt --json
  $ fieldgate audit verify --file until-may.jsonl
  $ fieldgate audit verify --file until-may.jsonl --keys keys.json

Settings are those of "fieldgate start"; with --keys none are needed. Changes nothing in the log; a service may run meanwhile.
Ends with 0 when the log is intact, 1 when it is not, 2 when the command is wrong.
`

/** For `audit head`. */
export const auditHeadHelp = `Examples:
  $ fieldgate audit head > head.txt
  $ fieldgate audit head --json

Settings are those of "fieldgate start". Seals first what waits, if no service does.
Ends with 0 when it is done, 1 when there is no head, 2 when the command is wrong.
`

/** For `audit export`. */
export const auditExportHelp = `Examples:
  $ fieldgate audit export > audit.jsonl
  $ fieldgate audit export --until 2026-05-01T00:00:00Z > until-may.jsonl
  $ fieldgate audit export --until 2026-05-01T00:00:00Z --output until-may.jsonl --prune

Settings are those of "fieldgate start". Seals first what waits, if no service does. Verifies the log first to last on the way.
Deletes nothing without --prune, and with it only what is in the file by then, and on the disk.
Ends with 0 when it is done, 1 when it cannot be, 2 when the command is wrong.
`
