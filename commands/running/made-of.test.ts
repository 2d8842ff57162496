import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inputsOf, isMadeOf, rememberMadeOf } from './made-of';

const root = mkdtempSync(join(tmpdir(), 'himeshima-made-of-'));
afterAll(() => rmSync(root, { recursive: true }));

const path = (file: string) => join(root, file);
function write(file: string, text: string): void {
  mkdirSync(join(path(file), '..'), { recursive: true });
  writeFileSync(path(file), text);
}
const isUpToDate = () => isMadeOf(root, 'dev', inputsOf(root));

beforeEach(() => {
  write('functions/power-on/handler.ts', 'one');
  write('stacks/power.ts', 'one');
  write('cdktf.out/stacks/dev/cdk.tf.json', '{}');
  write('cdktf.out/stacks/dev/functions/power-on.zip', 'zip');
  rememberMadeOf(root, 'dev', inputsOf(root));
});

test('a stack of which nothing has changed is up to date, and another one is not', () => {
  expect(isUpToDate()).toBe(true);
  expect(isMadeOf(root, 'prod', inputsOf(root))).toBe(false);
});

test.each([
  ['a source is written', () => write('stacks/power.ts', 'others')],
  ['a source is added', () => write('lib/new.ts', 'one')],
  ['a folder gets another name', () => renameSync(path('functions/power-on'), path('functions/power-off'))],
  ['a source is put back as it was long ago', () => utimesSync(path('stacks/power.ts'), 1, 1)],
  ['tsconfig.json is written', () => write('tsconfig.json', '{}')],
  ['a bundle is missing', () => rmSync(path('cdktf.out/stacks/dev/functions/power-on.zip'))],
  ['the stack is missing', () => rmSync(path('cdktf.out/stacks/dev/cdk.tf.json'))],
  ['the record is half written', () => write('build/made-of/dev.json', '{"inp')],
])('where %s it is not', (_, change) => {
  change();
  expect(isUpToDate()).toBe(false);
});

test('a test that is written changes nothing', () => {
  write('functions/power-on/handler.test.ts', 'test');
  expect(isUpToDate()).toBe(true);
});
