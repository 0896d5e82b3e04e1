// From when on something is suspicious. docs/operate.md tells the same to those who are woken up by it.

/** What happens within this time is counted together. */
export const windowSeconds = 600

/** The same of the same is told once in this time, however long it goes on. */
export const quietSeconds = 3_600

/** How much of each it takes within the window. */
export const thresholds = {
  /**
   * Accounts at which logins failed, of one network. Nothing is kept of an email that nobody has, so each guess at one counts as an account
   * of its own; whoever mistypes their own all the time is stopped by its limit after 20.
   */
  sprayedAccounts: 25,
  /** Networks from which logins of one user failed. */
  guessingNetworks: 5,
  /** Networks from which one session was used: more than a telephone that goes from one to the next, or has two at a time. */
  sessionNetworks: 4,
  /** Sessions of one user in which a spent refresh token came back. */
  reusesOfUser: 3,
  /** The same of one client: of a busy one some come back because a network was slow. */
  reusesOfClient: 20,
  /** Denials of one client must be more than this in five minutes, */
  denials: 50,
  /** and more than so many times what they were, on the average of the hour before. */
  denialsTimesUsual: 10,
} as const

/** Denials are compared with what was usual before them. */
export const denialSpans = { recentSeconds: 300, usualSeconds: 3_600 } as const
