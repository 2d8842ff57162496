import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inputsOf, isBuiltFrom, recordBuildInputs } from './build-inputs';

const root = mkdtempSync(join(tmpdir(), 'himeshima-build-inputs-'));
afterAll(() => rmSync(root, { recursive: true }));

const path = (file: string) => join(root, file);
function write(file: string, text: string): void {
  mkdirSync(join(path(file), '..'), { recursive: true });
  writeFileSync(path(file), text);
}
/** Writes a file with a fixed modification time, in whole seconds, which `utimes` sets without rounding. */
function writeAtFixedTime(file: string, text: string): void {
  write(file, text);
  utimesSync(path(file), 1_000_000, 1_000_000);
}
const zip = 'cdktf.out/stacks/dev/functions/power-on.zip';
const isUpToDate = () => isBuiltFrom(root, 'dev', inputsOf(root));

beforeEach(() => {
  write('functions/power-on/handler.ts', 'one');
  writeAtFixedTime('stacks/power.ts', 'one');
  write('cdktf.out/stacks/dev/cdk.tf.json', '{}');
  writeAtFixedTime(zip, 'zip');
  recordBuildInputs(root, 'dev', inputsOf(root));
});

test('accepts a stack with unchanged sources, but not a stack that was never synthesized', () => {
  expect(isUpToDate()).toBe(true);
  expect(isBuiltFrom(root, 'prod', inputsOf(root))).toBe(false);
});

test.each([
  ['a source is written', () => write('stacks/power.ts', 'others')],
  ['a source is added', () => write('packages/iot/src/new.ts', 'one')],
  ['a folder is renamed', () => renameSync(path('functions/power-on'), path('functions/power-off'))],
  ['a source is edited without a change of size or time', () => writeAtFixedTime('stacks/power.ts', 'two')],
  ['a bundle is replaced without a change of size or time', () => writeAtFixedTime(zip, 'ZIP')],
  ['tsconfig.json is written', () => write('tsconfig.json', '{}')],
  ['a bundle is missing', () => rmSync(path(zip))],
  ['the stack is missing', () => rmSync(path('cdktf.out/stacks/dev/cdk.tf.json'))],
  ['the record is truncated', () => write('build/inputs/dev.json', '{"inp')],
])('rejects a stack if %s', (_, change) => {
  change();
  expect(isUpToDate()).toBe(false);
});

test('accepts a stack after a test file is written', () => {
  write('functions/power-on/handler.test.ts', 'test');
  expect(isUpToDate()).toBe(true);
});

test('accepts a stack if only the modification times of its sources change', () => {
  utimesSync(path('stacks/power.ts'), 1, 1);
  expect(isUpToDate()).toBe(true);
});

test('accepts the stack of a copied checkout until the copy is edited', () => {
  const copy = mkdtempSync(join(tmpdir(), 'himeshima-build-inputs-copy-'));
  cpSync(root, copy, { recursive: true, preserveTimestamps: true });
  expect(isBuiltFrom(copy, 'dev', inputsOf(copy))).toBe(true);
  writeFileSync(join(copy, 'stacks/power.ts'), 'two');
  expect(isBuiltFrom(copy, 'dev', inputsOf(copy))).toBe(false);
  rmSync(copy, { recursive: true });
});
