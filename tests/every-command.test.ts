import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { quote } from 'shell-quote';
import { commandServer } from './command-process';

// the timeout is long, because each test runs one or two processes
jest.setTimeout(120_000);

const commands = commandServer();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'himeshima-commands-'));
});
afterAll(async () => {
  await commands.end();
  rmSync(folder, { recursive: true });
});

async function run(name: string, ...args: string[]) {
  const { code, stdout, stderr } = await commands.run(name, args);
  return { status: code, stdout, lines: stderr.trimEnd().split('\n') };
}

/** Returns a plan with so many resources that its review exceeds a pipe's buffer. */
function longPlan(): string {
  const change = { actions: ['update'], before: { name: 'a' }, after: { name: 'b' } };
  const file = join(folder, 'long.json');
  const queue = (at: number) => ({ address: `aws_sqs_queue.q${at}`, type: 'aws_sqs_queue', name: `q${at}`, change });
  writeFileSync(file, JSON.stringify({ resource_changes: Array.from({ length: 3_000 }, (_, at) => queue(at)) }));
  return file;
}

test.each([
  [
    ['query', 'rooms-above', '--degrees', '-5', '--dir', '/nowhere'],
    '✗ no platform was started in /nowhere; run npm start, or set --dir',
  ],
  [
    ['monitors', 'backtest', 'states_executions_failed', '--from', '-10'],
    "✗ missing series: use --data FILE, or --series 'metric{tag:value}=0x4 1 0x20', or set DD_API_KEY and DD_APP_KEY to read them from Datadog",
  ],
  [['query', '--nonsense'], "✗ unknown option '--nonsense'; --help lists the options"],
  [['rule'], '✗ expected --sql or --expression, or --ndjson for lines on stdin; --help shows an example'],
  [['rule', '--sql', 'x', '--version', '2020'], '✗ invalid --version "2020": expected 2015-10-08, 2016-03-23, beta'],
  [
    ['rule', '--expression', '1', '--timestamp', 'x'],
    '✗ invalid --timestamp "x": expected a whole number of ms since 1970',
  ],
  [['rule', '--sql', ''], '✗ --sql line 1, column 1: expected SELECT, found the end'],
  [
    ['rule', '--expression', '1', '--timestamp', ''],
    '✗ invalid --timestamp "": expected a whole number of ms since 1970',
  ],
  [
    ['rule', '--expression', '1', '--topic', 'a/#'],
    '✗ invalid --topic "a/#": a topic to publish to cannot contain the wildcard "#"',
  ],
  [['rule', '--ndjson', '--sql', 'x'], '✗ --sql cannot be combined with --ndjson, because each line sets this value'],
  [['rule', '--expression', '1', '--payload-base64', '?'], '✗ invalid --payload-base64 "?": expected base64'],
  [
    ['rule', '--expression', '1', '--payload', '{}', '--payload-base64', 'e30='],
    '✗ --payload and --payload-base64 cannot be combined',
  ],
  [['token', '--scope'], "✗ option '--scope <names>' argument missing; --help lists the options"],
  [['monitors', '--nonsense'], "✗ unknown option '--nonsense'; --help lists the options"],
  [
    ['bench', '--only', 'constructor'],
    expect.stringMatching(/^✗ invalid --only "constructor": expected monitors, sql, /),
  ],
  [
    ['local', 'fire', 'x', '--endpoint', 'xyz'],
    '✗ invalid --endpoint "xyz": expected a URL, for example http://127.0.0.1:4566',
  ],
  [
    ['review', '--plan', 'x', '--format', 'toString'],
    '✗ unknown --format toString; use markdown, gitlab, github, html, terminal, json, widget, codequality or sarif',
  ],
  [
    ['review', '--plan', 'x', '--fail-on', 'constructor'],
    '✗ unknown --fail-on constructor; use danger, finding or never',
  ],
  [['policy', '--format', 'constructor'], '✗ unknown --format constructor; use terminal, json or codequality'],
] as const)('%j prints one line and exits with 1', async ([name, ...args], line) => {
  expect(await run(name, ...args)).toEqual({ status: 1, stdout: '', lines: [line] });
});

