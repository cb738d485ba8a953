import { defineConfig } from 'vitest/config'

/** What needs more than Node: RabbitMQ and several processes, a browser. */
const needsServers = ['test/split/**', 'test/browser/**']
const everything = process.env.KLAPS_TEST === 'everything'
const report = process.env.KLAPS_TEST_REPORT

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'sandbox/**/*.test.ts', 'test/**/*.test.ts', 'bench/**/*.test.ts'],
    exclude: ['node_modules/**', ...(everything ? [] : needsServers)],
    globalSetup: ['src/adapters/postgres/testing.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    reporters: report ? ['default', 'json'] : ['default'],
    ...(report ? { outputFile: { json: report } } : {}),
  },
})
