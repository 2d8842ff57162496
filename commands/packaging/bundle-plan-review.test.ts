import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { bundlePlanReview } from './bundle-plan-review';

const root = join(__dirname, '..', '..');
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'himeshima-program-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the program runs without any npm package, and comes with the licenses of the packages that it contains', async () => {
  const bundle = await bundlePlanReview(root);
  const program = join(folder, 'dist', 'cli', 'plan-review.js');
  mkdirSync(dirname(program), { recursive: true });
  copyFileSync(bundle, program);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: '@himeshima/plan-review', version: '0.1.0' }));
  const plan = join(folder, 'plan.json');
  writeFileSync(plan, JSON.stringify({ format_version: '1.2', resource_changes: [] }));
  expect(execFileSync(process.execPath, [program, plan], { encoding: 'utf8', cwd: folder })).toContain(
    'Changes nothing',
  );
  const licenses = readFileSync(join(dirname(bundle), 'bundled-licenses.txt'), 'utf8');
  for (const name of ['zod', 'yaml', 'commander']) expect(licenses).toContain(`${name}\n---`);
  expect(licenses).toContain('Permission is hereby granted');
});
