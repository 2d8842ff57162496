/**
 * Folders that each folder may import, by resolved path. Type imports, `import()` and `require` are checked as well.
 * docs/README.md shows this table; tests/import-rules.test.ts plants a violation of every rule.
 */

const purePackages = [
  'aws-expressions',
  'aws-policy',
  'datadog-monitors',
  'iot',
  'serverless-cost',
  'terraform-json',
].map((name) => `packages/${name}`);

const anyPurePackage = '^packages/(aws-expressions|aws-policy|datadog-monitors|iot|serverless-cost|terraform-json)/';

const programs = '^packages/([^/]+/src/cli|datadog-monitors/src/datadog-api)/';

/** [rule, folder path, project folders that it may import in addition to itself, reason] */
const folders = [
  ['cli', '^packages/cli/', [], 'it is shared by all programs, so it depends on none of them'],
  [
    'contracts',
    '^contracts/',
    ['packages/constructs/src/binding'],
    'devices, functions and stacks share the contracts, so contracts import none of them',
  ],
  ['pure-packages', anyPurePackage, ['packages/cli', 'packages/terraform-json'], 'each package can be used on its own'],
  [
    'local-aws',
    '^packages/local-aws/',
    ['packages/cli', ...purePackages],
    'it reads a platform only through its synthesized JSON and zips',
  ],
  ['console', '^packages/console/', [], 'it runs in the browser and knows the platform only through the API'],
  ['plan-review', '^packages/plan-review/', ['packages/cli', ...purePackages], 'it reads only the JSON of a plan'],
  [
    'constructs',
    '^packages/constructs/',
    ['packages/cli', ...purePackages],
    'it declares the resources of any platform, so it must not depend on a specific one',
  ],
  [
    'create',
    '^packages/create/',
    ['packages/cli', 'packages/datadog-monitors'],
    'it generates a platform, so it must not import one',
  ],
  [
    'config',
    '^config/',
    ['contracts', 'packages/constructs'],
    'it contains only the settings that differ between environments',
  ],
  ['functions', '^functions/([^/]+)/', ['contracts', 'functions/shared'], 'each function is deployed separately'],
  [
    'monitors',
    '^monitors/',
    ['config', 'contracts', 'packages/constructs', 'packages/datadog-monitors'],
    'SREs edit monitors without knowing the stacks',
  ],
  [
    'stacks',
    '^stacks/',
    ['config', 'contracts', 'monitors', 'packages/constructs', ...purePackages],
    'stacks refer to a function only by the path of its zip',
  ],
  ['main', '^main\\.ts$', ['config', 'stacks', 'packages/constructs'], 'main.ts only connects environments and stacks'],
  ['devices', '^devices/', ['contracts'], 'a device is a separate program'],
];

/** Top-level folders that may import other folders but that no other folder may import. */
const users = ['commands', 'tests', 'bench'];

// Tests and benchmarks check the shipped zips and the output that users see, so they may import commands/<folder>/.
// They may not import commands/*.ts, which run when loaded (docs/adr/0007-let-tests-import-parts-of-commands.md).
const partsOfCommands = '^commands/[^/]+/';

const known = [...folders.map(([, path]) => path), ...users.map((folder) => `^${folder}/`)];
const notOurs = '^node_modules/';
/** Packages that `npm ci` does not install (docs/adr/0016). */
const installedSeparately = '^(@duckdb/node-api|aws-iot-device-sdk-v2)$';
const testFiles = '\\.(test|fixture|arbitrary|invariants)\\.ts$|/test-[^/]+\\.ts$';

/** `$1` is the pattern's first capture group in the importing path. */
const mayImport = ([name, path, allowed, comment]) => ({
  name,
  comment,
  severity: 'error',
  from: { path },
  to: {
    pathNot: [path.replace(/\([^)]+\)/, '$1'), ...allowed.map((folder) => `^${folder}/`), notOurs, installedSeparately],
    dependencyTypesNot: ['core'],
  },
});

const mustNotImportEachOther = (name) => ({
  name,
  comment: 'commands, tests and bench may import everything except each other',
  severity: 'error',
  from: { path: `^${name}/` },
  to: {
    path: users.filter((other) => other !== name).map((other) => `^${other}/`),
    ...(name !== 'commands' && { pathNot: partsOfCommands }),
  },
});

// types that dependency-cruiser 17 assigns to imports by package name; imports by path have the type `local`
const namedImports = ['aliased-workspace', 'undetermined'];

/** Requires packages to be imported by name, so only their exports can be used. */
const byName = (name, from, pathNot) => ({
  name,
  comment: 'import a package by its name, not by a path into it',
  severity: 'error',
  from,
  to: { path: '^packages/', ...pathNot, dependencyTypesNot: namedImports },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...folders.map(mayImport),
    ...users.map(mustNotImportEachOther),
    byName('package-by-name', { pathNot: '^packages/' }, {}),
    byName('other-package-by-name', { path: '^packages/([^/]+)/' }, { pathNot: '^packages/$1/' }),
    {
      name: 'known-folder',
      comment: 'add a new folder to .dependency-cruiser.cjs',
      severity: 'error',
      from: { pathNot: [...known, notOurs, '^[^/]+\\.cjs$'] },
      to: {},
    },
    {
      name: 'no-program-imports',
      comment: 'the command-line program in src/cli/ imports its package; the package must not import the program',
      severity: 'error',
      from: { path: anyPurePackage, pathNot: programs },
      to: { path: ['^packages/cli/', programs] },
    },
    {
      name: 'no-terraform-in-pure-packages',
      comment: 'only the command-line program in src/cli/ reads Terraform files; pass their values to the package',
      severity: 'error',
      from: { path: anyPurePackage, pathNot: [programs, '^packages/terraform-json/'] },
      to: { path: '^packages/terraform-json/' },
    },
    {
      name: 'no-io-in-pure-packages',
      comment: 'pass external data to a pure package as arguments',
      severity: 'error',
      from: { path: anyPurePackage, pathNot: [testFiles, programs] },
      // `net` (isIP, BlockList) evaluates the IP address conditions in policies
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(buffer|crypto|net|path|util)$' },
    },
    {
      name: 'no-test-code-in-products',
      comment: 'only tests may import tests, fixtures and generators of random input',
      severity: 'error',
      from: { pathNot: [testFiles, '^tests/', '^bench/'] },
      to: { path: testFiles },
    },
    {
      name: 'no-imports-between-features',
      comment: 'pass a resource to a feature in platform-stack.ts, or give a function access to it (FunctionAccess)',
      severity: 'error',
      from: { path: '^stacks/features/([^/.]+)' },
      to: { path: '^stacks/features/', pathNot: '^stacks/features/$1[/.]' },
    },
    {
      name: 'no-circular-imports',
      comment: 'two modules import each other, possibly only for a type: move the shared code into a third module',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolved-imports',
      comment: 'the import cannot be resolved, so it cannot be checked',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: installedSeparately },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: {
      path: '^(build|cdktf\\.out|coverage|\\.himeshima[^/]*|packages/[^/]+/dist|packages/create/(template|blueprints)|commands/blueprints)/',
    },
    tsPreCompilationDeps: true,
    moduleSystems: ['cjs', 'es6'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      // without `source`, imports of our packages stay unresolved and every rule passes
      conditionNames: ['source', 'import', 'require', 'node', 'default', 'types'],
      mainFields: ['main', 'types'],
    },
  },
};
