import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { planFiles, planReader } from './plan-file';

describe('standard input', () => {
  beforeAll(() => Object.defineProperty(process.stdin, 'isTTY', { value: true, configurable: true }));
  afterAll(() => Reflect.deleteProperty(process.stdin, 'isTTY'));

  test('is rejected as a plan if it is a terminal', () =>
    expect(planReader(['plan.json', '-'])).rejects.toThrow(
      'standard input (-) is a terminal; pipe a plan into the program, as in terraform show -json PLANFILE | plan-review -',
    ));

  test('is not read if no plan comes from it', () => expect(planReader(['plan.json'])).resolves.toBeDefined());
});

describe('the stack of a plan', () => {
  const started = process.cwd();
  const folder = mkdtempSync(join(tmpdir(), 'stacks-'));
  beforeAll(() => process.chdir(folder));
  afterAll(() => {
    process.chdir(started);
    rmSync(folder, { recursive: true });
  });
  const stacksOf = (...files: readonly string[]) => {
    for (const file of files) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, '{"format_version":"1.2","resource_changes":[]}');
    }
    const plans = planFiles(files, { read: (path) => readFileSync(path) });
    return plans.map(({ plan, isNamed }) => [plan.stack, isNamed]);
  };

  test('is its folder in a working directory, or in stacks/', () =>
    expect(stacksOf('live/prod/net/plan.json', 'live/prod/shop/tfplan.json', 'stacks/jobs/plan.json')).toEqual([
      ['live/prod/net', true],
      ['live/prod/shop', true],
      ['jobs', true],
    ]));

  test('is its folder relative to the other plans outside the working directory', () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'plans-'));
    const files = ['prod/net/plan.json', 'prod/shop/plan.json', 'dev.json'].map((file) => join(elsewhere, file));
    expect(stacksOf(...files)).toEqual([
      ['prod/net', false],
      ['prod/shop', false],
      ['dev', false],
    ]);
    rmSync(elsewhere, { recursive: true });
  });

  test('is the file name if it says more than the folder, or if the file is in the working directory', () =>
    expect(stacksOf('plans/network.json', 'plan.json')).toEqual([
      ['network', false],
      ['plan', false],
    ]));
});
