import { mergeArray, mergeInterface, mergeObject, mergeObjectsOf } from './merge-source';

const mergeAddition = (text: string, addition: string) =>
  mergeObject('operations')({ path: 'functions/api/handler.ts', text, addition });

const addition = "import { a } from './a';\n\nexport const operations = {\n  ...a(ownership),\n};\n";

describe('mergeObject', () => {
  test('adds a property with its import', () => {
    const text = "import { b } from './b';\n\nconst ownership = b;\nconst operations: object = {};\n";
    expect(mergeAddition(text, addition)).toBe(
      "import { a } from './a';\nimport { b } from './b';\n\nconst ownership = b;\nconst operations: object = {\n  ...a(ownership),\n};\n",
    );
  });

  test('reports a variable that the addition requires but the file does not declare', () => {
    expect(() => mergeAddition('const operations = {};\n', addition)).toThrow(
      'functions/api/handler.ts does not declare "const ownership = …", which the new component requires; restore the code',
    );
  });
});

test('mergeArray adds an element with its import', () => {
  const text = "import * as a from './a';\n\nconst flow: readonly Step[] = [\n  { monitors: a },\n];\n";
  const addition = "import * as b from './b';\n\nexport const flow = [{ monitors: b }];\n";
  expect(mergeArray('flow')({ path: 'monitors/monitoring.ts', text, addition })).toBe(
    "import * as a from './a';\nimport * as b from './b';\n\nconst flow: readonly Step[] = [\n  { monitors: a },\n  { monitors: b },\n];\n",
  );
});

describe('mergeInterface', () => {
  const addition =
    "import type { Api } from 'constructs';\n\nexport interface Environment {\n  /** Rates. */\n  readonly api: Api;\n}\n";
  const merge = (text: string) => mergeInterface('Environment')({ path: 'config/environment.ts', text, addition });

  test("adds a property with its docstring, and adds the imported name to its module's type-only import", () => {
    const text =
      "import type { Names } from 'constructs';\n\nexport interface Environment {\n  readonly name: Names;\n}\n";
    expect(merge(text)).toBe(
      text.replace('{ Names }', '{ Api, Names }').replace('\n}', '\n  /** Rates. */\n  readonly api: Api;\n}'),
    );
  });

  test('rejects an existing property', () => {
    expect(() => merge('interface Environment {\n  api: string;\n}\n')).toThrow(
      'config/environment.ts:2 declares api; choose another name',
    );
  });
});

describe('mergeObjectsOf', () => {
  const addition = 'export const environment = {\n  api: 1,\n};\n';
  const merge = (text: string) =>
    mergeObjectsOf({ type: 'Environment', name: 'environment' })({ path: 'config/environments.ts', text, addition });

  test('adds a property to every object of the type, except objects that spread another object', () => {
    const dev = "const dev: Environment = {\n  name: 'dev',\n};\n";
    const prod = "const prod: Environment = { ...dev, name: 'prod' };\n";
    const test = dev.replaceAll('dev', 'test');
    const addApi = (text: string) => text.replace('\n}', '\n  api: 1,\n}');
    expect(merge(dev + prod + test)).toBe(addApi(dev) + prod + addApi(test));
  });

  test('rejects a file without an object of the type', () => {
    expect(() => merge('export const environments = read();\n')).toThrow(
      'config/environments.ts has no "const environment: Environment = { … }" to add to; restore the code',
    );
  });
});
