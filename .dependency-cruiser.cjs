/**
 * Who may know whom, by resolved path: type imports, `import()` and `require` count like any other. The table is the one
 * of docs/README.md; tests/room-table.test.ts plants a breach of every rule and sees it refused.
 */

/** [rule, the room, what of ours it may import beside itself, why] */
const rooms = [
  ['contracts', '^contracts/', [], 'contracts are the words that all sides share: they know nobody'],
  ['lib', '^lib/([^/]+)/', [], 'a lib is pure semantics and knows nothing of ours, its neighbours in lib/ included'],
  ['config', '^config/', ['contracts'], 'config says what differs between environments, and only that'],
  ['functions', '^functions/([^/]+)/', ['contracts', 'functions/shared'], 'a function is deployed alone'],
  ['monitors', '^monitors/', ['config', 'contracts', 'lib/datadog'], 'an SRE edits monitors without the stacks'],
  ['stacks', '^stacks/', ['config', 'contracts', 'monitors', 'lib'], 'stacks know a function by the path of its zip'],
  ['main', '^main\\.ts$', ['config', 'stacks'], 'main joins environments and stacks, and nothing else'],
  ['local', '^local/', ['lib'], 'the laptop runs cdktf.out: what it may know of the platform is in there'],
  ['devices', '^devices/', ['contracts'], 'a device is a program of its own'],
  ['review', '^review/', ['lib'], 'the review reads the JSON of a plan'],
];

/** Rooms that use the others, and are used by nobody. */
const users = ['commands', 'tests', 'bench'];

// Tests and benchmarks look at the zips that ship and the words that a user reads, so they may use what commands are
// made of: commands/<folder>/. A command itself runs as soon as it is loaded (docs/adr/0007-parts-of-commands.md).
const partsOfCommands = '^commands/[^/]+/';

const known = [...rooms.map(([, path]) => path), ...users.map((room) => `^${room}/`)];
const notOurs = '^node_modules/';
/** Installed by whoever asks the archive (docs/adr/0016), and not by `npm ci`. */
const installedApart = '^@duckdb/node-api$';
const testFiles = '\\.(test|fixture|arbitrary|invariants)\\.ts$|/test-[^/]+\\.ts$';

const row = ([name, path, allowed, comment]) => ({
  name: `${name}-row`,
  comment,
  severity: 'error',
  from: { path },
  to: {
    pathNot: [path.replace('([^/]+)', '$1'), ...allowed.map((room) => `^${room}/`), notOurs, installedApart],
    dependencyTypesNot: ['core'],
  },
});

const apart = (name) => ({
  name: `${name}-row`,
  comment: 'commands, tests and bench may import anything but each other',
  severity: 'error',
  from: { path: `^${name}/` },
  to: {
    path: users.filter((other) => other !== name).map((other) => `^${other}/`),
    ...(name !== 'commands' && { pathNot: partsOfCommands }),
  },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...rooms.map(row),
    ...users.map(apart),
    {
      name: 'a-file-is-in-a-room',
      comment: 'a new room has a row in .dependency-cruiser.cjs',
      severity: 'error',
      from: { pathNot: [...known, notOurs, '^[^/]+\\.cjs$'] },
      to: {},
    },
    {
      name: 'lib-is-pure',
      comment: 'no input, no output: what a lib needs of the world is handed in',
      severity: 'error',
      from: { path: '^lib/', pathNot: testFiles },
      // `net` for its address arithmetic (isIP, BlockList): policies have conditions on addresses.
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(buffer|crypto|net|path|util)$' },
    },
    {
      name: 'tests-are-not-shipped',
      comment: 'tests, fixtures and generators of random input serve tests alone',
      severity: 'error',
      from: { pathNot: [testFiles, '^tests/', '^bench/'] },
      to: { path: testFiles },
    },
    {
      name: 'no-circle',
      comment: 'modules that need each other, be it for a type: move what both need into a third',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'everything-resolves',
      comment: 'what cannot be resolved cannot be judged',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: installedApart },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(build|cdktf\\.out|coverage|\\.himeshima[^/]*)/' },
    tsPreCompilationDeps: true,
    moduleSystems: ['cjs', 'es6'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['main', 'types'],
    },
  },
};
