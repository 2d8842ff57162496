import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Each test runs a process or two.
jest.setTimeout(120_000);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'himeshima-commands-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync('node', ['commands/run.mjs', ...args], { encoding: 'utf8' });
  return { status, stdout, lines: stderr.trimEnd().split('\n') };
}

/** A plan of many resources, whose review is longer than a pipe holds. */
function longPlan(): string {
  const change = { actions: ['update'], before: { name: 'a' }, after: { name: 'b' } };
  const file = join(folder, 'long.json');
  const queue = (at: number) => ({ address: `aws_sqs_queue.q${at}`, type: 'aws_sqs_queue', name: `q${at}`, change });
  writeFileSync(file, JSON.stringify({ resource_changes: Array.from({ length: 3_000 }, (_, at) => queue(at)) }));
  return file;
}

test.each([
  [
    ['query', 'rooms-above', '--degrees', '-5'],
    '✗ --degrees takes a value; one that begins with a dash is written with =, as in --degrees=-10',
  ],
  [
    ['monitors', 'backtest', 'states_executions_failed', '--from', '-10'],
    '✗ --from takes a value; one that begins with a dash is written with =, as in --from=-10',
  ],
  [['query', '--nonsense'], "✗ Unknown option '--nonsense'; --help shows what is known"],
  [['token', '--scope'], "✗ Option '--scope <value>' argument missing; --help shows what is known"],
  [['monitors', '--nonsense'], expect.stringMatching(/^✗ unknown command --nonsense \(known: list, /)],
  [['bench', '--only', 'constructor'], expect.stringMatching(/^✗ --only constructor is not known; known: /)],
  [['local', 'fire', 'x', '--endpoint', 'xyz'], '✗ --endpoint xyz is no address; write http://127.0.0.1:4566'],
  [
    ['review', '--plan', 'x', '--format', 'toString'],
    '✗ --format toString is not known; known: markdown, terminal, json, widget, codequality',
  ],
])('%j ends with one line and exit 1', (args, line) => {
  expect(run(...args)).toEqual({ status: 1, stdout: '', lines: [line] });
});

test('what answers and is no platform is told, not how its answer could not be read', async () => {
  const server = createServer((_, response) => response.end('<html>'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const endpoint = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const child = spawn('node', ['commands/run.mjs', 'local', 'fire', 'x', '--endpoint', endpoint]);
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  await new Promise((resolve) => child.once('close', resolve));
  server.close();
  expect(said).toBe(`✗ what answers at ${endpoint} is no platform; --endpoint names another\n`);
});

test('a reader that has seen enough ends a command without a word', async () => {
  const child = spawn('node', ['commands/run.mjs', 'review', '--plan', longPlan(), '--format', 'json']);
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  child.stdout.once('data', () => child.stdout.destroy());
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect({ code, said }).toEqual({ code: 141, said: '' });
});
