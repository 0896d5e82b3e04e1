import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
export type MakeOptional<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]?: Maybe<T[SubKey]> };
export type MakeMaybe<T, K extends keyof T> = Omit<T, K> & { [SubKey in K]: Maybe<T[SubKey]> };
export type MakeEmpty<T extends { [key: string]: unknown }, K extends keyof T> = { [_ in K]?: never };
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** An instant in UTC, as RFC 3339 writes it. */
  DateTime: { input: string; output: string; }
  /** The name of a policy that the server evaluates. */
  Policy: { input: string; output: string; }
  /** Segments joined by colons, such as "orders:read". A granted scope may hold "*" for a segment, and at its end for all that follow. */
  Scope: { input: string; output: string; }
};

/** What happened within a time. */
export type Activity = {
  __typename?: 'Activity';
  /** Every bucket of the time in order, also those in which nothing happened. */
  points: Array<ActivityPoint>;
};

/** How much time a point stands for, in UTC. */
export type ActivityBucket =
  /** Kept for ever. */
  | 'DAY'
  /** Kept for 400 days. */
  | 'HOUR'
  /** Kept for 7 days. */
  | 'MINUTE';

/** Which time, and how finely: at most 2,000 points, of the years from 2000 to 2099. */
export type ActivityInput = {
  /** How much time each point stands for. */
  bucket: ActivityBucket;
  /** The first point is of the bucket that this instant is in. */
  since: Scalars['DateTime']['input'];
  /** Up to this instant, and to the end of its bucket where it lies within one; now when missing. */
  until?: InputMaybe<Scalars['DateTime']['input']>;
};

/** What happened within one bucket. */
export type ActivityPoint = {
  __typename?: 'ActivityPoint';
  /** Where the bucket begins. */
  at: Scalars['DateTime']['output'];
  /** Fields refused to a token, or for want of one; of one operation at most 100. A node that is killed loses those of its last seconds. */
  denials: Scalars['Int']['output'];
  /** Logins that were refused after a look at their credentials; those that a limit turned away are not among them. */
  failedLogins: Scalars['Int']['output'];
  /** Logins that succeeded. */
  logins: Scalars['Int']['output'];
  /** Refresh tokens replaced by their successors; one whose answer was asked for again counts once. */
  refreshes: Scalars['Int']['output'];
  /** Spent refresh tokens that came back, and ended their sessions. */
  reuses: Scalars['Int']['output'];
  /** Access tokens issued by any grant: logins, refreshes and their repetitions, client credentials, exchanges. */
  tokensIssued: Scalars['Int']['output'];
};

/** Something that happened and matters for security. */
export type AuditEvent = {
  __typename?: 'AuditEvent';
  /** The user or client that did it; null when unknown, or the service itself. */
  actorId: Maybe<Scalars['ID']['output']>;
  /** When it happened. */
  at: Scalars['DateTime']['output'];
  /** The app it was done through. */
  clientId: Maybe<Scalars['ID']['output']>;
  /** Further facts, as JSON; never a secret. */
  data: Scalars['String']['output'];
  /** SHA-256 over the hash before it and the event; null until it is sealed. */
  hash: Maybe<Scalars['String']['output']>;
  /** As in `evt_…`; sorts by time. */
  id: Scalars['ID']['output'];
  /** Where the request came from. */
  ipAddress: Maybe<Scalars['String']['output']>;
  /** Its place in the chain; null until it is sealed, within a second. */
  sequence: Maybe<Scalars['Int']['output']>;
  /** What it was done to. */
  targetId: Maybe<Scalars['ID']['output']>;
  /** As in `login.failed`. */
  type: Scalars['String']['output'];
};

/** A page of a list. */
export type AuditEventConnection = {
  __typename?: 'AuditEventConnection';
  /** The page, in the order of the list. */
  nodes: Array<AuditEvent>;
  /** Where it stands. */
  pageInfo: PageInfo;
  /** How many the whole list has. Counted only when asked for. */
  totalCount: Scalars['Int']['output'];
};

/** Which events; what is not given does not count. */
export type AuditEventFilter = {
  /** The user or client that did it. */
  actorId?: InputMaybe<Scalars['ID']['input']>;
  /** The app it was done through. */
  clientId?: InputMaybe<Scalars['ID']['input']>;
  /** At this instant or later. */
  since?: InputMaybe<Scalars['DateTime']['input']>;
  /** What it was done to. */
  targetId?: InputMaybe<Scalars['ID']['input']>;
  /** As in `login.failed`. */
  type?: InputMaybe<Scalars['String']['input']>;
  /** Before this instant. */
  until?: InputMaybe<Scalars['DateTime']['input']>;
};

/** The end of the chain, signed. Keep it elsewhere, and nobody can cut the log back unseen. */
export type AuditLogHead = {
  __typename?: 'AuditLogHead';
  /** Of that event. */
  hash: Scalars['String']['output'];
  /** When it was signed. */
  issuedAt: Scalars['DateTime']['output'];
  /** Of the last event that is sealed. */
  sequence: Scalars['Int']['output'];
  /** All of this as `v4.public.…`, signed by the key that its footer names. */
  token: Scalars['String']['output'];
};

/** Whether the log is as it was sealed. */
export type AuditLogVerification = {
  __typename?: 'AuditLogVerification';
  /** How many events hold, from the beginning on. */
  checkedCount: Scalars['Int']['output'];
  /** Where the first event stands, or stood, that is not as it was sealed; null when there is none. */
  firstBrokenSequence: Maybe<Scalars['Int']['output']>;
  /** Whether every event is there, unchanged and in its place. */
  isIntact: Scalars['Boolean']['output'];
};

/** The old password and the new one. */
export type ChangePasswordInput = {
  /** Proves that it is the user who asks. */
  currentPassword: Scalars['String']['input'];
  /** False: the session of this token ends too. */
  keepThisSession?: Scalars['Boolean']['input'];
  /** 12 to 1,024 characters; no rules of composition, but not one of the well-known. */
  newPassword: Scalars['String']['input'];
};

/** What a change of password ended. */
export type ChangePasswordPayload = {
  __typename?: 'ChangePasswordPayload';
  /** How many sessions ended. */
  revokedSessionCount: Scalars['Int']['output'];
};

/** An app that asks for tokens, with the ceilings that no token of it may pass. */
export type Client = {
  __typename?: 'Client';
  /** How long its access tokens live. */
  accessTokenLifetimeSeconds: Scalars['Int']['output'];
  /** The audiences it may ask for; none listed: the default audience only. */
  allowedAudiences: Array<Scalars['String']['output']>;
  /** The ceiling for every token of this client. */
  allowedScopes: Array<Scalars['Scope']['output']>;
  /** When the client was made. */
  createdAt: Scalars['DateTime']['output'];
  /** What a request that names no scopes gets, as far as the user may. */
  defaultScopes: Array<Scalars['Scope']['output']>;
  /** What the client is for. */
  description: Maybe<Scalars['String']['output']>;
  /** The grants it may use. */
  grantTypes: Array<GrantType>;
  /** Identifies the client; never reused. */
  id: Scalars['ID']['output'];
  /** A disabled client gets no tokens. */
  isEnabled: Scalars['Boolean']['output'];
  /** Only first-party clients may call login (RFC 9700 section 2.4). */
  isFirstParty: Scalars['Boolean']['output'];
  /** What to call the client. */
  name: Scalars['String']['output'];
  /** How long a session lasts at most. */
  refreshTokenAbsoluteSeconds: Scalars['Int']['output'];
  /** How long a session lasts without a refresh. */
  refreshTokenIdleSeconds: Scalars['Int']['output'];
  /** Its secrets, oldest first. */
  secrets: Array<ClientSecret>;
  /** Whether it can keep a secret. */
  type: ClientType;
  /** When the client was last changed. */
  updatedAt: Scalars['DateTime']['output'];
  /** Raised by every change. */
  version: Scalars['Int']['output'];
};

/** A page of a list. */
export type ClientConnection = {
  __typename?: 'ClientConnection';
  /** The page, in the order of the list. */
  nodes: Array<Client>;
  /** Where it stands. */
  pageInfo: PageInfo;
  /** How many the whole list has. Counted only when asked for. */
  totalCount: Scalars['Int']['output'];
};

/** A confidential client acts for itself. */
export type ClientCredentialsInput = {
  /** Omitted: the issuer's default audience. */
  audience?: InputMaybe<Scalars['String']['input']>;
  /** The client that asks. */
  clientId: Scalars['ID']['input'];
  /** One of its secrets. */
  clientSecret: Scalars['String']['input'];
  /** Omitted: the client's defaults. An empty list: none. */
  scopes?: InputMaybe<Array<Scalars['Scope']['input']>>;
};

/** A token for the client itself. */
export type ClientCredentialsPayload = {
  __typename?: 'ClientCredentialsPayload';
  /** An access token; there is no refresh token. */
  tokens: TokenSet;
};

/** Which clients to list: those that fit all of it. */
export type ClientFilter = {
  /** Enabled, or disabled. */
  isEnabled?: InputMaybe<Scalars['Boolean']['input']>;
  /** Part of the name, in any case; or the whole id. */
  search?: InputMaybe<Scalars['String']['input']>;
  /** Of this type. */
  type?: InputMaybe<ClientType>;
};

/** What to change; what is left out stays as it is. */
export type ClientPatch = {
  /** Null: the service's own setting, as in the next two. */
  accessTokenLifetimeSeconds?: InputMaybe<Scalars['Int']['input']>;
  /** None: the default audience only. */
  allowedAudiences?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Its ceiling. One that is lowered counts from the next refresh. */
  allowedScopes?: InputMaybe<Array<Scalars['Scope']['input']>>;
  /** Within its ceiling. */
  defaultScopes?: InputMaybe<Array<Scalars['Scope']['input']>>;
  /** At most 1,000 characters; null takes it away. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** The grants it may use. */
  grantTypes?: InputMaybe<Array<GrantType>>;
  /** False: every session and token is dead at once, and stays so. */
  isEnabled?: InputMaybe<Scalars['Boolean']['input']>;
  /** Only first-party clients may use PASSWORD. */
  isFirstParty?: InputMaybe<Scalars['Boolean']['input']>;
  /** 1 to 200 characters. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** How long a session lasts at most. */
  refreshTokenAbsoluteSeconds?: InputMaybe<Scalars['Int']['input']>;
  /** How long a session lasts without a refresh. */
  refreshTokenIdleSeconds?: InputMaybe<Scalars['Int']['input']>;
};

/** One secret of a confidential client. The secret itself was shown once and is not kept. */
export type ClientSecret = {
  __typename?: 'ClientSecret';
  /** When the secret was made. */
  createdAt: Scalars['DateTime']['output'];
  /** When it stops working, if a newer one replaces it. */
  expiresAt: Maybe<Scalars['DateTime']['output']>;
  /** The last characters, to tell secrets apart. */
  hint: Scalars['String']['output'];
  /** Identifies the secret. */
  id: Scalars['ID']['output'];
  /** When it last authenticated the client. */
  lastUsedAt: Maybe<Scalars['DateTime']['output']>;
};

/** Whether a client can keep a secret (RFC 6749 section 2.1). */
export type ClientType =
  /** Can: a server. */
  | 'CONFIDENTIAL'
  /** Cannot: a browser, mobile or desktop app. */
  | 'PUBLIC';

/** A client app to make. */
export type CreateClientInput = {
  /** At most an hour. Omitted: the service's own setting, as in the next two. */
  accessTokenLifetimeSeconds?: InputMaybe<Scalars['Int']['input']>;
  /** Omitted, or none: the default audience only. */
  allowedAudiences?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Its ceiling: within what the token of this request reaches. */
  allowedScopes: Array<Scalars['Scope']['input']>;
  /** Within its ceiling. Omitted: those of the registry's defaults that are. */
  defaultScopes?: InputMaybe<Array<Scalars['Scope']['input']>>;
  /** At most 1,000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** The grants it may use. */
  grantTypes: Array<GrantType>;
  /** Only first-party clients may use PASSWORD. */
  isFirstParty?: Scalars['Boolean']['input'];
  /** 1 to 200 characters. */
  name: Scalars['String']['input'];
  /** How long a session lasts at most. */
  refreshTokenAbsoluteSeconds?: InputMaybe<Scalars['Int']['input']>;
  /** How long a session lasts without a refresh. */
  refreshTokenIdleSeconds?: InputMaybe<Scalars['Int']['input']>;
  /** It never changes. */
  type: ClientType;
};

