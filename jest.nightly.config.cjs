process.env.HOSTILE_ACTIONS ??= '10000';

/**
 * Tests that run every night instead of for every change, because they take minutes. They follow the guides on copies of the
 * repository, create a platform, run pipeline jobs, and simulate thousands of actions by hostile devices.
 * @type {import('jest').Config}
 */
module.exports = {
  ...require('./jest.config.cjs'),
  testMatch: ['**/*.nightly.ts', '<rootDir>/tests/hostile-devices/*.test.ts'],
};
