import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { bundleFunctions, repeatedBundling } from './bundle-functions';

const root = process.cwd();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'himeshima-bundles-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const bundleInto = (name: string) => bundleFunctions({ root, outdir: join(folder, name) });
/** Bundles all functions together and copies their zips. Reuses bundles from an earlier synthesis if they exist. */
async function bundledTogether(name: string) {
  const outdir = join(root, 'build', 'functions');
  const bundles = await bundleFunctions({ root, outdir });
  cpSync(outdir, join(folder, name), { recursive: true });
  return bundles;
}
const bytes = (name: string, zip: string) => readFileSync(join(folder, name, `${zip}.zip`));

/** Creates a project with functions. @param handlers code of each function, by function name */
function projectOf(handlers: Readonly<Record<string, string>>): string {
  const project = mkdtempSync(join(folder, 'project-'));
  mkdirSync(join(project, 'packages', 'constructs', 'src', 'bundling'), { recursive: true });
  for (const [name, code] of Object.entries(handlers)) {
    mkdirSync(join(project, 'functions', name), { recursive: true });
    writeFileSync(join(project, 'functions', name, 'handler.ts'), code);
  }
  return project;
}

describe('bundleFunctions', () => {
  test('produces identical zips of at most 400 KiB, whether functions are bundled separately or together', async () => {
    const first = await bundledTogether('first');
    const folders = readdirSync('functions').filter((name) => existsSync(join('functions', name, 'handler.ts')));
    expect(first.map(({ name }) => name)).toEqual(folders.sort());
    cpSync(join(folder, 'first'), join(folder, 'second'), { recursive: true });
    for (const stale of [['power-on'], ['alert-message', 'rotate-issue', 'timer-event']]) {
      for (const name of stale) rmSync(join(folder, 'second', `${name}.zip`));
      const again = await bundleInto('second');
      expect(again.filter(({ built }) => built).map(({ name }) => name)).toEqual(stale);
    }
    for (const { name } of first) {
      expect(bytes('second', name).equals(bytes('first', name))).toBe(true);
      expect(bytes('first', name).length).toBeLessThanOrEqual(400 * 1024);
    }
  }, 30_000);

  test('writes the handler and its source map, without sources', async () => {
    await bundleInto('first');
    const files = unzipSync(bytes('first', 'power-on'));
    expect(Object.keys(files)).toEqual(['handler.js', 'handler.js.map']);
    const map: unknown = JSON.parse(new TextDecoder().decode(files['handler.js.map']));
    expect(map).not.toHaveProperty('sourcesContent');
    expect(map).toHaveProperty(
      'sources',
      expect.arrayContaining([expect.stringMatching(/functions\/power-on\/handler\.ts$/)]),
    );
  });

  test('includes only the schemas of operations that a function calls', async () => {
    await bundleInto('first');
    const { 'handler.js': code } = unzipSync(bytes('first', 'decommission-revoke'));
    const text = new TextDecoder().decode(code);
    expect(text).toContain('/attached-policies/{target}');
    expect(text).not.toContain('/billing-groups/');
  });

  test('removes the zip of a deleted function', async () => {
    await bundleInto('first');
    writeFileSync(join(folder, 'first', 'gone.zip'), '');
    await bundleInto('first');
    expect(() => bytes('first', 'gone')).toThrow('ENOENT');
  });

  test('reports every line of code that cannot be bundled', async () => {
    const broken = projectOf({ torn: 'export const handler = (;\n', lost: "import './missing';\n" });
    const failure = await bundleFunctions({ root: broken, outdir: join(broken, 'build') }).catch(String);
    expect(String(failure).replace('Error: ', '').split('\n').sort()).toEqual([
      'functions/lost/handler.ts:1:8 cannot be bundled: Could not resolve "./missing"',
      'functions/torn/handler.ts:1:25 cannot be bundled: Unexpected ";"',
    ]);
  });

  test('rebuilds a zip only after a change to its code, the lock file or the bundling code', async () => {
    const project = projectOf({ one: 'export const handler = () => 1;\n', two: 'export const handler = () => 2;\n' });
    const rebuilt = async () => {
      const bundles = await bundleFunctions({ root: project, outdir: join(project, 'build') });
      return bundles.flatMap(({ name, built }) => (built === undefined ? [] : name));
    };
    const write = (path: string) => writeFileSync(join(project, path), 'export const handler = () => 3;\n');
    expect(await rebuilt()).toEqual(['one', 'two']);
    expect(await rebuilt()).toEqual([]);
    write('functions/one/handler.ts');
    expect(await rebuilt()).toEqual(['one']);
    for (const shared of ['package-lock.json', 'packages/constructs/src/bundling/plugin.ts']) {
      write(shared);
      expect(await rebuilt()).toEqual(['one', 'two']);
    }
    write('packages/constructs/src/bundling/plugin.test.ts');
    expect(await rebuilt()).toEqual([]);
  });

  test('bundles edited functions again with the same result as a single run, even after an error', async () => {
    const project = projectOf({ one: 'export const handler = () => 1;\n', two: 'export const handler = () => 2;\n' });
    const { bundle, dispose } = repeatedBundling({ root: project, outdir: join(project, 'repeated') });
    const edit = (name: string, code: string) => writeFileSync(join(project, 'functions', name, 'handler.ts'), code);
    await bundle();
    for (const code of [
      'export const handler = () => 3;\n',
      'export const handler = (;\n',
      'export const handler = () => 4;\n',
    ]) {
      edit('one', code);
      const failed = await bundle().then(
        () => false,
        () => true,
      );
      expect(failed).toBe(code.includes('(;'));
    }
    edit('two', 'export const handler = () => 5;\n');
    expect((await bundle()).filter(({ built }) => built).map(({ name }) => name)).toEqual(['two']);
    await dispose();
    await bundleFunctions({ root: project, outdir: join(project, 'once') });
    for (const name of ['one.zip', 'two.zip'])
      expect(readFileSync(join(project, 'repeated', name)).equals(readFileSync(join(project, 'once', name)))).toBe(
        true,
      );
  });
});
