import { affectedTests } from './affected-tests';

const contents: Readonly<Record<string, string>> = {
  'commands/bundle.ts': "import { bundleFunctions } from '@himeshima/constructs/bundling';",
  'commands/cost.ts': "import { price } from '@himeshima/serverless-cost';",
  'commands/synth.ts': "import { runChild } from './run-child.js';\nrunChild(['bundle']);",
  'commands/run-child.ts': "import { spawn } from 'node:child_process';",
  'contracts/topics.ts': '',
  'docs/style.md': 'words',
  'functions/power-on/handler.ts': "import { topics } from '../../contracts/topics';",
  'main.ts': "await import('./stacks/stack.js');",
  'package.json': '{}',
  'packages/constructs/package.json': '{ "exports": { "./bundling": { "source": "./src/bundle.ts" } } }',
  'packages/constructs/src/bundle.ts': '',
  'packages/serverless-cost/package.json': '{ "exports": { ".": { "source": "./src/index.ts" } } }',
  'packages/serverless-cost/src/index.ts': "export * from './price';",
  'packages/serverless-cost/src/price.ts': '',
  'packages/serverless-cost/src/price.test.ts': "import { price } from './price';",
  'stacks/stack.ts': '',
  'tests/command.ts': "import { spawn } from 'node:child_process';",
  'tests/cost.test.ts': "import { run } from './command';\nrun('cost');",
  'tests/end-to-end.test.ts': "import { run } from './command';\nrun('synth');",
  'tests/every-file.test.ts': "git('ls-files');",
  'tests/pages.test.ts': "readFileSync(join(root, 'docs', 'style.md'));",
};
const repository = { files: new Set(Object.keys(contents)), read: (file: string) => contents[file] ?? '' };
const testsFor = (...changed: readonly string[]) =>
  affectedTests(repository, changed).tests.filter((test) => test !== 'tests/every-file.test.ts');

describe('affectedTests', () => {
  test.each([
    ['a module that a test imports', 'packages/serverless-cost/src/price.ts'],
    ['a package of a command that a test starts', 'packages/serverless-cost/src/index.ts'],
    ['a command that a test starts', 'commands/cost.ts'],
  ])('selects the test for %s', (_what, file) => {
    expect(testsFor(file)).toContain('tests/cost.test.ts');
    expect(testsFor(file)).not.toContain('tests/end-to-end.test.ts');
  });

  test.each(['functions/power-on/handler.ts', 'contracts/topics.ts', 'packages/constructs/src/bundle.ts'])(
    'for %s, selects tests whose command starts a command that uses the file',
    (file) => expect(testsFor(file)).toEqual(['tests/end-to-end.test.ts']),
  );

  test('selects tests that read a file', () => {
    expect(testsFor('docs/style.md')).toEqual(['tests/pages.test.ts']);
  });

  test('selects a test that lists all files, whatever has changed', () => {
    expect(affectedTests(repository, ['docs/style.md']).tests).toContain('tests/every-file.test.ts');
  });

  test('selects a changed test', () => {
    expect(testsFor('tests/cost.test.ts')).toEqual(['tests/cost.test.ts']);
  });

  test('selects every test for a changed dependency', () => {
    expect(affectedTests(repository, ['package.json']).tests).toHaveLength(5);
  });

  test('reports files that no test depends on', () => {
    expect(
      affectedTests({ ...repository, files: new Set(['docs/old.md', 'tests/cost.test.ts']) }, ['docs/old.md']),
    ).toEqual({ tests: [], untested: ['docs/old.md'] });
  });
});
