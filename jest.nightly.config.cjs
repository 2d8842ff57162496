process.env.HOSTILE_ACTIONS ??= '10000';
process.env.EVERY_STATEMENT ??= 'true';
process.env.HOSTILE_TEXT_LENGTH ??= '999900';

/**
 * Tests that a pipeline runs every night instead of for every change, because they take minutes: they follow the guides on copies of
 * the repository, create a platform, run pipeline jobs, mutate monitors in other projects, let hostile devices try thousands of actions,
 * mask texts of 1 MB, remove every statement of every role, and fill the console with 100,000 events.
 * @type {import('jest').Config}
 */
module.exports = {
  ...require('./jest.config.cjs'),
  testMatch: [
    '**/*.nightly.ts',
    '<rootDir>/tests/hostile-devices/*.test.ts',
    '<rootDir>/tests/end-to-end/least-privilege.test.ts',
    '<rootDir>/packages/plan-review/src/masking/hostile-texts.test.ts',
  ],
};
