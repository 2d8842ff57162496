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

// ignored because build outputs contain copies of the tests
const built = ['build', 'cdktf.out', 'coverage', '\\.himeshima[^/]*', 'packages/[^/]+/dist'].map(
  (folder) => `<rootDir>/${folder}/`,
);

/** @type {import('jest').Config} */
module.exports = {
  // extends the Node.js environment of Jest
  testEnvironment: '<rootDir>/tests/shared-worker.cjs',
  // leftovers of a test file are freed with its context
  testEnvironmentOptions: {
    globalsCleanup: 'off',
    // packages of this repository are tested from source, not from their last build
    customExportConditions: ['source', 'node', 'node-addons'],
  },
  // Two more than there are cores, because end-to-end tests often wait for processes or for time to pass.
  maxWorkers: availableParallelism() + 2,
  testSequencer: '<rootDir>/tests/longest-first.cjs',
  // registers the matchers for monitors, for example toAlertAt
  setupFilesAfterEnv: ['<rootDir>/packages/datadog-monitors/src/expect/register.ts'],
  // otherwise, each test file would load zod's fifty languages; the tests use English
  moduleNameMapper: { '^\\.\\./locales/index\\.cjs$': '<rootDir>/node_modules/zod/v4/locales/en.cjs' },
  testMatch: ['**/*.test.ts'],
  // tests/nightly/create-platform.nightly.ts creates a platform from the template and runs its tests; blueprints are tested by generating
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/packages/create/template/', '/blueprints/', ...built],
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
