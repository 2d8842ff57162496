import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planArguments } from './plan-arguments';

const folder = mkdtempSync(join(tmpdir(), 'plans-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (...path: readonly string[]) => {
  mkdirSync(join(folder, ...path.slice(0, -1)), { recursive: true });
  writeFileSync(join(folder, ...path), '{}');
  return join(folder, ...path);
};
const plan = file('plan.json');
const [network, shop] = [file('stacks', 'network', 'plan.json'), file('stacks', 'shop', 'plan.json')];
file('stacks', 'shop', 'main.tf');
file('stacks', '.terraform', 'modules.json');

const parsed = (...given: readonly string[]) => planArguments(given, ['post', 'drift']);

describe('planArguments', () => {
  test('separates the action from the plans', () => {
    expect(parsed(plan)).toEqual({ action: undefined, files: [plan] });
    expect(parsed('post', plan, network)).toEqual({ action: 'post', files: [plan, network] });
    expect(parsed()).toEqual({ action: undefined, files: [] });
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

  test('rejects an unknown argument and a folder without plans', () => {
    expect(() => parsed('psot')).toThrow(
      'there is no file psot, and no action of this name; expected post, drift or a plan file',
    );
    mkdirSync(join(folder, 'empty'));
    expect(() => parsed(join(folder, 'empty'))).toThrow('contains no *.json files');
  });
});
