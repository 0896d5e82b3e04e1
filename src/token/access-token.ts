// What a verified access token says. Claim names follow RFC 9068 section 2.2; members are the long names people read.

/**
 * A verified access token: its signature, issuer, audience and life were checked. Frozen; made by verifyAccessToken alone.
 *
 * @see RFC 9068 section 2.2; PASETO v4.public
 */
export interface AccessToken {
  /** `sub`: `usr_…` for a user, `cli_…` for a client acting for itself. */
  readonly subject: string
  /** `client_id`: the app the token was issued to. */
  readonly clientId: string
  /** `sid`: the login it belongs to; absent for client credentials. */
  readonly sessionId?: string
  /** `jti`: unique per token. */
  readonly tokenId: string
  /** `iss`: the authorization server's URL. */
  readonly issuer: string
  /** `aud`: the resource server it is meant for. */
  readonly audience: string
  /** `scope`, split: what the bearer may do; may hold wildcards. */
  readonly scopes: readonly string[]
  readonly issuedAt: Date
  readonly expiresAt: Date
  /** PASERK `k4.pid.…` of the key that signed it. */
  readonly keyId: string
}
