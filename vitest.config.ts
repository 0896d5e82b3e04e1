import { defineConfig } from 'vitest/config'

export default defineConfig({
  // graphql refuses two copies of itself in one process; every import gets the same one.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/postgres.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
