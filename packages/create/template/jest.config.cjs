// if Node.js is older than Lambda's version, the SDK prints a seven-line warning per test file
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/cdktf.out/', '<rootDir>/build/'],
  // toAlertAt and the other matchers for tests of monitors
  setupFilesAfterEnv: ['@himeshima/datadog-monitors/jest'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
  },
};
