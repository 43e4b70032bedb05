import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: '.',
    include: ['{core,python,renderer,electron,e2e,scripts}/**/*.test.{ts,tsx}'],
    exclude: ['node_modules/**', 'dist/**', 'e2e/specs/**'],
    testTimeout: 30_000,
    // Real interpreters, sockets and processes share two busy cores here: what fails beside others is played once more, as in conformance.
    retry: 1,
    pool: 'forks',
    maxWorkers: 2,
  },
});
