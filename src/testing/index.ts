// The public names of fieldgate/testing.

export { accessToken, type TestClaims } from './access-token.ts'
