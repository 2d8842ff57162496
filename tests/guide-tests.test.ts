import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

// The timeout is long, because each test starts a second Jest.
jest.setTimeout(90_000);

const root = process.cwd();
const guides = ['add-a-sensor', 'add-a-device'].map((name) =>
  readFileSync(join('docs', 'guides', `${name}.md`), 'utf8'),
);

/** Copy of the project, including the functions and contracts that the guides ask their readers to write. */
let copy: string;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'himeshima-guide-'));
  cpSync(join(root, 'contracts'), join(copy, 'contracts'), {
    recursive: true,
    filter: (path) => !/\.test\.ts$/.test(path),
  });
  const written = guides.flatMap((guide) => [
    ...guide.matchAll(/^```ts\n\/\/ ((?:contracts|functions)\/\S+)\n([\s\S]*?)^```/gm),
  ]);
  for (const [, path = '', code = ''] of written) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), code);
  }
  cpSync(join(root, 'functions', 'shared', 'test-table.ts'), join(copy, 'functions', 'shared', 'test-table.ts'));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const config = JSON.stringify(join(root, 'jest.config.cjs'));
  writeFileSync(join(copy, 'jest.config.cjs'), `exports.transform = require(${config}).transform;`);
});
afterAll(() => rmSync(copy, { recursive: true }));

/** Runs Jest on the guide's test. If Jest has not exited by the deadline, the result has a signal instead of a status. */
function runJest() {
  const program = [join(root, 'node_modules', 'jest', 'bin', 'jest.js'), '--runInBand', '--no-cache'];
  const { status, signal, stderr } = spawnSync(process.execPath, program, {
    cwd: copy,
    encoding: 'utf8',
    timeout: 40_000,
  });
  return { status, signal, stderr };
}

test('add-a-device names the files that npm run generate writes', () => {
  const blueprint = join('commands', 'blueprints', 'device', 'files');
  const generated = readdirSync(blueprint, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => path.replaceAll('sample-thing', 'lock'));
  const named = [...(guides[1] ?? '').matchAll(/^```ts\n\/\/ (\S+)$/gm)].map(([, path]) => path);
  expect(named.toSorted()).toEqual(generated.toSorted());
});

test('the tests in the guides pass', () => {
  const { stderr, ...end } = runJest();
  expect(end).toEqual({ status: 0, signal: null });
  expect(stderr).toContain('Tests:       2 passed, 2 total');
});

test("Jest exits after a failed assertion in a guide's test", () => {
  const file = join(copy, 'functions', 'door-opened', 'doors-table.test.ts');
  writeFileSync(file, readFileSync(file, 'utf8').replace('toBe(1)', 'toBe(2)'));
  expect(runJest()).toMatchObject({ status: 1, signal: null, stderr: expect.stringContaining('Expected: 2') });
});
