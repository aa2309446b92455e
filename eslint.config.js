import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Type-aware lint, with the rules this code base leans on named one by one (see docs/testing.md). */
export default tseslint.config(
  {
    ignores: [
      'eslint.config.js',
      '**/node_modules/**',
      'dist/**',
      '.cache/**',
      '.sandbox/**',
      'coverage/**',
      '.dependency-cruiser.cjs',
      // Plain JavaScript, as a foreign template brings it.
      'sandbox/tests/*/functions/**',
    ],
  },
  js.configs.recommended,
  tseslint.configs.strict,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(fs|path|os|crypto|http|url|util|stream|process|worker_threads)(/|$)',
              message: 'write node:…',
            },
          ],
        },
      ],
      eqeqeq: 'error',
      'max-params': ['error', { max: 3 }],
      'max-lines-per-function': ['error', { max: 60, skipComments: true, skipBlankLines: true }],
    },
  },
  {
    files: ['src/core/**/*.ts', 'sandbox/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Randomness is handed in.' },
        { object: 'Date', property: 'now', message: 'Time is handed in.' },
      ],
    },
  },
  {
    files: ['**/*.test.ts'],
    rules: { 'max-lines-per-function': 'off' },
  },
);