/** The client that was made. */
export type CreateClientPayload = {
  __typename?: 'CreateClientPayload';
  /** As it is now. */
  client: Client;
  /** Shown here and never again; null for a public client. */
  secret: Maybe<Scalars['String']['output']>;
};

/** A role to make. */
export type CreateRoleInput = {
  /** At most 1,000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 100 characters, unique among roles. */
  name: Scalars['String']['input'];
  /** What it grants: within what the token of this request reaches. */
  scopes: Array<Scalars['Scope']['input']>;
};

/** The role that was made. */
export type CreateRolePayload = {
  __typename?: 'CreateRolePayload';
  /** As it is now. */
  role: Role;
};

/** A scope to register. */
export type CreateScopeInput = {
  /** 1 to 1,000 characters. */
  description: Scalars['String']['input'];
  /** What whoever holds it is to hold as well: registered scopes and wildcards, within what the token of this request reaches, and nothing that brings this one along. */
  implies?: InputMaybe<Array<Scalars['Scope']['input']>>;
  /** Whether a client that is made without default scopes gets it, if it lies within its allowed scopes; clients that are there stay as they are. False when left out. */
  isDefault?: InputMaybe<Scalars['Boolean']['input']>;
  /** A concrete scope, such as `orders:read`: no wildcards. It never changes. */
  name: Scalars['Scope']['input'];
};

/** The scope that was registered. */
export type CreateScopePayload = {
  __typename?: 'CreateScopePayload';
  /** As it is now. */
  scope: ScopeDefinition;
};

/** A user to make. */
export type CreateUserInput = {
  /** At most 200 characters. */
  displayName?: InputMaybe<Scalars['String']['input']>;
  /** What the user logs in with; at most 254 characters, and compared without regard to case. */
  email: Scalars['String']['input'];
  /** 12 to 1,024 characters; no rules of composition, but not one of the well-known. */
  password: Scalars['String']['input'];
  /** Roles, whose scopes the token of this request must reach. */
  roleIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** Granted directly: within what the token of this request reaches. */
  scopes?: InputMaybe<Array<Scalars['Scope']['input']>>;
};

/** The user that was made. */
export type CreateUserPayload = {
  __typename?: 'CreateUserPayload';
  /** As they are now. */
  user: User;
};

/** A webhook to make. */
export type CreateWebhookInput = {
  /** At most 1,000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** Types of events, as in `login.failed`. Omitted, or none: all. */
  eventTypes?: InputMaybe<Array<Scalars['String']['input']>>;
  /** An https URL of the public internet, without user, password or fragment. */
  url: Scalars['String']['input'];
};

/** The webhook that was made. */
export type CreateWebhookPayload = {
  __typename?: 'CreateWebhookPayload';
  /** As it is now. */
  webhook: Webhook;
};

/** Which client to delete. */
export type DeleteClientInput = {
  /** As in `cli_…`. */
  id: Scalars['ID']['input'];
};

/** The client that is gone. */
export type DeleteClientPayload = {
  __typename?: 'DeleteClientPayload';
  /** Never reused. */
  deletedId: Scalars['ID']['output'];
};

/** Which role to delete. */
export type DeleteRoleInput = {
  /** Without it, a role that is held is CONFLICT: `extensions.usedBy` counts the users who hold it, with the first ten. With it, the role is taken from all of them. */
  force?: Scalars['Boolean']['input'];
  /** As in `rol_…`. */
  id: Scalars['ID']['input'];
};

/** The role that is gone. */
export type DeleteRolePayload = {
  __typename?: 'DeleteRolePayload';
  /** Never reused. */
  deletedId: Scalars['ID']['output'];
};

/** Which scope to take out of the registry. */
export type DeleteScopeInput = {
  /** Without it, a scope that is held is CONFLICT: `extensions.usedBy` counts the clients, users, roles and scopes that hold it, each with the first ten. With it, the scope is taken from all of them. Wildcards that cover it stay. */
  force?: Scalars['Boolean']['input'];
  /** Its name; not of a scope of this service itself. */
  name: Scalars['Scope']['input'];
};

/** The scope that is gone. */
export type DeleteScopePayload = {
  __typename?: 'DeleteScopePayload';
  /** It may be registered again. */
  deletedName: Scalars['Scope']['output'];
};

/** Which user to delete. */
export type DeleteUserInput = {
  /** As in `usr_…`. */
  id: Scalars['ID']['input'];
};

/** The user that is gone. */
export type DeleteUserPayload = {
  __typename?: 'DeleteUserPayload';
  /** Never reused. */
  deletedId: Scalars['ID']['output'];
};

/** Which webhook to delete. */
export type DeleteWebhookInput = {
  /** As in `whk_…`. */
  id: Scalars['ID']['input'];
};

/** The webhook that is gone. */
export type DeleteWebhookPayload = {
  __typename?: 'DeleteWebhookPayload';
  /** Never reused. */
  deletedId: Scalars['ID']['output'];
};

/** A narrower token for the one the request carries. */
export type ExchangeTokenInput = {
  /** Omitted: the token's own. */
  audience?: InputMaybe<Scalars['String']['input']>;
  /** At most what the token has left, which is the default. */
  lifetimeSeconds?: InputMaybe<Scalars['Int']['input']>;
  /** Each must be within the token. */
  scopes: Array<Scalars['Scope']['input']>;
};

/** A narrower token. */
export type ExchangeTokenPayload = {
  __typename?: 'ExchangeTokenPayload';
  /** An access token; there is no refresh token. */
  tokens: TokenSet;
};

/** The ways to get a token. */
export type GrantType =
  /** clientCredentials: the client for itself. */
  | 'CLIENT_CREDENTIALS'
  /** login: a user, by email and password. */
  | 'PASSWORD'
  /** refresh: the next pair of a session. */
  | 'REFRESH_TOKEN'
  /** exchangeToken: a narrower token for one held. */
  | 'TOKEN_EXCHANGE';

/** The token to look into. */
export type IntrospectTokenInput = {
  /** An access or refresh token. */
  token: Scalars['String']['input'];
};

/** A user logs in to a first-party app. */
export type LoginInput = {
  /** Omitted: the issuer's default audience. */
  audience?: InputMaybe<Scalars['String']['input']>;
  /** The app that asks. */
  clientId: Scalars['ID']['input'];
  /** For confidential clients only. */
  clientSecret?: InputMaybe<Scalars['String']['input']>;
  /** For the list of sessions; at most 100 characters. */
  deviceName?: InputMaybe<Scalars['String']['input']>;
  /** From the last login on this device: with it, those who guess at the password elsewhere do not stand in its way. */
  deviceToken?: InputMaybe<Scalars['String']['input']>;
  /** Compared without regard to case. */
  email: Scalars['String']['input'];
  /** At most 1,024 characters. */
  password: Scalars['String']['input'];
  /** Omitted: the client's defaults, within what the user may. An empty list: none. */
  scopes?: InputMaybe<Array<Scalars['Scope']['input']>>;
};

/** The tokens of a new session. */
export type LoginPayload = {
  __typename?: 'LoginPayload';
  /** Opaque, for 180 days. Keep it beyond the logout and send it with the next login on this device; it opens nothing. */
  deviceToken: Scalars['String']['output'];
  /** The session that has begun. */
  session: Session;
  /** An access token and a refresh token. */
  tokens: TokenSet;
};

/** Which sessions to end. */
export type LogoutInput = {
  /** True: every session of the user. False: the one of this token. */
  everywhere?: Scalars['Boolean']['input'];
};

/** What a logout ended. */
export type LogoutPayload = {
  __typename?: 'LogoutPayload';
  /** How many sessions ended. */
  revokedSessionCount: Scalars['Int']['output'];
};

/** What can be done. */
export type Mutation = {
  __typename?: 'Mutation';
  /** Changes the user's password; their other sessions end. */
  changePassword: ChangePasswordPayload;
  /** Gives a confidential client a token for itself. */
  clientCredentials: ClientCredentialsPayload;
  /** Makes a client app. */
  createClient: CreateClientPayload;
  /** Makes a role. */
  createRole: CreateRolePayload;
  /** Registers a scope. */
  createScope: CreateScopePayload;
  /** Makes a user, who can log in at once. */
  createUser: CreateUserPayload;
  /** Makes a webhook, which hears of what happens from now on. */
  createWebhook: CreateWebhookPayload;
  /** Deletes a client app; all it was issued is dead at once. */
  deleteClient: DeleteClientPayload;
  /** Deletes a role. One that users hold is CONFLICT, unless `force` takes it from them. */
  deleteRole: DeleteRolePayload;
  /** Takes a scope out of the registry; it is issued no more from the next refresh. */
  deleteScope: DeleteScopePayload;
  /** Deletes a user; every session and token is dead at once. */
  deleteUser: DeleteUserPayload;
  /** Deletes a webhook. */
  deleteWebhook: DeleteWebhookPayload;
  /** Gives a token that reaches no further and lives no longer than this one. */
  exchangeToken: ExchangeTokenPayload;
  /** Begins a session with an email and a password. */
  login: LoginPayload;
  /** Ends the session of this token, or every session of its user. */
  logout: LogoutPayload;
  /** Spends a refresh token and gives the next pair. A retry gets the same successor. Send it without an expired access token. */
  refresh: RefreshPayload;
  /** Ends a secret at once. */
  revokeClientSecret: RevokeClientSecretPayload;
  /** Ends one of one's own sessions, or with `sessions:write` anyone's. One that has ended stays as it is. */
  revokeSession: RevokeSessionPayload;
  /** Ends every session of a user or a client, with every token issued so far. Tokens that the client gets within the next five seconds are refused too. */
  revokeSessions: RevokeSessionsPayload;
  /** Ends a key at once, with every token it signed. If it was the one that signs, the next one takes over. */
  revokeSigningKey: RevokeSigningKeyPayload;
  /** Revokes a token of the client. An unknown token, and one of another client, which stays as it is, get the same answer (RFC 7009). */
  revokeToken: RevokeTokenPayload;
  /** Gives a client a new secret; the others work on for a while. */
  rotateClientSecret: RotateClientSecretPayload;
  /** Replaces the key that signs. Tokens of the old one stay good; many who ask at once rotate once. */
  rotateSigningKey: RotateSigningKeyPayload;
  /** Gives a user a new password, and ends every session of theirs; of one's own too, this one included. */
  setUserPassword: SetUserPasswordPayload;
  /** Changes a client app; disabling it ends all it was issued. */
  updateClient: UpdateClientPayload;
  /** Changes a role, and so what all who hold it may do. */
  updateRole: UpdateRolePayload;
  /** Changes a registered scope. */
  updateScope: UpdateScopePayload;
  /** Changes a user; disabling ends every session and token. */
  updateUser: UpdateUserPayload;
  /** Changes a webhook; one that is enabled again goes on where it stood. */
  updateWebhook: UpdateWebhookPayload;
};


/** What can be done. */
export type MutationChangePasswordArgs = {
  input: ChangePasswordInput;
};


/** What can be done. */
export type MutationClientCredentialsArgs = {
  input: ClientCredentialsInput;
};


/** What can be done. */
export type MutationCreateClientArgs = {
  input: CreateClientInput;
};


/** What can be done. */
export type MutationCreateRoleArgs = {
  input: CreateRoleInput;
};


/** What can be done. */
export type MutationCreateScopeArgs = {
  input: CreateScopeInput;
};


/** What can be done. */
export type MutationCreateUserArgs = {
  input: CreateUserInput;
};


/** What can be done. */
export type MutationCreateWebhookArgs = {
  input: CreateWebhookInput;
};


/** What can be done. */
export type MutationDeleteClientArgs = {
  input: DeleteClientInput;
};


/** What can be done. */
export type MutationDeleteRoleArgs = {
  input: DeleteRoleInput;
};


/** What can be done. */
export type MutationDeleteScopeArgs = {
  input: DeleteScopeInput;
};


/** What can be done. */
export type MutationDeleteUserArgs = {
  input: DeleteUserInput;
};


/** What can be done. */
export type MutationDeleteWebhookArgs = {
  input: DeleteWebhookInput;
};


/** What can be done. */
export type MutationExchangeTokenArgs = {
  input: ExchangeTokenInput;
};


/** What can be done. */
export type MutationLoginArgs = {
  input: LoginInput;
};


/** What can be done. */
export type MutationLogoutArgs = {
  input: LogoutInput;
};


