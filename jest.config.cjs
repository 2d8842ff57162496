const { availableParallelism } = require('node:os');

// The SDK would print a six-line warning per test file if Node.js is older than the deployed version.
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
  // extends the Node.js environment of Jest
  testEnvironment: '<rootDir>/tests/shared-worker.cjs',
  // skip the cleanup, because a test file's globals are freed with its context
  testEnvironmentOptions: {
    globalsCleanup: 'off',
    // test this repository's packages from source, not from their last build
    customExportConditions: ['source', 'node', 'node-addons'],
  },
  // Two more workers than cores, because end-to-end tests often wait for processes or timers.
  maxWorkers: availableParallelism() + 2,
  testSequencer: '<rootDir>/tests/longest-first.cjs',
  // registers the matchers for monitors, for example toAlertAt
  setupFilesAfterEnv: ['<rootDir>/packages/datadog-monitors/src/expect/register.ts'],
  // load only English; otherwise, each test file would load zod's fifty languages
  moduleNameMapper: { '^\\.\\./locales/index\\.cjs$': '<rootDir>/node_modules/zod/v4/locales/en.cjs' },
  testMatch: ['**/*.test.ts'],
  // Jest's default of 5 s is too short if other work shares the machine
  testTimeout: 20_000,
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
