import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rejectTwoVersions } from './installed-versions';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'installed-versions-')));
afterAll(() => rmSync(folder, { recursive: true }));

/** Installs a package in a folder. @returns the package's folder */
function install(below: string, name: string, version: string, dependencies: readonly string[] = []): string {
  const made = join(below, 'node_modules', '@himeshima', name);
  mkdirSync(made, { recursive: true });
  const needs = Object.fromEntries(dependencies.map((one) => [`@himeshima/${one}`, '*']));
  writeFileSync(
    join(made, 'package.json'),
    JSON.stringify({ name: `@himeshima/${name}`, version, dependencies: { zod: '4', ...needs } }),
  );
  return made;
}

test('accepts an installation with one version of each package', () => {
  const root = join(folder, 'one');
  const program = install(root, 'local-aws', '0.2.0', ['iot', 'cli']);
  install(root, 'iot', '0.2.0', ['cli']);
  install(root, 'cli', '0.1.0');
  expect(() => rejectTwoVersions(join(program, 'package.json'))).not.toThrow();
});

test('rejects two versions of a package, and reports both locations', () => {
  const root = join(folder, 'two');
  const program = install(root, 'local-aws', '0.2.0', ['iot', 'plan-review']);
  const iot = install(root, 'iot', '0.2.0');
  const review = install(root, 'plan-review', '0.1.0', ['iot']);
  const older = install(review, 'iot', '0.1.0');
  const message = expect.stringMatching(
    /^two versions of @himeshima\/iot are installed: .*; update all @himeshima\/\* packages .*$/,
  );
  expect(() => rejectTwoVersions(join(program, 'package.json'))).toThrow(expect.objectContaining({ message }));
  expect(() => rejectTwoVersions(join(program, 'package.json'))).toThrow(`0.2.0 in ${iot}`);
  expect(() => rejectTwoVersions(join(program, 'package.json'))).toThrow(`0.1.0 in ${older}`);
});
