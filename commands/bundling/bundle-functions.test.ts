import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { bundleFunctions } from './bundle-functions';

const root = process.cwd();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'himeshima-bundles-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const bundled = (name: string) => bundleFunctions({ root, outdir: join(folder, name) });
/** Uses the bundles of an earlier synthesis, if there are any. */
async function bundledTogether(name: string) {
  const outdir = join(root, 'build', 'functions');
  const bundles = await bundleFunctions({ root, outdir });
  cpSync(outdir, join(folder, name), { recursive: true });
  return bundles;
}
const bytes = (name: string, zip: string) => readFileSync(join(folder, name, `${zip}.zip`));

describe('bundleFunctions', () => {
  test('produces the same bytes separately and together, in zips of at most 400 KiB', async () => {
    const first = await bundledTogether('first');
    expect(first.map(({ name }) => name)).toEqual([
      'alert-message',
      'api',
      'decommission-delete',
      'decommission-revoke',
      'live-authorizer',
      'live-connections',
      'live-push',
      'power-command',
      'power-confirm',
      'power-on',
      'provisioning-hook',
      'rotate-answer',
      'rotate-ask',
      'rotate-finish',
      'rotate-issue',
      'telemetry-writer',
      'timer-event',
    ]);
    cpSync(join(folder, 'first'), join(folder, 'second'), { recursive: true });
    for (const stale of [['power-on'], ['alert-message', 'rotate-issue', 'timer-event']]) {
      for (const name of stale) rmSync(join(folder, 'second', `${name}.zip`));
      const again = await bundled('second');
      expect(again.filter(({ built }) => built).map(({ name }) => name)).toEqual(stale);
    }
    for (const { name } of first) {
      expect(bytes('second', name).equals(bytes('first', name))).toBe(true);
      expect(bytes('first', name).length).toBeLessThanOrEqual(400 * 1024);
    }
  }, 30_000);

  test('writes the handler and its source map, without sources', async () => {
    await bundled('first');
    const files = unzipSync(bytes('first', 'power-on'));
    expect(Object.keys(files)).toEqual(['handler.js', 'handler.js.map']);
    const map: unknown = JSON.parse(new TextDecoder().decode(files['handler.js.map']));
    expect(map).not.toHaveProperty('sourcesContent');
    expect(map).toHaveProperty(
      'sources',
      expect.arrayContaining([expect.stringMatching(/functions\/power-on\/handler\.ts$/)]),
    );
  });

  test('includes only the schemas of the operations that a function calls', async () => {
    await bundled('first');
    const { 'handler.js': code } = unzipSync(bytes('first', 'decommission-revoke'));
    const text = new TextDecoder().decode(code);
    expect(text).toContain('/attached-policies/{target}');
    expect(text).not.toContain('/billing-groups/');
  });

  test('removes the zip of a deleted function', async () => {
    await bundled('first');
    writeFileSync(join(folder, 'first', 'gone.zip'), '');
    await bundled('first');
    expect(() => bytes('first', 'gone')).toThrow('ENOENT');
  });

  test('reports the line of code that cannot be bundled', async () => {
    const broken = mkdtempSync(join(folder, 'broken-'));
    mkdirSync(join(broken, 'functions', 'torn'), { recursive: true });
    writeFileSync(join(broken, 'functions', 'torn', 'handler.ts'), 'export const handler = (;\n');
    const bundling = bundleFunctions({ root: broken, outdir: join(broken, 'build') });
    await expect(bundling).rejects.toThrow('functions/torn/handler.ts:1:25 cannot be bundled: Unexpected ";"');
  });
});
