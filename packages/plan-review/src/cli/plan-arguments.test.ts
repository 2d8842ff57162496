import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planArguments, skippedWarning } from './plan-arguments';

const folder = mkdtempSync(join(tmpdir(), 'plans-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (...path: readonly string[]) => fileWith('{}', ...path);
function fileWith(content: string, ...path: readonly string[]): string {
  mkdirSync(join(folder, ...path.slice(0, -1)), { recursive: true });
  writeFileSync(join(folder, ...path), content);
  return join(folder, ...path);
}
const plan = file('plan.json');
const [network, shop] = [file('stacks', 'network', 'plan.json'), file('stacks', 'shop', 'plan.json')];
file('stacks', 'shop', 'main.tf');
file('stacks', '.terraform', 'modules.json');

const parsed = (...given: readonly string[]) => planArguments(given, ['post', 'drift']);

describe('planArguments', () => {
  test('separates the action from the plans', () => {
    expect(parsed(plan)).toEqual({ action: undefined, files: [plan], skipped: [] });
    expect(parsed('post', plan, network)).toEqual({ action: 'post', files: [plan, network], skipped: [] });
    expect(parsed('post', '-')).toEqual({ action: 'post', files: ['-'], skipped: [] });
    expect(parsed()).toEqual({ action: undefined, files: [], skipped: [] });
  });

  test('finds the plans in a folder, without hidden folders', () => {
    expect(parsed('post', join(folder, 'stacks')).files).toEqual([network, shop]);
  });

  test('finds linked plan files, and plans in deep folders', () => {
    const deep = file('many', ...Array.from({ length: 8 }, (_, level) => `level-${level}`), 'plan.json');
    const link = join(folder, 'many', 'linked.json');
    symlinkSync(plan, link);
    symlinkSync(folder, join(folder, 'many', 'loop'));
    expect(parsed(join(folder, 'many')).files).toEqual([deep, link]);
  });

  test('rejects a folder with a binary plan that has no JSON next to it', () => {
    file('binary', 'shop', 'plan.tfplan');
    file('binary', 'network', 'plan.json');
    file('binary', 'network', 'plan.tfplan');
    expect(() => parsed(join(folder, 'binary'))).toThrow(
      `${join(folder, 'binary', 'shop', 'plan.tfplan')} is a binary plan; write its JSON next to it: terraform show -json plan.tfplan > plan.json`,
    );
    expect(parsed(join(folder, 'binary', 'network')).files).toHaveLength(1);
  });

  test('rejects a folder with a compressed plan', () => {
    file('compressed', 'plan.json');
    const archive = file('compressed', 'shop', 'plan.json.gz');
    expect(() => parsed(join(folder, 'compressed'))).toThrow(
      `${archive} is compressed with gzip; decompress it with gzip -d, or delete it`,
    );
  });

  test('rejects an unknown argument and a folder without plans', () => {
    expect(() => parsed('psot')).toThrow(
      'there is no file psot, and no action of this name; expected post, drift or a plan file',
    );
    mkdirSync(join(folder, 'empty'));
    expect(() => parsed(join(folder, 'empty'))).toThrow('contains no *.json files');
  });

  describe('in a folder with other JSON files', () => {
    const plan = fileWith('{"format_version":"1.2","resource_changes":[]}', 'mixed', 'plan.json');
    const others = [
      fileWith('{"aws_vpc.main":{"path":"main.tf","line":1}}', 'mixed', 'places.json'),
      fileWith('{\n  // strict\n  "compilerOptions": {},\n}', 'mixed', 'tsconfig.json'),
    ];

    test('skips the other files, and names them in one line', () => {
      expect(parsed(join(folder, 'mixed'))).toEqual({ action: undefined, files: [plan], skipped: others });
      expect(skippedWarning(parsed(join(folder, 'mixed')))).toBe(
        `! skipped 2 JSON files without a plan: ${others.join(', ')}`,
      );
      expect(skippedWarning(parsed(plan))).toBeUndefined();
    });

    test('rejects a folder without a plan, also next to a binary plan', () => {
      const only = fileWith('{"name":"shop"}', 'no-plan', 'package.json');
      expect(() => parsed(join(folder, 'no-plan'))).toThrow(
        `no-plan contains no plan, only ${only}; expected the output of terraform show -json`,
      );
      file('no-plan', 'plan.tfplan');
      expect(() => parsed(join(folder, 'no-plan'))).toThrow('plan.tfplan is a binary plan');
    });

    test.each([
      ['a truncated plan', '{"resource_changes":[{"address":'],
      ['truncated JSON without a key of Terraform', '{"name":"sh'],
      ['a state', '{"version":4,"serial":1,"lineage":"x","resources":[]}'],
      ['a plan without changes', '{"format_version":"1.2","configuration":{}}'],
      ['an empty file', ''],
      ['an empty object', '{}'],
    ])('does not skip %s', (_, content) => {
      const damaged = fileWith(content, 'damaged', 'plan.json');
      expect(parsed(join(folder, 'damaged'))).toMatchObject({ files: [damaged], skipped: [] });
    });
  });
});
