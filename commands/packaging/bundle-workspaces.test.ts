import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleWorkspaces } from './bundle-workspaces';

const folder = mkdtempSync(join(tmpdir(), 'himeshima-bundle-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Packs a package with npm, and returns the path of its tarball. */
function pack(name: string, dependencies: Readonly<Record<string, string>>): string {
  const source = join(folder, name);
  mkdirSync(source, { recursive: true });
  writeFileSync(
    join(source, 'package.json'),
    JSON.stringify({ name: `@example/${name}`, version: '1.0.0', dependencies }),
  );
  writeFileSync(join(source, 'index.js'), `module.exports = '${name}';\n`);
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: source, stdio: 'pipe' });
  return join(folder, `example-${name}-1.0.0.tgz`);
}

test('adds the packages that a package needs, and lists their dependencies, which npm does not install otherwise', () => {
  const tool = pack('tool', { '@example/parser': '^1.0.0', colors: '^1.0.0' });
  const parser = pack('parser', { '@example/schema': '^1.0.0' });
  const schema = pack('schema', { zod: '^4.0.0' });
  bundleWorkspaces('@example/tool', [tool, parser, schema, pack('other', {})]);
  const files = execFileSync('tar', ['tzf', tool], { encoding: 'utf8' }).trim().split('\n');
  expect(files).toEqual(
    expect.arrayContaining([
      'package/index.js',
      'package/node_modules/@example/parser/index.js',
      'package/node_modules/@example/schema/index.js',
    ]),
  );
  expect(files.join()).not.toContain('@example/other');
  const manifest: unknown = JSON.parse(
    execFileSync('tar', ['xzOf', tool, 'package/package.json'], { encoding: 'utf8' }),
  );
  expect(manifest).toMatchObject({
    dependencies: { '@example/parser': '^1.0.0', '@example/schema': '^1.0.0', colors: '^1.0.0', zod: '^4.0.0' },
    bundleDependencies: ['@example/parser', '@example/schema'],
  });
});

test('reports a package that was not packed', () =>
  expect(() => bundleWorkspaces('@example/tool', [])).toThrow('cannot bundle @example/tool: it was not packed'));
