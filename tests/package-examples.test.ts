import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { externalPackages } from '../commands/bundling/external-packages.mjs';
import { packagesIn } from '../commands/packing/packages-in';
import { exampleIn } from '../commands/packing/readme-example';

const root = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'himeshima-examples-'));
const workers = ['lambda', 'dynamodb'].map((service) => ({
  in: join('packages', 'local-aws', 'src', service, 'worker.ts'),
  out: `${service}-worker`,
}));

const bundle = { absWorkingDir: root, outdir: folder, bundle: true, platform: 'node', target: 'node20' } as const;
const plugins = [externalPackages()];

beforeAll(async () => {
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  await build({ ...bundle, plugins, entryPoints: workers, logLevel: 'silent' });
});
afterAll(() => rmSync(folder, { recursive: true }));

test('npm installs what packages depend on at the root, where the bundles of commands look for it', () => {
  expect(packagesIn(root).filter(({ folder: one }) => existsSync(join(one, 'node_modules')))).toEqual([]);
});

// `npm run packages -- --try` runs them with the packed packages
test.each(packagesIn(root).map(({ name, folder: source }) => [name, source] as const))(
  'the README of %s shows what its first example prints',
  async (_name, source) => {
    const { code, output } = exampleIn(readFileSync(join(source, 'README.md'), 'utf8'));
    // bundled as CommonJS, like the commands, where `await` needs a function
    const [, imports = '', rest = code] = /^((?:import [^;]*;\n)+)(.*)$/s.exec(code) ?? [];
    const contents = `${imports}void (async () => {${rest}})();`;
    await build({
      ...bundle,
      plugins,
      stdin: { contents, resolveDir: root, sourcefile: 'example.js' },
      format: 'cjs',
      logLevel: 'silent',
    });
    const { stdout, stderr } = spawnSync(process.execPath, ['stdin.js'], { cwd: folder, encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: output, stderr: '' });
  },
  30_000,
);