/** What can be done. */
export type MutationRefreshArgs = {
  input: RefreshInput;
};


/** What can be done. */
export type MutationRevokeClientSecretArgs = {
  input: RevokeClientSecretInput;
};


/** What can be done. */
export type MutationRevokeSessionArgs = {
  input: RevokeSessionInput;
};


/** What can be done. */
export type MutationRevokeSessionsArgs = {
  input: RevokeSessionsInput;
};


/** What can be done. */
export type MutationRevokeSigningKeyArgs = {
  input: RevokeSigningKeyInput;
};


/** What can be done. */
export type MutationRevokeTokenArgs = {
  input: RevokeTokenInput;
};


/** What can be done. */
export type MutationRotateClientSecretArgs = {
  input: RotateClientSecretInput;
};


/** What can be done. */
export type MutationRotateSigningKeyArgs = {
  input: RotateSigningKeyInput;
};


/** What can be done. */
export type MutationSetUserPasswordArgs = {
  input: SetUserPasswordInput;
};


/** What can be done. */
export type MutationUpdateClientArgs = {
  input: UpdateClientInput;
};


/** What can be done. */
export type MutationUpdateRoleArgs = {
  input: UpdateRoleInput;
};


/** What can be done. */
export type MutationUpdateScopeArgs = {
  input: UpdateScopeInput;
};


/** What can be done. */
export type MutationUpdateUserArgs = {
  input: UpdateUserInput;
};


/** What can be done. */
export type MutationUpdateWebhookArgs = {
  input: UpdateWebhookInput;
};

/** Where a page stands in its list. */
export type PageInfo = {
  __typename?: 'PageInfo';
  /** What to send as `after` for the next page; null for an empty page. Opaque. */
  endCursor: Maybe<Scalars['String']['output']>;
  /** Whether there are more after it. */
  hasNextPage: Scalars['Boolean']['output'];
};

/** What can be asked. */
export type Query = {
  __typename?: 'Query';
  /** How many logins, tokens and refusals there were, for charts. Security events are counted within two seconds. */
  activity: Activity;
  /** Events of the audit log, newest first. */
  auditEvents: AuditEventConnection;
  /** The newest signed head; null before anything is sealed, and when what is stored was signed by nobody we know. */
  auditLogHead: Maybe<AuditLogHead>;
  /** The client of that id, if there is one. */
  client: Maybe<Client>;
  /** Client apps, oldest first. */
  clients: ClientConnection;
  /** Looks into a token of this service. */
  introspectToken: TokenInfo;
  /** Roles, oldest first. */
  roles: RoleConnection;
  /** Registered scopes, by their names. */
  scopes: ScopeDefinitionConnection;
  /** Sessions, newest first. */
  sessions: SessionConnection;
  /** Every signing key there ever was, oldest first. */
  signingKeys: Array<SigningKey>;
  /** The user of that id, if there is one. */
  user: Maybe<User>;
  /** Users, oldest first. */
  users: UserConnection;
  /** Reads the whole log and checks that it is as it was sealed. */
  verifyAuditLog: AuditLogVerification;
  /** The bearer of the token; null for a request without one. */
  viewer: Maybe<Viewer>;
  /** The webhook of that id, if there is one. */
  webhook: Maybe<Webhook>;
  /** Webhooks, oldest first. */
  webhooks: WebhookConnection;
};


/** What can be asked. */
export type QueryActivityArgs = {
  input: ActivityInput;
};


/** What can be asked. */
export type QueryAuditEventsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<AuditEventFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be asked. */
export type QueryClientArgs = {
  id: Scalars['ID']['input'];
};


/** What can be asked. */
export type QueryClientsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ClientFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be asked. */
export type QueryIntrospectTokenArgs = {
  input: IntrospectTokenInput;
};


/** What can be asked. */
export type QueryRolesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be asked. */
export type QueryScopesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be asked. */
export type QuerySessionsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<SessionFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be asked. */
export type QueryUserArgs = {
  id: Scalars['ID']['input'];
};


/** What can be asked. */
export type QueryUsersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<UserFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be asked. */
export type QueryWebhookArgs = {
  id: Scalars['ID']['input'];
};


/** What can be asked. */
export type QueryWebhooksArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A session goes on. */
export type RefreshInput = {
  /** The app the token was given to. */
  clientId: Scalars['ID']['input'];
  /** For confidential clients only. */
  clientSecret?: InputMaybe<Scalars['String']['input']>;
  /** Spent by this; its successor is in the answer. */
  refreshToken: Scalars['String']['input'];
  /** Narrows the access token; the refresh token keeps its own. */
  scopes?: InputMaybe<Array<Scalars['Scope']['input']>>;
};

/** The next tokens of a session. */
export type RefreshPayload = {
  __typename?: 'RefreshPayload';
  /** An access token and the next refresh token. */
  tokens: TokenSet;
};

/** Which secret to end. */
export type RevokeClientSecretInput = {
  /** As in `cli_…`. */
  clientId: Scalars['ID']['input'];
  /** As in `sec_…`. */
  secretId: Scalars['ID']['input'];
};

/** The client whose secret ended. */
export type RevokeClientSecretPayload = {
  __typename?: 'RevokeClientSecretPayload';
  /** As it is now. */
  client: Client;
};

/** Which session to end. */
export type RevokeSessionInput = {
  /** As in `ses_…`. */
  id: Scalars['ID']['input'];
};

/** The session that ended. */
export type RevokeSessionPayload = {
  __typename?: 'RevokeSessionPayload';
  /** As it is now. */
  session: Session;
};

/** Whose sessions to end: exactly one of the two. */
export type RevokeSessionsInput = {
  /** All that were begun through this client. */
  clientId?: InputMaybe<Scalars['ID']['input']>;
  /** All of this user. */
  userId?: InputMaybe<Scalars['ID']['input']>;
};

/** What was ended. */
export type RevokeSessionsPayload = {
  __typename?: 'RevokeSessionsPayload';
  /** How many sessions ended that could still have been refreshed. */
  revokedSessionCount: Scalars['Int']['output'];
};

/** Which key is dead. */
export type RevokeSigningKeyInput = {
  /** As in `k4.pid.…`. */
  id: Scalars['ID']['input'];
};

/** The keys after a revocation. */
export type RevokeSigningKeyPayload = {
  __typename?: 'RevokeSigningKeyPayload';
  /** The one that signs. */
  activeKey: SigningKey;
  /** The dead one. */
  revokedKey: SigningKey;
};

/** An app gives a token back (RFC 7009). */
export type RevokeTokenInput = {
  /** The app the token was given to. */
  clientId: Scalars['ID']['input'];
  /** For confidential clients only. */
  clientSecret?: InputMaybe<Scalars['String']['input']>;
  /** An access token, or a refresh token, which ends its session. */
  token: Scalars['String']['input'];
};

/** Tells nothing about the token. */
export type RevokeTokenPayload = {
  __typename?: 'RevokeTokenPayload';
  /** Always true, so that it tells nothing about the token. */
  isRevoked: Scalars['Boolean']['output'];
};

/** A named set of scopes that users can hold. */
export type Role = {
  __typename?: 'Role';
  /** When the role was made. */
  createdAt: Scalars['DateTime']['output'];
  /** What the role is for. */
  description: Maybe<Scalars['String']['output']>;
  /** Identifies the role; never reused. */
  id: Scalars['ID']['output'];
  /** Unique among roles. */
  name: Scalars['String']['output'];
  /** What the role grants, before implied scopes. */
  scopes: Array<Scalars['Scope']['output']>;
  /** Raised by every change of an administrator. */
  version: Scalars['Int']['output'];
};

/** A page of a list. */
export type RoleConnection = {
  __typename?: 'RoleConnection';
  /** The page, in the order of the list. */
  nodes: Array<Role>;
  /** Where it stands. */
  pageInfo: PageInfo;
  /** How many the whole list has. Counted only when asked for. */
  totalCount: Scalars['Int']['output'];
};

/** What to change; what is left out stays as it is. */
export type RolePatch = {
  /** At most 1,000 characters; null takes it away. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 100 characters, unique among roles. */
  name?: InputMaybe<Scalars['String']['input']>;
  /** All that it is to grant. What is added is granted to everyone who holds the role, from their next login: within what the token of this request reaches. What is taken away counts from the next refresh. */
  scopes?: InputMaybe<Array<Scalars['Scope']['input']>>;
};

/** Which client gets a new secret. */
export type RotateClientSecretInput = {
  /** As in `cli_…`. */
  clientId: Scalars['ID']['input'];
  /** How much longer the other secrets work: 0 to 90 days. Null is the default, a day. */
  overlapSeconds?: InputMaybe<Scalars['Int']['input']>;
};

/** The client and its new secret. */
export type RotateClientSecretPayload = {
  __typename?: 'RotateClientSecretPayload';
  /** As it is now. */
  client: Client;
  /** Shown here and never again. */
  secret: Scalars['String']['output'];
};

/** How soon the next key takes over. */
export type RotateSigningKeyInput = {
  /** True: now, even where the next key is not known yet. False: as soon as it has been published for long enough. */
  immediately?: Scalars['Boolean']['input'];
};

/** The keys after a rotation. */
export type RotateSigningKeyPayload = {
  __typename?: 'RotateSigningKeyPayload';
  /** The one that signs: still the old one when the rotation was scheduled. */
  activeKey: SigningKey;
  /** The next one; when scheduled, it takes over at `activatesAt`. */
  pendingKey: Maybe<SigningKey>;
};

/** A registered scope: one that can be granted and asked for. */
export type ScopeDefinition = {
  __typename?: 'ScopeDefinition';
  /** When it was registered. */
  createdAt: Scalars['DateTime']['output'];
  /** What it allows, for people. */
  description: Scalars['String']['output'];
  /** What whoever holds it holds as well, with all that those imply. */
  implies: Array<Scalars['Scope']['output']>;
  /** Whether it is among the default scopes of a client that is made without any, if it lies within its allowed scopes. */
  isDefault: Scalars['Boolean']['output'];
  /** Identifies the scope, and never changes. */
  name: Scalars['Scope']['output'];
  /** Raised by every change of an administrator. */
  version: Scalars['Int']['output'];
};

/** A page of a list. */
export type ScopeDefinitionConnection = {
  __typename?: 'ScopeDefinitionConnection';
  /** The page, in the order of the list. */
  nodes: Array<ScopeDefinition>;
  /** Where it stands. */
  pageInfo: PageInfo;
  /** How many the whole list has. Counted only when asked for. */
  totalCount: Scalars['Int']['output'];
};

/** What to change; what is left out stays as it is. */
export type ScopePatch = {
  /** 1 to 1,000 characters. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** All that it is to imply. What is added is granted to everyone who holds the scope, from their next login: within what the token of this request reaches. What is taken away counts from the next refresh. */
  implies?: InputMaybe<Array<Scalars['Scope']['input']>>;
  /** For clients that are made from now on. */
  isDefault?: InputMaybe<Scalars['Boolean']['input']>;
};

/** One login on one device: a family of refresh tokens. */
export type Session = {
  __typename?: 'Session';
  /** When it ends however often it is refreshed. */
  absoluteExpiresAt: Scalars['DateTime']['output'];
  /** The app that was logged in to. Of someone else's session it needs `clients:read`. */
  client: Client;
  /** The login. */
  createdAt: Scalars['DateTime']['output'];
  /** What the app called the device. */
  deviceName: Maybe<Scalars['String']['output']>;
  /** When it ends if it is not refreshed. */
  expiresAt: Scalars['DateTime']['output'];
  /** Identifies the session; `sid` in its access tokens. */
  id: Scalars['ID']['output'];
  /** Where the login came from. */
  ipAddress: Maybe<Scalars['String']['output']>;
  /** The login or the last refresh. */
  lastUsedAt: Scalars['DateTime']['output'];
  /** When it was ended before its time. */
  revokedAt: Maybe<Scalars['DateTime']['output']>;
  /** Why it was ended before its time. */
  revokedReason: Maybe<Scalars['String']['output']>;
  /** What its refresh token reaches. */
  scopes: Array<Scalars['Scope']['output']>;
  /** Whether it can still be refreshed. */
  status: SessionStatus;
  /** Who logged in. Of someone else's session it needs `users:read`. */
  user: User;
  /** What the login came with as User-Agent. */
  userAgent: Maybe<Scalars['String']['output']>;
};

