import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { packLibrary } from './pack-library';

jest.setTimeout(120_000);

const project = mkdtempSync(join(tmpdir(), 'himeshima-elsewhere-'));
const installed = join(project, 'node_modules', 'himeshima-iot');
afterAll(() => rmSync(project, { recursive: true }));

/** As npm does it, with the packages that are here. */
beforeAll(async () => {
  const tarball = await packLibrary({ library: join('lib', 'iot'), name: 'himeshima-iot', out: project });
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['xzf', tarball, '-C', installed, '--strip-components=1']);
  for (const name of dependencies()) symlinkSync(resolve('node_modules', name), join(project, 'node_modules', name));
});

function dependencies(): readonly string[] {
  const manifest = z.object({ dependencies: z.record(z.string(), z.string()) });
  return Object.keys(manifest.parse(JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))).dependencies);
}

const rule = `import { tryRule, type Tried } from 'himeshima-iot';
const sql = "SELECT *, topic(2) AS room FROM 'room/+' WHERE celsius > 30";
const tried: Tried = tryRule({ sql, topic: 'room/1', payload: { celsius: 31 }, version: '2016-03-23' });
console.log(JSON.stringify(tried));
`;

test('lib/iot runs alone, with its small packages', () => {
  expect(dependencies()).toEqual(['decimal.js', 'fastest-levenshtein', 'qlobber']);
  writeFileSync(join(project, 'rule.mjs'), rule.replace(', type Tried', '').replace(': Tried', ''));
  const { stdout, stderr } = spawnSync('node', [join(project, 'rule.mjs')], { encoding: 'utf8' });
  expect({ stdout, stderr }).toEqual({
    stdout: '{"matched":true,"output":{"celsius":31,"room":"1"}}\n',
    stderr: '',
  });
});

test('its types are there, and need no others', () => {
  writeFileSync(join(project, 'rule.ts'), rule.replace(/console.*\n/, 'export const { matched } = tried;\n'));
  const tsc = resolve('node_modules', '.bin', 'tsc');
  const strict = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--lib', 'es2022', 'rule.ts'];
  const { stdout, status } = spawnSync(tsc, strict, { cwd: project, encoding: 'utf8' });
  expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
});
