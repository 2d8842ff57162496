import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { loadHandlerInWorker } from './load-handler-in-worker';

const root = mkdtempSync(join(tmpdir(), 'himeshima-handlers-'));
const worker = join(root, 'build', 'programs', 'handler-worker.js');
beforeAll(() =>
  build({
    entryPoints: [join(__dirname, 'worker.ts')],
    outfile: worker,
    bundle: true,
    conditions: ['source'],
    platform: 'node',
    target: 'node20',
  }),
);
afterAll(() => rmSync(root, { recursive: true }));

const variables = { SET: 'yes', LATER: 'yes', UNREAD: 'yes' };

/** Bundles a handler and a package as the platform does, and loads the bundle. */
async function load(code: string, initSeconds = 10) {
  for (const [file, text] of [
    ['functions/one/handler.ts', code],
    [
      'node_modules/package/index.js',
      "exports.level = () => process.env['LEVEL_OF_PACKAGE'] ?? process.env['UNREAD'];",
    ],
  ] as const) {
    mkdirSync(join(root, file, '..'), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  const directory = join(root, 'build', 'functions', 'one');
  await build({
    absWorkingDir: root,
    entryPoints: ['functions/one/handler.ts'],
    outdir: directory,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    minify: true,
    sourcemap: 'linked',
  });
  return loadHandlerInWorker({ root, directory, variables }, { worker, initSeconds });
}
const handler = 'export const handler = async () => undefined;';

test('lists the variables that a handler reads, at import and later', async () => {
  const loaded = await load(`
    const set = process.env['SET'];
    export const handler = async () => [set, process.env.LATER];
  `);
  expect(loaded.failure).toBeUndefined();
  expect(loaded.read).toEqual(expect.arrayContaining(['SET', 'LATER']));
  expect(loaded.read).not.toContain('UNREAD');
  expect(loaded.unset).toEqual([]);
});

test('reports an unset variable with the line that reads it', async () => {
  const { unset } = await load(`const now = [process.env].map((variables) => variables['NOW']);
    export const handler = async () => [now, process.env['IN_HANDLER']];`);
  expect(unset).toEqual([
    { name: 'NOW', place: 'functions/one/handler.ts:1' },
    { name: 'IN_HANDLER', place: 'functions/one/handler.ts:2' },
  ]);
});

test('lists variables that a package reads, but does not require them to be set', async () => {
  const loaded = await load(`import { level } from 'package';
    level();
    ${handler}`);
  expect(loaded).toMatchObject({ read: expect.arrayContaining(['LEVEL_OF_PACKAGE', 'UNREAD']), unset: [] });
});

test.each([
  ['throws', `throw new Error('no region');`, 'Error: no region'],
  ['exits the process', 'process.exit(0);', 'the handler exits the process'],
  ['rejects a promise', `void Promise.reject(new Error('too late'));`, 'Error: too late'],
  ['does not export `handler`', undefined, 'Runtime.HandlerNotFound: handler.handler is undefined or not exported'],
])('fails for a handler that %s at import', async (_, statement, message) => {
  const { failure } = await load(statement === undefined ? 'export const other = 1;' : `${statement} ${handler}`);
  expect(failure?.message).toBe(message);
});

test('fails if the import of a handler does not finish in time', async () => {
  const { failure } = await load(`while (true); ${handler}`, 1);
  expect(failure?.message).toBe("loading takes more than 1 s, the limit of Lambda's init phase");
});