/** A page of a list. */
export type SessionConnection = {
  __typename?: 'SessionConnection';
  /** The page, in the order of the list. */
  nodes: Array<Session>;
  /** Where it stands. */
  pageInfo: PageInfo;
  /** How many the whole list has. Counted only when asked for. */
  totalCount: Scalars['Int']['output'];
};

/** Which sessions to list: those that fit all of it. */
export type SessionFilter = {
  /** Begun through this client. */
  clientId?: InputMaybe<Scalars['ID']['input']>;
  /** That stand so now. */
  status?: InputMaybe<SessionStatus>;
  /** Of this user. */
  userId?: InputMaybe<Scalars['ID']['input']>;
};

/** Whether a session can still be refreshed. */
export type SessionStatus =
  /** It can. */
  | 'ACTIVE'
  /** It was idle too long, or reached its absolute end. */
  | 'EXPIRED'
  /** It was ended before its time. */
  | 'REVOKED';

/** Whose password to set. */
export type SetUserPasswordInput = {
  /** As in `usr_…`; not of a user who may do more than the token of this request. */
  id: Scalars['ID']['input'];
  /** 12 to 1,024 characters; no rules of composition, but not one of the well-known. */
  password: Scalars['String']['input'];
};

/** The user whose password was set. */
export type SetUserPasswordPayload = {
  __typename?: 'SetUserPasswordPayload';
  /** How many sessions ended that could still have been refreshed. */
  revokedSessionCount: Scalars['Int']['output'];
  /** As they are now. */
  user: User;
};

/** A key that signs access tokens. */
export type SigningKey = {
  __typename?: 'SigningKey';
  /** From when it may sign; since when it does, once it is active. */
  activatesAt: Scalars['DateTime']['output'];
  /** When it was made, and published. */
  createdAt: Scalars['DateTime']['output'];
  /** When the last token it signed has expired. */
  expiresAt: Maybe<Scalars['DateTime']['output']>;
  /** The PASERK id, `k4.pid.…`; in the footer of each token it signs. */
  id: Scalars['ID']['output'];
  /** The public half, `k4.public.…`. */
  publicKey: Scalars['String']['output'];
  /** When it stopped signing; of the active key, when it is to stop, if a rotation was scheduled. */
  retiresAt: Maybe<Scalars['DateTime']['output']>;
  /** Where it is in its life. */
  status: SigningKeyStatus;
};

/** Where a signing key is in its life. */
export type SigningKeyStatus =
  /** It signs. There is always exactly one. */
  | 'ACTIVE'
  /** It is published and waits for its turn. */
  | 'PENDING'
  /** It signs no more, and verifies what it signed until the last of it has expired. */
  | 'RETIRED'
  /** It is dead, and so is every token it signed. */
  | 'REVOKED';

/** What a token says (RFC 7662 section 2.2). Of one that is not active, only that. */
export type TokenInfo = {
  __typename?: 'TokenInfo';
  /** Who it is meant for. */
  audience: Maybe<Scalars['String']['output']>;
  /** The app it was issued to. */
  clientId: Maybe<Scalars['ID']['output']>;
  /** When it expires. */
  expiresAt: Maybe<Scalars['DateTime']['output']>;
  /** Whether it can be used now. */
  isActive: Scalars['Boolean']['output'];
  /** When it was issued. */
  issuedAt: Maybe<Scalars['DateTime']['output']>;
  /** The key that signed it; access tokens only. */
  keyId: Maybe<Scalars['String']['output']>;
  /** What it reaches. */
  scopes: Maybe<Array<Scalars['Scope']['output']>>;
  /** The login it belongs to. */
  sessionId: Maybe<Scalars['ID']['output']>;
  /** The user or client it acts for. */
  subject: Maybe<Scalars['ID']['output']>;
  /** Its own id; access tokens only. */
  tokenId: Maybe<Scalars['ID']['output']>;
};

/** What a grant gives (RFC 6749 section 5.1). */
export type TokenSet = {
  __typename?: 'TokenSet';
  /** PASETO v4.public. Send it as Authorization: Bearer …. */
  accessToken: Scalars['String']['output'];
  /** When the access token expires. */
  expiresAt: Scalars['DateTime']['output'];
  /** How long the access token lives. */
  expiresInSeconds: Scalars['Int']['output'];
  /** When the refresh token expires if it is not used. */
  refreshExpiresAt: Maybe<Scalars['DateTime']['output']>;
  /** Opaque. Keep it secret; it is spent by its first use. */
  refreshToken: Maybe<Scalars['String']['output']>;
  /** What the access token reaches. */
  scopes: Array<Scalars['Scope']['output']>;
  /** Always "Bearer". */
  tokenType: Scalars['String']['output'];
};

/** Which client to change, and how. */
export type UpdateClientInput = {
  /** As in `cli_…`. */
  id: Scalars['ID']['input'];
  /** The version that was read: with it, a change in between is CONFLICT. */
  ifVersion?: InputMaybe<Scalars['Int']['input']>;
  /** What to change. */
  patch: ClientPatch;
};

/** The client that was changed. */
export type UpdateClientPayload = {
  __typename?: 'UpdateClientPayload';
  /** As it is now. */
  client: Client;
};

/** Which role to change, and how. */
export type UpdateRoleInput = {
  /** As in `rol_…`. */
  id: Scalars['ID']['input'];
  /** The version that was read: with it, a change in between is CONFLICT. */
  ifVersion?: InputMaybe<Scalars['Int']['input']>;
  /** What to change. */
  patch: RolePatch;
};

/** The role that was changed. */
export type UpdateRolePayload = {
  __typename?: 'UpdateRolePayload';
  /** As it is now. */
  role: Role;
};

/** Which scope to change, and how. */
export type UpdateScopeInput = {
  /** The version that was read: with it, a change in between is CONFLICT. */
  ifVersion?: InputMaybe<Scalars['Int']['input']>;
  /** Its name. Of a scope of this service itself, only the description changes. */
  name: Scalars['Scope']['input'];
  /** What to change. */
  patch: ScopePatch;
};

/** The scope that was changed. */
export type UpdateScopePayload = {
  __typename?: 'UpdateScopePayload';
  /** As it is now. */
  scope: ScopeDefinition;
};

/** Which user to change, and how. */
export type UpdateUserInput = {
  /** As in `usr_…`. */
  id: Scalars['ID']['input'];
  /** The version that was read: with it, a change in between is CONFLICT. */
  ifVersion?: InputMaybe<Scalars['Int']['input']>;
  /** What to change. */
  patch: UserPatch;
};

/** The user that was changed. */
export type UpdateUserPayload = {
  __typename?: 'UpdateUserPayload';
  /** As they are now. */
  user: User;
};

/** Which webhook to change, and how. */
export type UpdateWebhookInput = {
  /** As in `whk_…`. */
  id: Scalars['ID']['input'];
  /** The version that was read: with it, a change in between is CONFLICT. */
  ifVersion?: InputMaybe<Scalars['Int']['input']>;
  /** What to change. */
  patch: WebhookPatch;
};

/** The webhook that was changed. */
export type UpdateWebhookPayload = {
  __typename?: 'UpdateWebhookPayload';
  /** As it is now. */
  webhook: Webhook;
};

/** A person who can log in. */
export type User = {
  __typename?: 'User';
  /** When the user was made. */
  createdAt: Scalars['DateTime']['output'];
  /** What to call the user. */
  displayName: Maybe<Scalars['String']['output']>;
  /** Everything the user may do: direct, through roles, and implied by either. */
  effectiveScopes: Array<Scalars['Scope']['output']>;
  /** What the user logs in with, in lower case. */
  email: Scalars['String']['output'];
  /** Identifies the user; never reused. The subject of their tokens. */
  id: Scalars['ID']['output'];
  /** A disabled user cannot log in, and has no live tokens. */
  isEnabled: Scalars['Boolean']['output'];
  /** The last successful login. */
  lastLoginAt: Maybe<Scalars['DateTime']['output']>;
  /** The roles the user holds. */
  roles: Array<Role>;
  /** Granted directly, beside those of the roles. */
  scopes: Array<Scalars['Scope']['output']>;
  /** The user's sessions, newest first. Someone else's need `sessions:read`. */
  sessions: SessionConnection;
  /** Raised by every change of an administrator. */
  version: Scalars['Int']['output'];
};


/** A person who can log in. */
export type UserSessionsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A page of a list. */
export type UserConnection = {
  __typename?: 'UserConnection';
  /** The page, in the order of the list. */
  nodes: Array<User>;
  /** Where it stands. */
  pageInfo: PageInfo;
  /** How many the whole list has. Counted only when asked for. */
  totalCount: Scalars['Int']['output'];
};

/** Which users to list: those that fit all of it. */
export type UserFilter = {
  /** Enabled, or disabled. */
  isEnabled?: InputMaybe<Scalars['Boolean']['input']>;
  /** Holders of this role. */
  roleId?: InputMaybe<Scalars['ID']['input']>;
  /** Part of the email or of the name, in any case; or the whole id. */
  search?: InputMaybe<Scalars['String']['input']>;
};

/** What to change; what is left out stays as it is. */
export type UserPatch = {
  /** At most 200 characters; null takes it away. */
  displayName?: InputMaybe<Scalars['String']['input']>;
  /** Not of a user who may do more than the token of this request. */
  email?: InputMaybe<Scalars['String']['input']>;
  /** False: every session and token is dead at once, and stays so. */
  isEnabled?: InputMaybe<Scalars['Boolean']['input']>;
  /** All roles to hold. One that is taken away counts from the next refresh. */
  roleIds?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** All scopes to hold directly. One that is taken away counts from the next refresh. */
  scopes?: InputMaybe<Array<Scalars['Scope']['input']>>;
};

/** The bearer of the token. */
export type Viewer = {
  __typename?: 'Viewer';
  /** The app that the token was issued to. */
  client: Maybe<Client>;
  /** When the token expires. */
  expiresAt: Scalars['DateTime']['output'];
  /** What the token reaches. */
  scopes: Array<Scalars['Scope']['output']>;
  /** Null when a client acts for itself. */
  session: Maybe<Session>;
  /** Null when a client acts for itself. */
  user: Maybe<User>;
};

/** An address outside that is told of events of the audit log, and how that goes. */
export type Webhook = {
  __typename?: 'Webhook';
  /** When the webhook was made. */
  createdAt: Scalars['DateTime']['output'];
  /** What the webhook is for. */
  description: Maybe<Scalars['String']['output']>;
  /** The types of events that it is told of, as in `login.failed`; none listed: all. */
  eventTypes: Array<Scalars['String']['output']>;
  /** The first attempt that failed since one succeeded. */
  failingSince: Maybe<Scalars['DateTime']['output']>;
  /** As in `whk_…`; never reused. */
  id: Scalars['ID']['output'];
  /** A disabled webhook stands where it is. The service disables one that has failed for three days. */
  isEnabled: Scalars['Boolean']['output'];
  /** When the target last took a delivery; null for never. */
  lastDeliveredAt: Maybe<Scalars['DateTime']['output']>;
  /** Every event up to this sequence was delivered, or is of another type. */
  lastDeliveredSequence: Scalars['Int']['output'];
  /** Why the last attempt failed, as in `TIMEOUT`, `ECONNREFUSED` or `BAD_STATUS`; null when it did not. */
  lastError: Maybe<Scalars['String']['output']>;
  /** The HTTP status of the last answer; null when the last attempt had none. */
  lastStatus: Maybe<Scalars['Int']['output']>;
  /** When it is tried again after a failure. */
  nextAttemptAt: Maybe<Scalars['DateTime']['output']>;
  /** When the webhook was last changed. */
  updatedAt: Scalars['DateTime']['output'];
  /** Where deliveries are posted to. */
  url: Scalars['String']['output'];
  /** Raised by every change, and not by deliveries. */
  version: Scalars['Int']['output'];
};

/** A page of a list. */
export type WebhookConnection = {
  __typename?: 'WebhookConnection';
  /** The page, in the order of the list. */
  nodes: Array<Webhook>;
  /** Where it stands. */
  pageInfo: PageInfo;
  /** How many the whole list has. Counted only when asked for. */
  totalCount: Scalars['Int']['output'];
};

