import { defineConfig } from 'vitest/config';

/** One project per tier: the suffix of a test file says what it needs (docs/testing.md). */
const tier = (name: string, include: string, testTimeout: number) => ({
  test: {
    name,
    include: [include],
    exclude: ['**/node_modules/**', 'dist/**'],
    testTimeout,
    hookTimeout: testTimeout,
  },
});

export default defineConfig({
  test: {
    pool: 'forks',
    projects: [
      tier('unit', '**/!(*.int|*.e2e).test.ts', 10_000),
      tier('int', '**/*.int.test.ts', 30_000),
      tier('e2e', '**/*.e2e.test.ts', 120_000),
    ],
  },
});
