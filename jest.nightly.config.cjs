process.env.HOSTILE_ACTIONS ??= '10000';

/**
 * Tests that a pipeline runs every night instead of for every change, because they take minutes: they follow the guides on copies of
 * the repository, create a platform, run pipeline jobs, and let hostile devices try thousands of actions.
 * @type {import('jest').Config}
 */
module.exports = {
  ...require('./jest.config.cjs'),
  testMatch: ['**/*.nightly.ts', '<rootDir>/tests/hostile-devices/*.test.ts'],
};