/** What to change; what is left out stays as it is. */
export type WebhookPatch = {
  /** At most 1,000 characters; null takes it away. */
  description?: InputMaybe<Scalars['String']['input']>;
  /** None: all. */
  eventTypes?: InputMaybe<Array<Scalars['String']['input']>>;
  /** True: goes on from where it stands. */
  isEnabled?: InputMaybe<Scalars['Boolean']['input']>;
  /** As when it is made. Another one is tried at once. */
  url?: InputMaybe<Scalars['String']['input']>;
};

export type ActivityQueryVariables = Exact<{
  input: ActivityInput;
}>;


export type ActivityQuery = { __typename?: 'Query', activity: { __typename?: 'Activity', points: Array<{ __typename?: 'ActivityPoint', at: string, logins: number, failedLogins: number, refreshes: number, reuses: number, tokensIssued: number, denials: number }> } };

export type AuditEventsQueryVariables = Exact<{
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<AuditEventFilter>;
}>;


export type AuditEventsQuery = { __typename?: 'Query', auditEvents: { __typename?: 'AuditEventConnection', totalCount: number, nodes: Array<{ __typename?: 'AuditEvent', id: string, sequence: number | null, at: string, type: string, actorId: string | null, clientId: string | null, targetId: string | null, ipAddress: string | null, data: string, hash: string | null }>, pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } };

export type VerifyAuditLogQueryVariables = Exact<{ [key: string]: never; }>;


export type VerifyAuditLogQuery = { __typename?: 'Query', verifyAuditLog: { __typename?: 'AuditLogVerification', isIntact: boolean, checkedCount: number, firstBrokenSequence: number | null } };

export type AuditLogHeadQueryVariables = Exact<{ [key: string]: never; }>;


export type AuditLogHeadQuery = { __typename?: 'Query', auditLogHead: { __typename?: 'AuditLogHead', sequence: number, hash: string, issuedAt: string, token: string } | null };

export type ClientsQueryVariables = Exact<{
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<ClientFilter>;
}>;


export type ClientsQuery = { __typename?: 'Query', clients: { __typename?: 'ClientConnection', nodes: Array<{ __typename?: 'Client', id: string, name: string }>, pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } };

export type ClientCountQueryVariables = Exact<{
  filter?: InputMaybe<ClientFilter>;
}>;


export type ClientCountQuery = { __typename?: 'Query', clients: { __typename?: 'ClientConnection', totalCount: number } };

export type ClientFactsFragment = { __typename?: 'Client', id: string, name: string, description: string | null, type: ClientType, isFirstParty: boolean, grantTypes: Array<GrantType>, allowedScopes: Array<string>, defaultScopes: Array<string>, allowedAudiences: Array<string>, accessTokenLifetimeSeconds: number, refreshTokenIdleSeconds: number, refreshTokenAbsoluteSeconds: number, isEnabled: boolean, version: number };

export type CreateClientMutationVariables = Exact<{
  input: CreateClientInput;
}>;


export type CreateClientMutation = { __typename?: 'Mutation', createClient: { __typename?: 'CreateClientPayload', secret: string | null, client: { __typename?: 'Client', id: string, name: string, description: string | null, type: ClientType, isFirstParty: boolean, grantTypes: Array<GrantType>, allowedScopes: Array<string>, defaultScopes: Array<string>, allowedAudiences: Array<string>, accessTokenLifetimeSeconds: number, refreshTokenIdleSeconds: number, refreshTokenAbsoluteSeconds: number, isEnabled: boolean, version: number, secrets: Array<{ __typename?: 'ClientSecret', id: string, hint: string, expiresAt: string | null }> } } };

export type UpdateClientMutationVariables = Exact<{
  input: UpdateClientInput;
}>;


export type UpdateClientMutation = { __typename?: 'Mutation', updateClient: { __typename?: 'UpdateClientPayload', client: { __typename?: 'Client', id: string, name: string, description: string | null, type: ClientType, isFirstParty: boolean, grantTypes: Array<GrantType>, allowedScopes: Array<string>, defaultScopes: Array<string>, allowedAudiences: Array<string>, accessTokenLifetimeSeconds: number, refreshTokenIdleSeconds: number, refreshTokenAbsoluteSeconds: number, isEnabled: boolean, version: number } } };

export type DeleteClientMutationVariables = Exact<{
  input: DeleteClientInput;
}>;


export type DeleteClientMutation = { __typename?: 'Mutation', deleteClient: { __typename?: 'DeleteClientPayload', deletedId: string } };

export type RotateClientSecretMutationVariables = Exact<{
  input: RotateClientSecretInput;
}>;


export type RotateClientSecretMutation = { __typename?: 'Mutation', rotateClientSecret: { __typename?: 'RotateClientSecretPayload', secret: string, client: { __typename?: 'Client', secrets: Array<{ __typename?: 'ClientSecret', id: string, hint: string, expiresAt: string | null }> } } };

export type RevokeClientSecretMutationVariables = Exact<{
  input: RevokeClientSecretInput;
}>;


export type RevokeClientSecretMutation = { __typename?: 'Mutation', revokeClientSecret: { __typename?: 'RevokeClientSecretPayload', client: { __typename?: 'Client', secrets: Array<{ __typename?: 'ClientSecret', id: string }> } } };

export type TokensFragment = { __typename?: 'TokenSet', accessToken: string, tokenType: string, expiresInSeconds: number, expiresAt: string, refreshToken: string | null, refreshExpiresAt: string | null, scopes: Array<string> };

export type LoginMutationVariables = Exact<{
  input: LoginInput;
}>;


export type LoginMutation = { __typename?: 'Mutation', login: { __typename?: 'LoginPayload', deviceToken: string, tokens: { __typename?: 'TokenSet', accessToken: string, tokenType: string, expiresInSeconds: number, expiresAt: string, refreshToken: string | null, refreshExpiresAt: string | null, scopes: Array<string> }, session: { __typename?: 'Session', id: string, status: SessionStatus, scopes: Array<string>, deviceName: string | null, expiresAt: string, user: { __typename?: 'User', id: string, email: string }, client: { __typename?: 'Client', id: string } } } };

export type RefreshMutationVariables = Exact<{
  input: RefreshInput;
}>;


export type RefreshMutation = { __typename?: 'Mutation', refresh: { __typename?: 'RefreshPayload', tokens: { __typename?: 'TokenSet', accessToken: string, tokenType: string, expiresInSeconds: number, expiresAt: string, refreshToken: string | null, refreshExpiresAt: string | null, scopes: Array<string> } } };

export type ClientCredentialsMutationVariables = Exact<{
  input: ClientCredentialsInput;
}>;


export type ClientCredentialsMutation = { __typename?: 'Mutation', clientCredentials: { __typename?: 'ClientCredentialsPayload', tokens: { __typename?: 'TokenSet', accessToken: string, tokenType: string, expiresInSeconds: number, expiresAt: string, refreshToken: string | null, refreshExpiresAt: string | null, scopes: Array<string> } } };

export type ExchangeTokenMutationVariables = Exact<{
  input: ExchangeTokenInput;
}>;


export type ExchangeTokenMutation = { __typename?: 'Mutation', exchangeToken: { __typename?: 'ExchangeTokenPayload', tokens: { __typename?: 'TokenSet', accessToken: string, tokenType: string, expiresInSeconds: number, expiresAt: string, refreshToken: string | null, refreshExpiresAt: string | null, scopes: Array<string> } } };

export type KeyFactsFragment = { __typename?: 'SigningKey', id: string, status: SigningKeyStatus, createdAt: string, activatesAt: string, retiresAt: string | null, expiresAt: string | null };

export type SigningKeysQueryVariables = Exact<{ [key: string]: never; }>;


export type SigningKeysQuery = { __typename?: 'Query', signingKeys: Array<{ __typename?: 'SigningKey', publicKey: string, id: string, status: SigningKeyStatus, createdAt: string, activatesAt: string, retiresAt: string | null, expiresAt: string | null }> };

export type RotateSigningKeyMutationVariables = Exact<{
  input: RotateSigningKeyInput;
}>;


export type RotateSigningKeyMutation = { __typename?: 'Mutation', rotateSigningKey: { __typename?: 'RotateSigningKeyPayload', activeKey: { __typename?: 'SigningKey', id: string, status: SigningKeyStatus, createdAt: string, activatesAt: string, retiresAt: string | null, expiresAt: string | null }, pendingKey: { __typename?: 'SigningKey', id: string, status: SigningKeyStatus, createdAt: string, activatesAt: string, retiresAt: string | null, expiresAt: string | null } | null } };

export type RevokeSigningKeyMutationVariables = Exact<{
  input: RevokeSigningKeyInput;
}>;


export type RevokeSigningKeyMutation = { __typename?: 'Mutation', revokeSigningKey: { __typename?: 'RevokeSigningKeyPayload', revokedKey: { __typename?: 'SigningKey', id: string, status: SigningKeyStatus, createdAt: string, activatesAt: string, retiresAt: string | null, expiresAt: string | null }, activeKey: { __typename?: 'SigningKey', id: string, status: SigningKeyStatus, createdAt: string, activatesAt: string, retiresAt: string | null, expiresAt: string | null } } };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { __typename?: 'Query', viewer: { __typename?: 'Viewer', scopes: Array<string>, expiresAt: string, user: { __typename?: 'User', id: string, email: string, displayName: string | null, effectiveScopes: Array<string> } | null, client: { __typename?: 'Client', id: string, name: string } | null, session: { __typename?: 'Session', id: string, status: SessionStatus, deviceName: string | null } | null } | null };

export type ViewerBesideClientQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type ViewerBesideClientQuery = { __typename?: 'Query', viewer: { __typename?: 'Viewer', scopes: Array<string> } | null, client: { __typename?: 'Client', name: string, accessTokenLifetimeSeconds: number } | null };

export type UserQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type UserQuery = { __typename?: 'Query', user: { __typename?: 'User', email: string, scopes: Array<string>, roles: Array<{ __typename?: 'Role', name: string }> } | null };

export type IntrospectTokenQueryVariables = Exact<{
  input: IntrospectTokenInput;
}>;


export type IntrospectTokenQuery = { __typename?: 'Query', introspectToken: { __typename?: 'TokenInfo', isActive: boolean, subject: string | null, clientId: string | null, sessionId: string | null, tokenId: string | null, scopes: Array<string> | null, audience: string | null, issuedAt: string | null, expiresAt: string | null, keyId: string | null } };

export type RevokeTokenMutationVariables = Exact<{
  input: RevokeTokenInput;
}>;


export type RevokeTokenMutation = { __typename?: 'Mutation', revokeToken: { __typename?: 'RevokeTokenPayload', isRevoked: boolean } };

export type LogoutMutationVariables = Exact<{
  input: LogoutInput;
}>;


export type LogoutMutation = { __typename?: 'Mutation', logout: { __typename?: 'LogoutPayload', revokedSessionCount: number } };

export type ChangePasswordMutationVariables = Exact<{
  input: ChangePasswordInput;
}>;


export type ChangePasswordMutation = { __typename?: 'Mutation', changePassword: { __typename?: 'ChangePasswordPayload', revokedSessionCount: number } };

export type RevokeSessionMutationVariables = Exact<{
  input: RevokeSessionInput;
}>;


export type RevokeSessionMutation = { __typename?: 'Mutation', revokeSession: { __typename?: 'RevokeSessionPayload', session: { __typename?: 'Session', id: string, status: SessionStatus, revokedReason: string | null, absoluteExpiresAt: string } } };

export type RevokeSessionsMutationVariables = Exact<{
  input: RevokeSessionsInput;
}>;


export type RevokeSessionsMutation = { __typename?: 'Mutation', revokeSessions: { __typename?: 'RevokeSessionsPayload', revokedSessionCount: number } };

export type RoleFactsFragment = { __typename?: 'Role', id: string, name: string, description: string | null, scopes: Array<string>, version: number };

