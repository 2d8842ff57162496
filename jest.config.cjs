const esmOnly = ['aedes.*', 'mqemitter', 'fauxqs', 'toad-cache', 'fast-check', '@fast-check', 'pure-rand'];

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: [
    'config',
    'contracts',
    'stacks',
    'functions',
    'monitors',
    'lib',
    'local',
    'devices',
    'commands',
    'tests',
  ].map((room) => `<rootDir>/${room}`),
  testMatch: ['**/*.test.ts'],
  transform: {
    '^.+\\.[cm]?[jt]s$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs', ignoreDynamic: true } }],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
};
