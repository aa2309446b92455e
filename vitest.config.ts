import { defineConfig } from 'vitest/config';

interface Tier {
  readonly name: string;
  readonly include: string;
  /** Milliseconds for one test. */
  readonly patience: number;
  readonly order: number;
}

/**
 * One project per tier: the suffix of a test file says what it needs (docs/testing.md). Tiers run one after the other,
 * fast ones first, and each uses every core (Vitest itself would leave one free, half of a small machine).
 */
const tier = ({ name, include, patience, order }: Tier) => ({
  test: {
    name,
    include: [include],
    setupFiles: ['tests/setup/fast-check.ts'],
    exclude: ['**/node_modules/**', 'dist/**'],
    testTimeout: patience,
    hookTimeout: patience,
    sequence: { groupOrder: order },
    maxWorkers: '100%',
  },
});

export default defineConfig({
  test: {
    pool: 'forks',
    projects: [
      tier({ name: 'unit', include: '**/!(*.int|*.e2e).test.ts', patience: 10_000, order: 0 }),
      tier({ name: 'int', include: '**/*.int.test.ts', patience: 30_000, order: 1 }),
      tier({ name: 'e2e', include: '**/*.e2e.test.ts', patience: 120_000, order: 2 }),
    ],
  },
});