export type RolesQueryVariables = Exact<{
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type RolesQuery = { __typename?: 'Query', roles: { __typename?: 'RoleConnection', totalCount: number, nodes: Array<{ __typename?: 'Role', createdAt: string, id: string, name: string, description: string | null, scopes: Array<string>, version: number }>, pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } };

export type CreateRoleMutationVariables = Exact<{
  input: CreateRoleInput;
}>;


export type CreateRoleMutation = { __typename?: 'Mutation', createRole: { __typename?: 'CreateRolePayload', role: { __typename?: 'Role', id: string, name: string, description: string | null, scopes: Array<string>, version: number } } };

export type UpdateRoleMutationVariables = Exact<{
  input: UpdateRoleInput;
}>;


export type UpdateRoleMutation = { __typename?: 'Mutation', updateRole: { __typename?: 'UpdateRolePayload', role: { __typename?: 'Role', id: string, name: string, description: string | null, scopes: Array<string>, version: number } } };

export type DeleteRoleMutationVariables = Exact<{
  input: DeleteRoleInput;
}>;


export type DeleteRoleMutation = { __typename?: 'Mutation', deleteRole: { __typename?: 'DeleteRolePayload', deletedId: string } };

export type ScopeFactsFragment = { __typename?: 'ScopeDefinition', name: string, description: string, implies: Array<string>, isDefault: boolean, version: number };

export type ScopesQueryVariables = Exact<{
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type ScopesQuery = { __typename?: 'Query', scopes: { __typename?: 'ScopeDefinitionConnection', totalCount: number, nodes: Array<{ __typename?: 'ScopeDefinition', createdAt: string, name: string, description: string, implies: Array<string>, isDefault: boolean, version: number }>, pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } };

export type CreateScopeMutationVariables = Exact<{
  input: CreateScopeInput;
}>;


export type CreateScopeMutation = { __typename?: 'Mutation', createScope: { __typename?: 'CreateScopePayload', scope: { __typename?: 'ScopeDefinition', name: string, description: string, implies: Array<string>, isDefault: boolean, version: number } } };

export type UpdateScopeMutationVariables = Exact<{
  input: UpdateScopeInput;
}>;


export type UpdateScopeMutation = { __typename?: 'Mutation', updateScope: { __typename?: 'UpdateScopePayload', scope: { __typename?: 'ScopeDefinition', name: string, description: string, implies: Array<string>, isDefault: boolean, version: number } } };

export type DeleteScopeMutationVariables = Exact<{
  input: DeleteScopeInput;
}>;


export type DeleteScopeMutation = { __typename?: 'Mutation', deleteScope: { __typename?: 'DeleteScopePayload', deletedName: string } };

export type UserFactsFragment = { __typename?: 'User', id: string, email: string, displayName: string | null, scopes: Array<string>, effectiveScopes: Array<string>, isEnabled: boolean, version: number, roles: Array<{ __typename?: 'Role', id: string }> };

export type UsersQueryVariables = Exact<{
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<UserFilter>;
}>;


export type UsersQuery = { __typename?: 'Query', users: { __typename?: 'UserConnection', totalCount: number, nodes: Array<{ __typename?: 'User', id: string, email: string, displayName: string | null, scopes: Array<string>, effectiveScopes: Array<string>, isEnabled: boolean, version: number, roles: Array<{ __typename?: 'Role', id: string }> }>, pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } };

export type SessionsQueryVariables = Exact<{
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<SessionFilter>;
}>;


export type SessionsQuery = { __typename?: 'Query', sessions: { __typename?: 'SessionConnection', totalCount: number, nodes: Array<{ __typename?: 'Session', id: string, status: SessionStatus, user: { __typename?: 'User', id: string }, client: { __typename?: 'Client', id: string } }>, pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } };

export type SessionsOfUserQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type SessionsOfUserQuery = { __typename?: 'Query', user: { __typename?: 'User', sessions: { __typename?: 'SessionConnection', nodes: Array<{ __typename?: 'Session', id: string }> } } | null };

export type OwnSessionsQueryVariables = Exact<{ [key: string]: never; }>;


export type OwnSessionsQuery = { __typename?: 'Query', viewer: { __typename?: 'Viewer', user: { __typename?: 'User', sessions: { __typename?: 'SessionConnection', totalCount: number, nodes: Array<{ __typename?: 'Session', id: string, client: { __typename?: 'Client', id: string } }> } } | null } | null };

export type CreateUserMutationVariables = Exact<{
  input: CreateUserInput;
}>;


export type CreateUserMutation = { __typename?: 'Mutation', createUser: { __typename?: 'CreateUserPayload', user: { __typename?: 'User', id: string, email: string, displayName: string | null, scopes: Array<string>, effectiveScopes: Array<string>, isEnabled: boolean, version: number, roles: Array<{ __typename?: 'Role', id: string }> } } };

export type UpdateUserMutationVariables = Exact<{
  input: UpdateUserInput;
}>;


export type UpdateUserMutation = { __typename?: 'Mutation', updateUser: { __typename?: 'UpdateUserPayload', user: { __typename?: 'User', id: string, email: string, displayName: string | null, scopes: Array<string>, effectiveScopes: Array<string>, isEnabled: boolean, version: number, roles: Array<{ __typename?: 'Role', id: string }> } } };

export type SetUserPasswordMutationVariables = Exact<{
  input: SetUserPasswordInput;
}>;


export type SetUserPasswordMutation = { __typename?: 'Mutation', setUserPassword: { __typename?: 'SetUserPasswordPayload', revokedSessionCount: number, user: { __typename?: 'User', id: string, email: string, displayName: string | null, scopes: Array<string>, effectiveScopes: Array<string>, isEnabled: boolean, version: number, roles: Array<{ __typename?: 'Role', id: string }> } } };

export type DeleteUserMutationVariables = Exact<{
  input: DeleteUserInput;
}>;


export type DeleteUserMutation = { __typename?: 'Mutation', deleteUser: { __typename?: 'DeleteUserPayload', deletedId: string } };

export type WebhookFactsFragment = { __typename?: 'Webhook', id: string, url: string, description: string | null, eventTypes: Array<string>, isEnabled: boolean, createdAt: string, updatedAt: string, version: number, lastDeliveredSequence: number, lastDeliveredAt: string | null, lastStatus: number | null, lastError: string | null, failingSince: string | null, nextAttemptAt: string | null };

export type WebhooksQueryVariables = Exact<{
  first?: InputMaybe<Scalars['Int']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
}>;


export type WebhooksQuery = { __typename?: 'Query', webhooks: { __typename?: 'WebhookConnection', totalCount: number, nodes: Array<{ __typename?: 'Webhook', id: string, url: string }>, pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } };

export type WebhookQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type WebhookQuery = { __typename?: 'Query', webhook: { __typename?: 'Webhook', id: string, url: string, description: string | null, eventTypes: Array<string>, isEnabled: boolean, createdAt: string, updatedAt: string, version: number, lastDeliveredSequence: number, lastDeliveredAt: string | null, lastStatus: number | null, lastError: string | null, failingSince: string | null, nextAttemptAt: string | null } | null };

export type CreateWebhookMutationVariables = Exact<{
  input: CreateWebhookInput;
}>;


export type CreateWebhookMutation = { __typename?: 'Mutation', createWebhook: { __typename?: 'CreateWebhookPayload', webhook: { __typename?: 'Webhook', id: string, url: string, description: string | null, eventTypes: Array<string>, isEnabled: boolean, createdAt: string, updatedAt: string, version: number, lastDeliveredSequence: number, lastDeliveredAt: string | null, lastStatus: number | null, lastError: string | null, failingSince: string | null, nextAttemptAt: string | null } } };

export type UpdateWebhookMutationVariables = Exact<{
  input: UpdateWebhookInput;
}>;


export type UpdateWebhookMutation = { __typename?: 'Mutation', updateWebhook: { __typename?: 'UpdateWebhookPayload', webhook: { __typename?: 'Webhook', id: string, url: string, description: string | null, eventTypes: Array<string>, isEnabled: boolean, createdAt: string, updatedAt: string, version: number, lastDeliveredSequence: number, lastDeliveredAt: string | null, lastStatus: number | null, lastError: string | null, failingSince: string | null, nextAttemptAt: string | null } } };

export type DeleteWebhookMutationVariables = Exact<{
  input: DeleteWebhookInput;
}>;


export type DeleteWebhookMutation = { __typename?: 'Mutation', deleteWebhook: { __typename?: 'DeleteWebhookPayload', deletedId: string } };

export type WholeSessionFragment = { __typename?: 'Session', id: string, status: SessionStatus, scopes: Array<string>, deviceName: string | null, ipAddress: string | null, userAgent: string | null, createdAt: string, lastUsedAt: string, expiresAt: string, absoluteExpiresAt: string, revokedAt: string | null, revokedReason: string | null, user: { __typename?: 'User', id: string }, client: { __typename?: 'Client', id: string } };

export type WholeUserFragment = { __typename?: 'User', id: string, email: string, displayName: string | null, scopes: Array<string>, effectiveScopes: Array<string>, isEnabled: boolean, lastLoginAt: string | null, createdAt: string, version: number, roles: Array<{ __typename?: 'Role', createdAt: string, id: string, name: string, description: string | null, scopes: Array<string>, version: number }>, sessions: { __typename?: 'SessionConnection', totalCount: number, nodes: Array<{ __typename?: 'Session', id: string, status: SessionStatus, scopes: Array<string>, deviceName: string | null, ipAddress: string | null, userAgent: string | null, createdAt: string, lastUsedAt: string, expiresAt: string, absoluteExpiresAt: string, revokedAt: string | null, revokedReason: string | null, user: { __typename?: 'User', id: string }, client: { __typename?: 'Client', id: string } }>, pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } };

export type WholeClientFragment = { __typename?: 'Client', createdAt: string, updatedAt: string, id: string, name: string, description: string | null, type: ClientType, isFirstParty: boolean, grantTypes: Array<GrantType>, allowedScopes: Array<string>, defaultScopes: Array<string>, allowedAudiences: Array<string>, accessTokenLifetimeSeconds: number, refreshTokenIdleSeconds: number, refreshTokenAbsoluteSeconds: number, isEnabled: boolean, version: number, secrets: Array<{ __typename?: 'ClientSecret', id: string, hint: string, createdAt: string, expiresAt: string | null, lastUsedAt: string | null }> };

export type WholeViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type WholeViewerQuery = { __typename?: 'Query', viewer: { __typename?: 'Viewer', scopes: Array<string>, expiresAt: string, user: { __typename?: 'User', id: string, email: string, displayName: string | null, scopes: Array<string>, effectiveScopes: Array<string>, isEnabled: boolean, lastLoginAt: string | null, createdAt: string, version: number, roles: Array<{ __typename?: 'Role', createdAt: string, id: string, name: string, description: string | null, scopes: Array<string>, version: number }>, sessions: { __typename?: 'SessionConnection', totalCount: number, nodes: Array<{ __typename?: 'Session', id: string, status: SessionStatus, scopes: Array<string>, deviceName: string | null, ipAddress: string | null, userAgent: string | null, createdAt: string, lastUsedAt: string, expiresAt: string, absoluteExpiresAt: string, revokedAt: string | null, revokedReason: string | null, user: { __typename?: 'User', id: string }, client: { __typename?: 'Client', id: string } }>, pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } } | null, client: { __typename?: 'Client', createdAt: string, updatedAt: string, id: string, name: string, description: string | null, type: ClientType, isFirstParty: boolean, grantTypes: Array<GrantType>, allowedScopes: Array<string>, defaultScopes: Array<string>, allowedAudiences: Array<string>, accessTokenLifetimeSeconds: number, refreshTokenIdleSeconds: number, refreshTokenAbsoluteSeconds: number, isEnabled: boolean, version: number, secrets: Array<{ __typename?: 'ClientSecret', id: string, hint: string, createdAt: string, expiresAt: string | null, lastUsedAt: string | null }> } | null, session: { __typename?: 'Session', id: string, status: SessionStatus, scopes: Array<string>, deviceName: string | null, ipAddress: string | null, userAgent: string | null, createdAt: string, lastUsedAt: string, expiresAt: string, absoluteExpiresAt: string, revokedAt: string | null, revokedReason: string | null, user: { __typename?: 'User', id: string }, client: { __typename?: 'Client', id: string } } | null } | null };

export type WholeUserQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type WholeUserQuery = { __typename?: 'Query', user: { __typename?: 'User', id: string, email: string, displayName: string | null, scopes: Array<string>, effectiveScopes: Array<string>, isEnabled: boolean, lastLoginAt: string | null, createdAt: string, version: number, roles: Array<{ __typename?: 'Role', createdAt: string, id: string, name: string, description: string | null, scopes: Array<string>, version: number }>, sessions: { __typename?: 'SessionConnection', totalCount: number, nodes: Array<{ __typename?: 'Session', id: string, status: SessionStatus, scopes: Array<string>, deviceName: string | null, ipAddress: string | null, userAgent: string | null, createdAt: string, lastUsedAt: string, expiresAt: string, absoluteExpiresAt: string, revokedAt: string | null, revokedReason: string | null, user: { __typename?: 'User', id: string }, client: { __typename?: 'Client', id: string } }>, pageInfo: { __typename?: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } } | null };

export type WholeClientQueryVariables = Exact<{
  id: Scalars['ID']['input'];
}>;


export type WholeClientQuery = { __typename?: 'Query', client: { __typename?: 'Client', createdAt: string, updatedAt: string, id: string, name: string, description: string | null, type: ClientType, isFirstParty: boolean, grantTypes: Array<GrantType>, allowedScopes: Array<string>, defaultScopes: Array<string>, allowedAudiences: Array<string>, accessTokenLifetimeSeconds: number, refreshTokenIdleSeconds: number, refreshTokenAbsoluteSeconds: number, isEnabled: boolean, version: number, secrets: Array<{ __typename?: 'ClientSecret', id: string, hint: string, createdAt: string, expiresAt: string | null, lastUsedAt: string | null }> } | null };

export const TokensFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Tokens"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TokenSet"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessToken"}},{"kind":"Field","name":{"kind":"Name","value":"tokenType"}},{"kind":"Field","name":{"kind":"Name","value":"expiresInSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"refreshToken"}},{"kind":"Field","name":{"kind":"Name","value":"refreshExpiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}}]}}]} as unknown as DocumentNode<TokensFragment, unknown>;
export const KeyFactsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"KeyFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SigningKey"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"activatesAt"}},{"kind":"Field","name":{"kind":"Name","value":"retiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}}]} as unknown as DocumentNode<KeyFactsFragment, unknown>;
export const ScopeFactsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ScopeFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ScopeDefinition"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"implies"}},{"kind":"Field","name":{"kind":"Name","value":"isDefault"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}}]} as unknown as DocumentNode<ScopeFactsFragment, unknown>;
export const UserFactsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveScopes"}},{"kind":"Field","name":{"kind":"Name","value":"roles"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"isEnabled"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}}]} as unknown as DocumentNode<UserFactsFragment, unknown>;
export const WebhookFactsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"WebhookFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Webhook"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"eventTypes"}},{"kind":"Field","name":{"kind":"Name","value":"isEnabled"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"lastDeliveredSequence"}},{"kind":"Field","name":{"kind":"Name","value":"lastDeliveredAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastStatus"}},{"kind":"Field","name":{"kind":"Name","value":"lastError"}},{"kind":"Field","name":{"kind":"Name","value":"failingSince"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}}]}}]} as unknown as DocumentNode<WebhookFactsFragment, unknown>;
export const RoleFactsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RoleFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Role"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}}]} as unknown as DocumentNode<RoleFactsFragment, unknown>;
export const WholeSessionFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"WholeSession"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Session"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"client"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"deviceName"}},{"kind":"Field","name":{"kind":"Name","value":"ipAddress"}},{"kind":"Field","name":{"kind":"Name","value":"userAgent"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"absoluteExpiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedReason"}}]}}]} as unknown as DocumentNode<WholeSessionFragment, unknown>;
export const WholeUserFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"WholeUser"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"roles"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RoleFacts"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveScopes"}},{"kind":"Field","name":{"kind":"Name","value":"isEnabled"}},{"kind":"Field","name":{"kind":"Name","value":"lastLoginAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"sessions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"10"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"WholeSession"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RoleFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Role"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"WholeSession"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Session"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"client"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"deviceName"}},{"kind":"Field","name":{"kind":"Name","value":"ipAddress"}},{"kind":"Field","name":{"kind":"Name","value":"userAgent"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"absoluteExpiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedReason"}}]}}]} as unknown as DocumentNode<WholeUserFragment, unknown>;
export const ClientFactsFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ClientFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Client"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"isFirstParty"}},{"kind":"Field","name":{"kind":"Name","value":"grantTypes"}},{"kind":"Field","name":{"kind":"Name","value":"allowedScopes"}},{"kind":"Field","name":{"kind":"Name","value":"defaultScopes"}},{"kind":"Field","name":{"kind":"Name","value":"allowedAudiences"}},{"kind":"Field","name":{"kind":"Name","value":"accessTokenLifetimeSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"refreshTokenIdleSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"refreshTokenAbsoluteSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"isEnabled"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}}]} as unknown as DocumentNode<ClientFactsFragment, unknown>;
export const WholeClientFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"WholeClient"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Client"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ClientFacts"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"secrets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ClientFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Client"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"isFirstParty"}},{"kind":"Field","name":{"kind":"Name","value":"grantTypes"}},{"kind":"Field","name":{"kind":"Name","value":"allowedScopes"}},{"kind":"Field","name":{"kind":"Name","value":"defaultScopes"}},{"kind":"Field","name":{"kind":"Name","value":"allowedAudiences"}},{"kind":"Field","name":{"kind":"Name","value":"accessTokenLifetimeSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"refreshTokenIdleSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"refreshTokenAbsoluteSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"isEnabled"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}}]} as unknown as DocumentNode<WholeClientFragment, unknown>;
export const ActivityDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Activity"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ActivityInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"activity"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"points"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"logins"}},{"kind":"Field","name":{"kind":"Name","value":"failedLogins"}},{"kind":"Field","name":{"kind":"Name","value":"refreshes"}},{"kind":"Field","name":{"kind":"Name","value":"reuses"}},{"kind":"Field","name":{"kind":"Name","value":"tokensIssued"}},{"kind":"Field","name":{"kind":"Name","value":"denials"}}]}}]}}]}}]} as unknown as DocumentNode<ActivityQuery, ActivityQueryVariables>;
export const AuditEventsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"AuditEvents"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"AuditEventFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"auditEvents"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"sequence"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"actorId"}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}},{"kind":"Field","name":{"kind":"Name","value":"targetId"}},{"kind":"Field","name":{"kind":"Name","value":"ipAddress"}},{"kind":"Field","name":{"kind":"Name","value":"data"}},{"kind":"Field","name":{"kind":"Name","value":"hash"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}}]}}]}}]} as unknown as DocumentNode<AuditEventsQuery, AuditEventsQueryVariables>;
export const VerifyAuditLogDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"VerifyAuditLog"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"verifyAuditLog"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"isIntact"}},{"kind":"Field","name":{"kind":"Name","value":"checkedCount"}},{"kind":"Field","name":{"kind":"Name","value":"firstBrokenSequence"}}]}}]}}]} as unknown as DocumentNode<VerifyAuditLogQuery, VerifyAuditLogQueryVariables>;
export const AuditLogHeadDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"AuditLogHead"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"auditLogHead"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sequence"}},{"kind":"Field","name":{"kind":"Name","value":"hash"}},{"kind":"Field","name":{"kind":"Name","value":"issuedAt"}},{"kind":"Field","name":{"kind":"Name","value":"token"}}]}}]}}]} as unknown as DocumentNode<AuditLogHeadQuery, AuditLogHeadQueryVariables>;
export const ClientsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Clients"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ClientFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"clients"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<ClientsQuery, ClientsQueryVariables>;
export const ClientCountDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ClientCount"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ClientFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"clients"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"1"}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}}]}}]}}]} as unknown as DocumentNode<ClientCountQuery, ClientCountQueryVariables>;
export const CreateClientDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateClient"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateClientInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createClient"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"client"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ClientFacts"}},{"kind":"Field","name":{"kind":"Name","value":"secrets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"secret"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ClientFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Client"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"isFirstParty"}},{"kind":"Field","name":{"kind":"Name","value":"grantTypes"}},{"kind":"Field","name":{"kind":"Name","value":"allowedScopes"}},{"kind":"Field","name":{"kind":"Name","value":"defaultScopes"}},{"kind":"Field","name":{"kind":"Name","value":"allowedAudiences"}},{"kind":"Field","name":{"kind":"Name","value":"accessTokenLifetimeSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"refreshTokenIdleSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"refreshTokenAbsoluteSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"isEnabled"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}}]} as unknown as DocumentNode<CreateClientMutation, CreateClientMutationVariables>;
export const UpdateClientDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateClient"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateClientInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateClient"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"client"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ClientFacts"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ClientFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Client"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"isFirstParty"}},{"kind":"Field","name":{"kind":"Name","value":"grantTypes"}},{"kind":"Field","name":{"kind":"Name","value":"allowedScopes"}},{"kind":"Field","name":{"kind":"Name","value":"defaultScopes"}},{"kind":"Field","name":{"kind":"Name","value":"allowedAudiences"}},{"kind":"Field","name":{"kind":"Name","value":"accessTokenLifetimeSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"refreshTokenIdleSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"refreshTokenAbsoluteSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"isEnabled"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}}]} as unknown as DocumentNode<UpdateClientMutation, UpdateClientMutationVariables>;
export const DeleteClientDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteClient"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteClientInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteClient"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deletedId"}}]}}]}}]} as unknown as DocumentNode<DeleteClientMutation, DeleteClientMutationVariables>;
export const RotateClientSecretDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RotateClientSecret"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RotateClientSecretInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rotateClientSecret"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"client"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"secrets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"secret"}}]}}]}}]} as unknown as DocumentNode<RotateClientSecretMutation, RotateClientSecretMutationVariables>;
export const RevokeClientSecretDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokeClientSecret"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeClientSecretInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokeClientSecret"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"client"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"secrets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}}]} as unknown as DocumentNode<RevokeClientSecretMutation, RevokeClientSecretMutationVariables>;
export const LoginDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Login"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"LoginInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"login"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tokens"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Tokens"}}]}},{"kind":"Field","name":{"kind":"Name","value":"deviceToken"}},{"kind":"Field","name":{"kind":"Name","value":"session"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"deviceName"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}}]}},{"kind":"Field","name":{"kind":"Name","value":"client"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Tokens"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TokenSet"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessToken"}},{"kind":"Field","name":{"kind":"Name","value":"tokenType"}},{"kind":"Field","name":{"kind":"Name","value":"expiresInSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"refreshToken"}},{"kind":"Field","name":{"kind":"Name","value":"refreshExpiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}}]}}]} as unknown as DocumentNode<LoginMutation, LoginMutationVariables>;
export const RefreshDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Refresh"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RefreshInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"refresh"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tokens"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Tokens"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Tokens"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TokenSet"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessToken"}},{"kind":"Field","name":{"kind":"Name","value":"tokenType"}},{"kind":"Field","name":{"kind":"Name","value":"expiresInSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"refreshToken"}},{"kind":"Field","name":{"kind":"Name","value":"refreshExpiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}}]}}]} as unknown as DocumentNode<RefreshMutation, RefreshMutationVariables>;
export const ClientCredentialsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ClientCredentials"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ClientCredentialsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"clientCredentials"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tokens"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Tokens"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Tokens"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TokenSet"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessToken"}},{"kind":"Field","name":{"kind":"Name","value":"tokenType"}},{"kind":"Field","name":{"kind":"Name","value":"expiresInSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"refreshToken"}},{"kind":"Field","name":{"kind":"Name","value":"refreshExpiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}}]}}]} as unknown as DocumentNode<ClientCredentialsMutation, ClientCredentialsMutationVariables>;
export const ExchangeTokenDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ExchangeToken"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ExchangeTokenInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"exchangeToken"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"tokens"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Tokens"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Tokens"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TokenSet"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessToken"}},{"kind":"Field","name":{"kind":"Name","value":"tokenType"}},{"kind":"Field","name":{"kind":"Name","value":"expiresInSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"refreshToken"}},{"kind":"Field","name":{"kind":"Name","value":"refreshExpiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}}]}}]} as unknown as DocumentNode<ExchangeTokenMutation, ExchangeTokenMutationVariables>;
export const SigningKeysDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SigningKeys"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"signingKeys"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"KeyFacts"}},{"kind":"Field","name":{"kind":"Name","value":"publicKey"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"KeyFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SigningKey"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"activatesAt"}},{"kind":"Field","name":{"kind":"Name","value":"retiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}}]} as unknown as DocumentNode<SigningKeysQuery, SigningKeysQueryVariables>;
export const RotateSigningKeyDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RotateSigningKey"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RotateSigningKeyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rotateSigningKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"activeKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"KeyFacts"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pendingKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"KeyFacts"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"KeyFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SigningKey"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"activatesAt"}},{"kind":"Field","name":{"kind":"Name","value":"retiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}}]} as unknown as DocumentNode<RotateSigningKeyMutation, RotateSigningKeyMutationVariables>;
export const RevokeSigningKeyDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokeSigningKey"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeSigningKeyInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokeSigningKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokedKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"KeyFacts"}}]}},{"kind":"Field","name":{"kind":"Name","value":"activeKey"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"KeyFacts"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"KeyFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SigningKey"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"activatesAt"}},{"kind":"Field","name":{"kind":"Name","value":"retiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}}]} as unknown as DocumentNode<RevokeSigningKeyMutation, RevokeSigningKeyMutationVariables>;
export const ViewerDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveScopes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"client"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"session"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"deviceName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}}]}}]} as unknown as DocumentNode<ViewerQuery, ViewerQueryVariables>;
export const ViewerBesideClientDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ViewerBesideClient"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"scopes"}}]}},{"kind":"Field","name":{"kind":"Name","value":"client"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"accessTokenLifetimeSeconds"}}]}}]}}]} as unknown as DocumentNode<ViewerBesideClientQuery, ViewerBesideClientQueryVariables>;
export const UserDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"User"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"roles"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<UserQuery, UserQueryVariables>;
export const IntrospectTokenDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"IntrospectToken"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"IntrospectTokenInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"introspectToken"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"isActive"}},{"kind":"Field","name":{"kind":"Name","value":"subject"}},{"kind":"Field","name":{"kind":"Name","value":"clientId"}},{"kind":"Field","name":{"kind":"Name","value":"sessionId"}},{"kind":"Field","name":{"kind":"Name","value":"tokenId"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"audience"}},{"kind":"Field","name":{"kind":"Name","value":"issuedAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"keyId"}}]}}]}}]} as unknown as DocumentNode<IntrospectTokenQuery, IntrospectTokenQueryVariables>;
export const RevokeTokenDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokeToken"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeTokenInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokeToken"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"isRevoked"}}]}}]}}]} as unknown as DocumentNode<RevokeTokenMutation, RevokeTokenMutationVariables>;
export const LogoutDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Logout"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"LogoutInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"logout"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokedSessionCount"}}]}}]}}]} as unknown as DocumentNode<LogoutMutation, LogoutMutationVariables>;
export const ChangePasswordDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ChangePassword"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ChangePasswordInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"changePassword"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokedSessionCount"}}]}}]}}]} as unknown as DocumentNode<ChangePasswordMutation, ChangePasswordMutationVariables>;
export const RevokeSessionDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokeSession"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeSessionInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokeSession"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"session"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"revokedReason"}},{"kind":"Field","name":{"kind":"Name","value":"absoluteExpiresAt"}}]}}]}}]}}]} as unknown as DocumentNode<RevokeSessionMutation, RevokeSessionMutationVariables>;
export const RevokeSessionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokeSessions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeSessionsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokeSessions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokedSessionCount"}}]}}]}}]} as unknown as DocumentNode<RevokeSessionsMutation, RevokeSessionsMutationVariables>;
export const RolesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Roles"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"roles"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RoleFacts"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RoleFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Role"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}}]} as unknown as DocumentNode<RolesQuery, RolesQueryVariables>;
export const CreateRoleDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateRole"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateRoleInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createRole"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"role"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RoleFacts"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RoleFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Role"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}}]} as unknown as DocumentNode<CreateRoleMutation, CreateRoleMutationVariables>;
export const UpdateRoleDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateRole"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateRoleInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateRole"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"role"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RoleFacts"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RoleFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Role"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}}]} as unknown as DocumentNode<UpdateRoleMutation, UpdateRoleMutationVariables>;
export const DeleteRoleDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteRole"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteRoleInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteRole"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deletedId"}}]}}]}}]} as unknown as DocumentNode<DeleteRoleMutation, DeleteRoleMutationVariables>;
export const ScopesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Scopes"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"scopes"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ScopeFacts"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ScopeFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ScopeDefinition"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"implies"}},{"kind":"Field","name":{"kind":"Name","value":"isDefault"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}}]} as unknown as DocumentNode<ScopesQuery, ScopesQueryVariables>;
export const CreateScopeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateScope"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateScopeInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createScope"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"scope"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ScopeFacts"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ScopeFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ScopeDefinition"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"implies"}},{"kind":"Field","name":{"kind":"Name","value":"isDefault"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}}]} as unknown as DocumentNode<CreateScopeMutation, CreateScopeMutationVariables>;
export const UpdateScopeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateScope"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateScopeInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateScope"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"scope"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ScopeFacts"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ScopeFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ScopeDefinition"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"implies"}},{"kind":"Field","name":{"kind":"Name","value":"isDefault"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}}]} as unknown as DocumentNode<UpdateScopeMutation, UpdateScopeMutationVariables>;
export const DeleteScopeDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteScope"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteScopeInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteScope"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deletedName"}}]}}]}}]} as unknown as DocumentNode<DeleteScopeMutation, DeleteScopeMutationVariables>;
export const UsersDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Users"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"UserFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"users"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserFacts"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveScopes"}},{"kind":"Field","name":{"kind":"Name","value":"roles"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"isEnabled"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}}]} as unknown as DocumentNode<UsersQuery, UsersQueryVariables>;
export const SessionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Sessions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"SessionFilter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sessions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"client"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}}]}}]}}]} as unknown as DocumentNode<SessionsQuery, SessionsQueryVariables>;
export const SessionsOfUserDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"SessionsOfUser"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sessions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}}]}}]} as unknown as DocumentNode<SessionsOfUserQuery, SessionsOfUserQueryVariables>;
export const OwnSessionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"OwnSessions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"sessions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"client"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}}]}}]}}]}}]}}]} as unknown as DocumentNode<OwnSessionsQuery, OwnSessionsQueryVariables>;
export const CreateUserDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateUser"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateUserInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createUser"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserFacts"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveScopes"}},{"kind":"Field","name":{"kind":"Name","value":"roles"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"isEnabled"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}}]} as unknown as DocumentNode<CreateUserMutation, CreateUserMutationVariables>;
export const UpdateUserDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateUser"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateUserInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateUser"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserFacts"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveScopes"}},{"kind":"Field","name":{"kind":"Name","value":"roles"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"isEnabled"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}}]} as unknown as DocumentNode<UpdateUserMutation, UpdateUserMutationVariables>;
export const SetUserPasswordDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SetUserPassword"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SetUserPasswordInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setUserPassword"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"UserFacts"}}]}},{"kind":"Field","name":{"kind":"Name","value":"revokedSessionCount"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"UserFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveScopes"}},{"kind":"Field","name":{"kind":"Name","value":"roles"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"isEnabled"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}}]} as unknown as DocumentNode<SetUserPasswordMutation, SetUserPasswordMutationVariables>;
export const DeleteUserDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteUser"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteUserInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteUser"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deletedId"}}]}}]}}]} as unknown as DocumentNode<DeleteUserMutation, DeleteUserMutationVariables>;
export const WebhooksDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Webhooks"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"webhooks"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"url"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}}]}}]}}]} as unknown as DocumentNode<WebhooksQuery, WebhooksQueryVariables>;
export const WebhookDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Webhook"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"webhook"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"WebhookFacts"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"WebhookFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Webhook"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"eventTypes"}},{"kind":"Field","name":{"kind":"Name","value":"isEnabled"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"lastDeliveredSequence"}},{"kind":"Field","name":{"kind":"Name","value":"lastDeliveredAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastStatus"}},{"kind":"Field","name":{"kind":"Name","value":"lastError"}},{"kind":"Field","name":{"kind":"Name","value":"failingSince"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}}]}}]} as unknown as DocumentNode<WebhookQuery, WebhookQueryVariables>;
export const CreateWebhookDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateWebhook"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateWebhookInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createWebhook"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"webhook"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"WebhookFacts"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"WebhookFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Webhook"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"eventTypes"}},{"kind":"Field","name":{"kind":"Name","value":"isEnabled"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"lastDeliveredSequence"}},{"kind":"Field","name":{"kind":"Name","value":"lastDeliveredAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastStatus"}},{"kind":"Field","name":{"kind":"Name","value":"lastError"}},{"kind":"Field","name":{"kind":"Name","value":"failingSince"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}}]}}]} as unknown as DocumentNode<CreateWebhookMutation, CreateWebhookMutationVariables>;
export const UpdateWebhookDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateWebhook"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateWebhookInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateWebhook"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"webhook"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"WebhookFacts"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"WebhookFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Webhook"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"url"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"eventTypes"}},{"kind":"Field","name":{"kind":"Name","value":"isEnabled"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"lastDeliveredSequence"}},{"kind":"Field","name":{"kind":"Name","value":"lastDeliveredAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastStatus"}},{"kind":"Field","name":{"kind":"Name","value":"lastError"}},{"kind":"Field","name":{"kind":"Name","value":"failingSince"}},{"kind":"Field","name":{"kind":"Name","value":"nextAttemptAt"}}]}}]} as unknown as DocumentNode<UpdateWebhookMutation, UpdateWebhookMutationVariables>;
export const DeleteWebhookDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteWebhook"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteWebhookInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteWebhook"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deletedId"}}]}}]}}]} as unknown as DocumentNode<DeleteWebhookMutation, DeleteWebhookMutationVariables>;
export const WholeViewerDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WholeViewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"WholeUser"}}]}},{"kind":"Field","name":{"kind":"Name","value":"client"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"WholeClient"}}]}},{"kind":"Field","name":{"kind":"Name","value":"session"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"WholeSession"}}]}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RoleFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Role"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"WholeSession"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Session"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"client"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"deviceName"}},{"kind":"Field","name":{"kind":"Name","value":"ipAddress"}},{"kind":"Field","name":{"kind":"Name","value":"userAgent"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"absoluteExpiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedReason"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ClientFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Client"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"isFirstParty"}},{"kind":"Field","name":{"kind":"Name","value":"grantTypes"}},{"kind":"Field","name":{"kind":"Name","value":"allowedScopes"}},{"kind":"Field","name":{"kind":"Name","value":"defaultScopes"}},{"kind":"Field","name":{"kind":"Name","value":"allowedAudiences"}},{"kind":"Field","name":{"kind":"Name","value":"accessTokenLifetimeSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"refreshTokenIdleSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"refreshTokenAbsoluteSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"isEnabled"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"WholeUser"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"roles"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RoleFacts"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveScopes"}},{"kind":"Field","name":{"kind":"Name","value":"isEnabled"}},{"kind":"Field","name":{"kind":"Name","value":"lastLoginAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"sessions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"10"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"WholeSession"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"WholeClient"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Client"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ClientFacts"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"secrets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}}]}}]}}]} as unknown as DocumentNode<WholeViewerQuery, WholeViewerQueryVariables>;
export const WholeUserDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WholeUser"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"user"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"WholeUser"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RoleFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Role"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"WholeSession"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Session"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"client"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"deviceName"}},{"kind":"Field","name":{"kind":"Name","value":"ipAddress"}},{"kind":"Field","name":{"kind":"Name","value":"userAgent"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"absoluteExpiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedAt"}},{"kind":"Field","name":{"kind":"Name","value":"revokedReason"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"WholeUser"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"email"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"roles"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"RoleFacts"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"scopes"}},{"kind":"Field","name":{"kind":"Name","value":"effectiveScopes"}},{"kind":"Field","name":{"kind":"Name","value":"isEnabled"}},{"kind":"Field","name":{"kind":"Name","value":"lastLoginAt"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"sessions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"10"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"WholeSession"}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}}]}}]}}]} as unknown as DocumentNode<WholeUserQuery, WholeUserQueryVariables>;
export const WholeClientDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WholeClient"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"client"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"WholeClient"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"ClientFacts"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Client"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"isFirstParty"}},{"kind":"Field","name":{"kind":"Name","value":"grantTypes"}},{"kind":"Field","name":{"kind":"Name","value":"allowedScopes"}},{"kind":"Field","name":{"kind":"Name","value":"defaultScopes"}},{"kind":"Field","name":{"kind":"Name","value":"allowedAudiences"}},{"kind":"Field","name":{"kind":"Name","value":"accessTokenLifetimeSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"refreshTokenIdleSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"refreshTokenAbsoluteSeconds"}},{"kind":"Field","name":{"kind":"Name","value":"isEnabled"}},{"kind":"Field","name":{"kind":"Name","value":"version"}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"WholeClient"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Client"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"ClientFacts"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"updatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"secrets"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"hint"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastUsedAt"}}]}}]}}]} as unknown as DocumentNode<WholeClientQuery, WholeClientQueryVariables>;