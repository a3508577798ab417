import { defineConfig } from 'vitest/config';
import { buildWords } from './tools/build.mjs';

// A clone that was never built has no compiled words yet.
await buildWords();

// A busy machine answers and draws late: what comes is waited for, a second is not enough.
const poll = { timeout: 15_000 };

// One project per need, named like the suffix of its files: nothing, PostgreSQL, HTTP, a DOM.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          // The longest takes 3 s on a quiet machine; beside others five were not enough.
          testTimeout: 60_000,
          // Left to itself it leaves one core to the watcher that is not there.
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
          include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
          exclude: ['**/*.db.test.ts', '**/*.http.test.ts', '**/*.web.test.tsx'],
        },
      },
      {
        test: {
          name: 'db',
          sequence: { groupOrder: 1 },
          include: ['src/**/*.db.test.ts', 'tests/**/*.db.test.ts'],
          globalSetup: ['tests/harness/database-server.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll },
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'http',
          sequence: { groupOrder: 2 },
          include: ['src/**/*.http.test.ts'],
          globalSetup: ['tests/harness/database-server.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll },
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: 'web',
          sequence: { groupOrder: 3 },
          include: ['src/web/**/*.web.test.tsx'],
          environment: 'happy-dom',
          maxWorkers: 2,
          testTimeout: 30_000,
          expect: { poll },
        },
      },
      {
        test: {
          name: 'stories',
          sequence: { groupOrder: 4 },
          include: ['tests/stories/**/*.story.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          expect: { poll },
          // A story mostly waits: for the half minute of a code, for a lock to fall. Two at a time fill two cores.
          maxWorkers: 2,
        },
      },
    ],
  },
});
