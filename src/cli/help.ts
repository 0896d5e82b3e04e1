// What `--help` adds to what commander knows: where settings come from, those that matter, and an example.

/** For every command. */
export const sources = `Settings come from FIELDGATE_* variables, each also from the file that the same variable with _FILE behind it names.
Run "fieldgate dev --help" or "fieldgate start --help" for those that matter; the README has them all.`

/** For `dev`. */
export const devHelp = `Settings (all optional):
  FIELDGATE_PORT          where to listen; 4000 by default, 0 for any free port
  FIELDGATE_DATA_DIR      where data and secrets are kept; .fieldgate by default
  FIELDGATE_DATABASE_URL  another database than the one in that folder; an empty one, or the demo's own
  FIELDGATE_LOG_LEVEL     warn by default

Example:
  $ FIELDGATE_PORT=4100 fieldgate dev`

/** For `start`. */
export const startHelp = `Settings:
  FIELDGATE_DATABASE_URL  file:/path/to/fieldgate.db or postgresql://user:password@host:5432/database; required
  FIELDGATE_ISSUER        the public URL of this service; required
  FIELDGATE_SECRET        the root secret, as "openssl rand -base64 32" makes one; required, and must never be lost
  FIELDGATE_HOST          the address to listen on; 127.0.0.1 by default, 0.0.0.0 for all
  FIELDGATE_PORT          4000 by default

Example:
  $ FIELDGATE_DATABASE_URL=file:/var/lib/fieldgate/fieldgate.db FIELDGATE_ISSUER=https://auth.example.com \\
    FIELDGATE_SECRET_FILE=/run/secrets/fieldgate fieldgate start`

/** For `sessions revoke`. */
export const sessionsRevokeHelp = `Examples:
  $ fieldgate sessions revoke --user someone@example.com
  $ fieldgate sessions revoke --client cli_0190d6c8-… --yes --json

Settings are those of "fieldgate start". Services on the same database refuse the tokens at once; resource servers within a second.
Ends with 0 when it is done, 1 when there is no such thing or you did not say yes, 2 when the command is wrong,
or nobody can be asked and --yes is missing.
`

/** For `keys list`. */
export const keysListHelp = `Examples:
  $ fieldgate keys list
  $ fieldgate keys list --json

Settings are those of "fieldgate start". Secret halves are never shown.
Ends with 0 when it is done, 1 when it cannot be, 2 when the command is wrong.
`

/** For `keys rotate`. */
export const keysRotateHelp = `Examples:
  $ fieldgate keys rotate
  $ fieldgate keys rotate --immediately --json

Settings are those of "fieldgate start". Tokens of the old key stay good until they expire.
Ends with 0 when it is done or scheduled, 1 when it cannot be, 2 when the command is wrong.
`

/** For `keys revoke`. */
export const keysRevokeHelp = `Examples:
  $ fieldgate keys revoke k4.pid.…
  $ fieldgate keys revoke k4.pid.… --yes --json

Settings are those of "fieldgate start". Services on the same database refuse the tokens at once; resource servers within a second.
Ends with 0 when it is done, 1 when there is no such key or you did not say yes, 2 when the command is wrong,
or nobody can be asked and --yes is missing.
`

/** For `admin create`. */
export const adminCreateHelp = `Examples:
  $ fieldgate admin create --email ada@example.com
  $ fieldgate admin create --email ada@example.com --password-stdin --json < password.txt

Settings are those of "fieldgate start". The service need not run, and the database may be new.
Ends with 0 when it is done, 1 when there is an administrator already, 2 when the command is wrong.
`

/** For `admin recover`. */
export const adminRecoverHelp = `Examples:
  $ fieldgate admin recover --email ada@example.com
  $ fieldgate admin recover --email ada@example.com --password-stdin --yes --json < password.txt

Settings are those of "fieldgate start". Whoever else knew the old password is out at once.
Ends with 0 when it is done, 1 when there is no such user or you did not say yes, 2 when the command is wrong,
or nobody can be asked and --yes is missing.
`
