const { availableParallelism } = require('node:os');

// With an older Node.js than the deployed one, the SDK prints six lines per test file.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const esmOnly = [
  'dt-sql-parser',
  'aedes.*',
  'mqemitter',
  'fauxqs',
  'jose',
  'toad-cache',
  'fast-check',
  '@fast-check',
  'pure-rand',
];

// build outputs contain copies of the tests
const built = ['build', 'cdktf.out', 'coverage', '\\.himeshima[^/]*', 'packages/[^/]+/dist'].map(
  (folder) => `<rootDir>/${folder}/`,
);

/** @type {import('jest').Config} */
module.exports = {
  // that of Node.js
  testEnvironment: '<rootDir>/tests/shared-worker.cjs',
  // what a test file has left behind goes with its context
  testEnvironmentOptions: {
    globalsCleanup: 'off',
    // packages of this repository are tested from source, not as they were last built
    customExportConditions: ['source', 'node', 'node-addons'],
  },
  // Two more than there are cores: end-to-end tests wait for the processes that they start, and some for time to pass.
  maxWorkers: availableParallelism() + 2,
  testSequencer: '<rootDir>/tests/longest-first.cjs',
  // toAlertAt and its like, for tests of monitors
  setupFilesAfterEnv: ['<rootDir>/packages/datadog-monitors/src/expect/register.ts'],
  // each test file would load zod's fifty languages; the tests use English
  moduleNameMapper: { '^\\.\\./locales/index\\.cjs$': '<rootDir>/node_modules/zod/v4/locales/en.cjs' },
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', ...built],
  modulePathIgnorePatterns: built,
  transform: {
    '^.+\\.[cm]?[jt]s$': [
      '@swc/jest',
      {
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs', ignoreDynamic: true },
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
};
