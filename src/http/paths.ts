// Where everything is, below the issuer.

/** Paths of the routes. */
export const paths = {
  graphql: '/graphql',
  discovery: '/.well-known/fieldgate',
  keys: '/keys',
  revocations: '/revocations',
  schema: '/schema.graphql',
  health: '/healthz',
  readiness: '/readyz',
} as const
