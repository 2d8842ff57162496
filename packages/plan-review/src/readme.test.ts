import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compileFunction } from 'node:vm';
import { readStack } from '@himeshima/terraform-json';
import ts from 'typescript';
import { parseAllDocuments } from 'yaml';
import * as z from 'zod';
import type { Check } from './checks/check';
import * as example from './checks/example.fixture';
import { resourcesOf } from './checks/resource-index';
import * as resource from './checks/resource-values';
import { resourcesOfStack } from './checks/stack-resources';
import { dangerKinds } from './rules/rule';
import { ruleIds } from './rules/rules';

jest.setTimeout(60_000);

const root = join(__dirname, '..', '..', '..');
const readme = readFileSync(join(__dirname, '..', 'README.md'), 'utf8');

/** Contents of the files that the README tells readers to create. Keys are paths. */
const files = new Map(
  [...readme.matchAll(/^ {3}```ts\n {3}\/\/ (\S+\.ts)\n(.*?)^ {3}```$/gms)].map(([, path = '', text = '']) => [
    join(__dirname, path),
    text.replace(/^ {3}/gm, ''),
  ]),
);

/** Type-checks the files and returns the errors that tsc reports. */
function faults(): readonly string[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const written = { readFile: host.readFile, fileExists: host.fileExists, getSourceFile: host.getSourceFile };
  host.readFile = (path) => files.get(path) ?? written.readFile(path);
  host.fileExists = (path) => files.has(path) || written.fileExists(path);
  host.getSourceFile = (path, target) => {
    const text = files.get(path);
    return text === undefined ? written.getSourceFile(path, target) : ts.createSourceFile(path, text, target);
  };
  const program = ts.createProgram({ rootNames: [...files.keys()], options: { ...options, noEmit: true }, host });
  return [...files.keys()].flatMap((path) => {
    const source = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) => `${path}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
  });
}

const loaded = new Map<string, Record<string, unknown>>();

/** Runs a file from memory. Tests in that file become tests of this file. */
function load(path: string): Record<string, unknown> {
  const made = loaded.get(path) ?? {};
  if (loaded.has(path)) return made;
  loaded.set(path, made);
  const { outputText } = ts.transpileModule(files.get(path) ?? '', {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const imported = (name: string) => {
    const file = join(dirname(path), name);
    return files.has(`${file}.ts`) ? load(`${file}.ts`) : require(file);
  };
  compileFunction(outputText, ['require', 'exports', 'test', 'expect'])(imported, made, test, expect);
  return made;
}

const isCheck = (value: unknown): value is Check => typeof value === 'object' && value !== null && 'finds' in value;

/** Schema of the check examples in the README. */
const Examples = z.record(
  z.string(),
  z.object({ good: z.array(z.record(z.string(), z.unknown())), bad: z.array(z.record(z.string(), z.unknown())) }),
);

const inputs = z.record(z.string(), z.unknown());
/** Schema of the inputs of an action or a component. */
const InputsOf = z.object({ inputs: inputs.optional(), spec: z.object({ inputs }).optional() });
type InputsOf = z.infer<typeof InputsOf>;

describe('README', () => {
  test('contains examples that compile', () => {
    expect([...files.keys()].map((path) => path.slice(__dirname.length + 1))).toEqual([
      'rules/visibility-shortened.ts',
      'rules/visibility-shortened.test.ts',
      'checks/kinesis-checks.ts',
      'checks/kinesis-checks.fixture.ts',
    ]);
    expect(faults()).toEqual([]);
  });

  describe('contains a passing test for the rule in the README', () => {
    load(join(__dirname, 'rules', 'visibility-shortened.test.ts'));
  });

  test('contains a check that reports only the bad examples', () => {
    const { kinesisChecks } = load(join(__dirname, 'checks', 'kinesis-checks.ts'));
    const { kinesisExamples } = load(join(__dirname, 'checks', 'kinesis-checks.fixture.ts'));
    const [check] = Array.isArray(kinesisChecks) ? kinesisChecks : [];
    if (!isCheck(check)) throw new Error('the README has no check');
    const examples = Examples.parse(kinesisExamples)[check.id];
    const found = (all: readonly object[] = []) =>
      all.flatMap((one) => {
        const resources = resourcesOfStack(readStack({ resource: one }));
        return resources.map((stream) => check.finds(stream, resourcesOf(resources)));
      });
    expect([found(examples?.good), found(examples?.bad)]).toEqual([[false], [true]]);
  });

  test('lists every kind of danger and every rule', () => {
    for (const kind of dangerKinds) expect(readme).toMatch(new RegExp(`^\\| \`${kind}\``, 'm'));
    const folder = join(__dirname, 'rules');
    const rules = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.ts') && /: Rule = /.test(readFileSync(join(folder, name), 'utf8')),
    );
    expect(rules.length).toBeGreaterThan(5);
    for (const rule of rules) expect(readme).toContain(`\`${rule}\``);
  });

  test('lists the ids of all rules for acceptances', () => {
    const [, list = ''] = /<summary>All rules<\/summary>\n\n(.*?)\.\n/s.exec(readme) ?? [];
    expect([...list.matchAll(/`(.*?)`/g)].map(([, id]) => id)).toEqual([...ruleIds].sort());
  });

  test('mentions every helper for checks and examples', () => {
    for (const name of [...Object.keys(resource), ...Object.keys(example)]) expect(readme).toContain(`\`${name}\``);
  });

  test.each([
    ['GitHub Actions', join('packages', 'plan-review', 'action.yml'), ({ inputs }: InputsOf) => inputs],
    ['GitLab', join('templates', 'plan-review.yml'), ({ spec }: InputsOf) => spec?.inputs],
  ])('names every input in %s', (title, path, inputsIn) => {
    const [, section = ''] = new RegExp(`^## In ${title}\n(.*?)^## `, 'ms').exec(readme) ?? [];
    const [first] = parseAllDocuments(readFileSync(join(root, path), 'utf8'));
    const inputs = Object.keys(inputsIn(InputsOf.parse(first?.toJS())) ?? {});
    expect(inputs.length).toBeGreaterThan(5);
    expect(inputs.filter((name) => !new RegExp(`\`${name}\\b|^ +${name}: `, 'm').test(section))).toEqual([]);
  });

  test('contains no numbers that would become outdated', () => {
    const pages = ['README.md', 'docs/README.md', 'packages/plan-review/README.md'].map((page) =>
      readFileSync(join(root, page), 'utf8'),
    );
    for (const page of pages) expect(page).not.toMatch(/(\d|ten|teen|twenty) (checks|situations)\b/);
  });
});