test.each([[['rule']], [['monitors', 'try']]])(
  'rejects a folder as stdin for %j --ndjson, because Node.js reads it as an empty file',
  (args) => {
    const stdio = [openSync(folder, 'r'), 'pipe', 'pipe'] as const;
    const program = ['commands/run.mjs', ...args, '--ndjson'];
    const { status, stdout, stderr } = spawnSync('node', program, { encoding: 'utf8', stdio: [...stdio] });
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: '✗ stdin is a folder; use a file or a pipe\n',
    });
  },
);

test.each([
  ['policy'],
  ['cost'],
  ['start', '--port', '0'],
  ['synth'],
  ['monitors', 'list'],
  ['review', '--base', 'HEAD'],
])('%s reports the project folder if the command is started in another folder', (...args) => {
  const program = [join(process.cwd(), 'commands', 'run.mjs'), ...args];
  const { status, stderr } = spawnSync('node', program, { cwd: folder, encoding: 'utf8' });
  const expected = `✗ ${realpathSync(folder)} is not the project's folder; run the command after: cd ${quote([realpathSync(process.cwd())])}\n`;
  expect({ status, stderr }).toEqual({ status: 1, stderr: expected });
});

test('reports a server that is not a local runtime, instead of a parse error', async () => {
  const server = createServer((_, response) => response.end('<html>'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const endpoint = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const child = spawn('node', ['commands/run.mjs', 'local', 'fire', 'x', '--endpoint', endpoint]);
  let errors = '';
  child.stderr.on('data', (text) => {
    errors += text;
  });
  await new Promise((resolve) => child.once('close', resolve));
  server.close();
  expect(errors).toBe(`✗ the server at ${endpoint} is not a platform; set --endpoint\n`);
});

test.each([
  ['once', ['rule', '--help'], ''],
  ['line by line', ['rule', '--ndjson'], '{"expression":"1"}\n'],
])('a command that prints %s reports a failed write in one line', (_, args, input) => {
  // open the file for reading, so that writes fail as on a full disk
  const stdio = ['pipe', openSync('package.json', 'r'), 'pipe'] as const;
  const { status, stderr } = spawnSync('node', ['commands/run.mjs', ...args], {
    encoding: 'utf8',
    input,
    stdio: [...stdio],
  });
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: '✗ cannot write to standard output: EBADF: bad file descriptor, write\n',
  });
});

test('exits silently when the reader closes the pipe', async () => {
  const child = spawn('node', ['commands/run.mjs', 'review', '--plan', longPlan(), '--format', 'json']);
  let errors = '';
  child.stderr.on('data', (text) => {
    errors += text;
  });
  child.stdout.once('data', () => child.stdout.destroy());
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect({ code, errors }).toEqual({ code: 141, errors: '' });
});

test('npm run rule evaluates the rule in its README, and continues after an invalid line', async () => {
  const sql = "SELECT *, topic(2) AS room FROM 'room/+' WHERE celsius > 30";
  const hot = await run(
    'rule',
    '--version',
    '2016-03-23',
    '--topic',
    'room/1',
    '--payload',
    '{"celsius":31}',
    '--sql',
    sql,
  );
  expect(hot).toMatchObject({ status: 0, stdout: '{"celsius":31,"room":"1"}\n' });
  const cold = await run('rule', '--topic', 'room/1', '--payload', '{"celsius":3}', '--sql', sql);
  expect(cold.stdout).toBe('no match: WHERE is false\n  celsius > 30   false\n    celsius      3\n');
  const wrong = await run('rule', '--sql', "SELECT * FROM 'a' WHERE b == 1");
  expect(wrong).toMatchObject({ status: 1, stdout: '' });
  expect(wrong.lines[0]).toBe('✗ --sql line 1, column 27: == is not an operator of AWS IoT SQL; use =');

  const input = 'no json\n{"expression":"1 + 1"}\n';
  const { stdout } = spawnSync('node', ['commands/run.mjs', 'rule', '--ndjson'], { encoding: 'utf8', input });
  const [first, ...others] = stdout.trimEnd().split('\n');
  expect(first).toContain('{"error":{"message":"the line is not JSON');
  expect(others).toEqual(['{"value":2}']);
});
