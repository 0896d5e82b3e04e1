import { configDefaults, defineConfig } from 'vitest/config'

export default defineConfig({
  // graphql refuses two copies of itself in one process; every import gets the same one.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    // Real processes that are killed and starved want both cores for themselves: npm run test:faults, and npm run test:long.
    exclude: [
      ...configDefaults.exclude,
      ...(process.env.FIELDGATE_FAULTS || process.env.FIELDGATE_LONG ? [] : ['test/faults/**']),
    ],
    globalSetup: ['test/support/postgres.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Two cores: more at once only makes the tests that race for real wait for each other.
    maxWorkers: 2,
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'test-results/report.json' }]] : ['default'],
  },
})
