import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { externalPackages } from '../commands/bundling/external-packages.mjs';
import { packagesIn } from '../commands/packaging/package-list';
import { exampleIn } from '../commands/packaging/readme-example';

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

test("npm installs the packages' dependencies at the root, where bundled commands look for them", () => {
  expect(packagesIn(root).filter(({ folder: one }) => existsSync(join(one, 'node_modules')))).toEqual([]);
});

const bundleScript = (contents: string) =>
  build({
    ...bundle,
    plugins,
    stdin: { contents, resolveDir: root, sourcefile: 'example.js' },
    format: 'cjs',
    logLevel: 'silent',
  });

test('startLocalAws rejects a stack that cannot start, and leaves no processes running', async () => {
  const tooShort = {
    resource: { aws_dynamodb_table: { t: { name: 't', hash_key: 'id', attribute: [{ name: 'id', type: 'S' }] } } },
  };
  writeFileSync(
    join(folder, 'cdk.tf.json'),
    JSON.stringify({ provider: { aws: { region: 'eu-west-1' } }, ...tooShort }),
  );
  await bundleScript(`
    import { startLocalAws } from '@himeshima/local-aws';
    startLocalAws({ stacks: 'cdk.tf.json' }).catch(({ message }) => console.log(message));`);
  const ended = spawnSync(process.execPath, ['stdin.js'], { cwd: folder, encoding: 'utf8', timeout: 20_000 });
  expect(ended).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^aws_dynamodb_table\.t: TableName must be/),
  });
}, 30_000);

// these tests run the examples from source; `npm run packages -- --try` runs them with the packed packages
test.each(packagesIn(root).map(({ name, folder: source }) => [name, source] as const))(
  'the first example in the README of %s prints the documented output',
  async (_name, source) => {
    const { code, output } = exampleIn(readFileSync(join(source, 'README.md'), 'utf8'));
    // wrap the code in a function: it is bundled as CommonJS, like the commands, and CommonJS has no top-level `await`
    const [, imports = '', rest = code] = /^((?:import [^;]*;\n)+)(.*)$/s.exec(code) ?? [];
    const contents = `${imports}void (async () => {${rest}})();`;
    await bundleScript(contents);
    const { stdout, stderr } = spawnSync(process.execPath, ['stdin.js'], { cwd: folder, encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: output, stderr: '' });
  },
  30_000,
);
