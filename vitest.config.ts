import { defineConfig } from 'vitest/config'

const everyTest = {
  // graphql refuses two copies of itself in one process; every import gets the same one.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: { testTimeout: 30_000, hookTimeout: 60_000 },
}

export default defineConfig({
  test: {
    // Once for all of the projects.
    globalSetup: ['test/support/postgres.ts'],
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'test-results/report.json' }]] : ['default'],
    projects: [
      {
        ...everyTest,
        test: {
          ...everyTest.test,
          name: 'tests',
          include: ['test/**/*.test.ts'],
          exclude: ['test/faults/**'],
          sequence: { groupOrder: 0 },
          // Two cores: more at once only makes the tests that race for real wait for each other.
          maxWorkers: 2,
        },
      },
      {
        ...everyTest,
        test: {
          ...everyTest.test,
          name: 'faults',
          include: ['test/faults/*.test.ts'],
          // Says something only with its full count: test/support/counts.ts.
          exclude: process.env.FIELDGATE_LONG === '1' ? [] : ['test/faults/login-timing.test.ts'],
          // Real processes that are killed and starved want both cores for themselves: after all others, one file at a time.
          sequence: { groupOrder: 1 },
          maxWorkers: 1,
        },
      },
    ],
  },
})
