import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prod } from '../config/prod';
import { commandServer } from './command-process';

// the timeout is long, because each test runs one or two processes
jest.setTimeout(30_000);

const root = process.cwd();
/** Copy of the project that tests modify. */
let copy: string;
let commands: ReturnType<typeof commandServer>;
/** Tests of the monitors that this file mutates. The copy contains only these tests, because the commands run all tests in it. */
const monitorTests = ['iot.test.ts', 'sns.test.ts', 'step-functions.test.ts'];
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'himeshima-monitors-'));
  const entries = ['commands', 'config', 'contracts', 'monitors', 'packages', 'stacks', 'package.json'];
  for (const entry of [...entries, 'tests/command-server.mjs'])
    cpSync(join(root, entry), join(copy, entry), { recursive: true });
  for (const name of readdirSync(join(copy, 'monitors')))
    if (name.endsWith('.test.ts') && !monitorTests.includes(name)) rmSync(join(copy, 'monitors', name));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  commands = commandServer(copy);
});
afterAll(async () => {
  await commands?.end();
  rmSync(copy, { recursive: true });
});

async function monitors(...args: string[]) {
  const { code, stdout, stderr } = await commands.run('monitors', args);
  return { status: code, stdout, lines: stderr.trimEnd().split('\n') };
}

const writeFile = (name: string, text: string): string => {
  writeFileSync(join(copy, name), text);
  return name;
};

function spoil(file: string, text: string, by: string): () => void {
  const path = join(copy, file);
  const before = readFileSync(path, 'utf8');
  expect(before).toContain(text);
  writeFileSync(path, before.replace(text, by));
  return () => writeFileSync(path, before);
}

const talk = 'states_executions_failed';

describe('npm run monitors', () => {
  test('lists the commands, with the options and an example for each command', async () => {
    expect(await monitors('--help')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('show [options] <id>'),
    });
    expect((await monitors('backtest', '--help')).stdout).toContain('Example:\n  npm run monitors -- backtest');
  });

  test.each([
    [['lst'], "✗ unknown command 'lst'; did you mean list?"],
    [['show', 'lambda_erors'], '✗ unknown monitor lambda_erors; did you mean lambda_errors?'],
    [
      ['backtest', talk, '--series', 'a.b=1', '--time-zone', 'Tokyo'],
      expect.stringMatching(/invalid --time-zone "Tokyo": expected/),
    ],
  ])('%j prints one line and exits with 1', async (args, line) => {
    expect(await monitors(...args)).toMatchObject({ status: 1, lines: [line] });
  });
});

describe('list', () => {
  test('lists every monitor with severity, runbook and number of tests', async () => {
    const rows: unknown = JSON.parse((await monitors('list', '--json')).stdout);
    expect(rows).toContainEqual({
      id: talk,
      name: '[Step Functions] ExecutionsFailed 監視',
      type: 'metric alert',
      severity: 'page',
      tests: expect.any(Number),
      runbook: 'docs/runbooks/step-functions-failed.md',
      declared: expect.stringMatching(/^monitors\/step-functions\.ts:\d+$/),
      query: 'sum(last_5m):sum:aws.states.executions_failed{*}.as_count() >= 1',
    });
  });
});

describe('show', () => {
  test('explains a monitor, and shows the handles and the declaration', async () => {
    const { status, stdout } = await monitors('show', talk);
    expect(status).toBe(0);
    expect(stdout).toContain(
      'Alerts when aws.states.executions_failed adds up to 1 or more within the last 5 minutes.',
    );
    expect(stdout.split('\n')).toContain(`  prod      notifies ${prod.notify.page.join(', ')}`);
    expect(stdout).toMatch(/^ {2}tests {5}\d+ \(fires, stays quiet, missing data\) · no mutant survives$/m);
    expect(stdout).toMatch(
      /^ {2}declared {2}monitors\/step-functions\.ts:\d+ → datadog_monitor\.states_executions_failed$/m,
    );
  });
});

describe('a failing test', () => {
  const failing = (monitor: string, file: string) => `
    import { series } from '@himeshima/datadog-monitors';
    import { ${monitor} } from './${file}';
    import { simulated } from './testing';
    test('is not filled in', () => {
      const failed = series('aws.sns.number_of_notifications_failed{topicname:alerts}', '0x4 7 0x30');
      simulated(${monitor}, { series: [failed], minutes: 60 });
      throw new Error('fill in');
    });`;

  test('is counted by show, which does not claim that the tests kill every mutant', async () => {
    const path = join(copy, 'monitors', 'sns.test.ts');
    const before = readFileSync(path, 'utf8');
    writeFile('monitors/sns.test.ts', failing('snsDeliveryFailed', 'sns'));
    const { stdout } = await monitors('show', 'sns_delivery_failed');
    writeFileSync(path, before);
    expect(stdout).toMatch(/^ {2}tests {5}1 \(fires\) · 1 of 1 test fails$/m);
  });

  test('of another monitor is skipped by mutate, even in the same file', async () => {
    const path = join(copy, 'monitors', 'step-functions.test.ts');
    const before = readFileSync(path, 'utf8');
    const other = `import { snsDeliveryFailed } from './sns';
      describe('another monitor', () => {
        beforeAll(() => undefined);
        test('is not filled in', () => {
          const failed = series('aws.sns.number_of_notifications_failed{topicname:alerts}', '0x34');
          simulated(snsDeliveryFailed, { series: [failed], minutes: 34 });
          throw new Error('fill in');
        });
      });`;
    const imported = before.includes('simulated') ? '' : "import { simulated } from './testing';\n";
    writeFileSync(path, `${imported}${before}${other}`);
    const { status, stdout, lines } = await monitors('mutate', talk);
    writeFileSync(path, before);
    expect({ status, stdout, lines }).toEqual({
      status: 0,
      stdout: expect.stringContaining(' 0 survived'),
      lines: [
        `! skipped monitors/step-functions.test.ts, "another monitor is not filled in", which fails and does not simulate ${talk}`,
      ],
    });
  });
});

describe('simulate', () => {
  const series = ['--series', 'aws.states.executions_failed=0x4 1 0x30'];

  test('draws the simulation in the terminal and as SVG', async () => {
    const { status, stdout } = await monitors('simulate', talk, ...series, '--svg', 'drawn.svg');
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/20m alert → .*25m recovery/) });
    expect(readFileSync(join(copy, 'drawn.svg'), 'utf8')).toMatch(/^<svg /);
  });

  test('prints JSON, up to the given time', async () => {
    const short: unknown = JSON.parse((await monitors('simulate', talk, ...series, '--to', '22', '--json')).stdout);
    expect(short).toMatchObject({ to: 22, notifications: [{ minute: 20 }] });
  });
});

describe('backtest', () => {
  const start = Date.UTC(2026, 7, 31, 14, 30) / 1000;
  /** Failures in an export by minute, in Tokyo time: 2 at 23:30, 1 at 23:50, and 3 at 12:00 on the next day. */
  const failures = new Map([
    [0, 2],
    [20, 1],
    [750, 3],
  ]);
  const lines = Array.from(
    { length: 800 },
    (_, minute) => `${start + minute * 60},aws.states.executions_failed,,${failures.get(minute) ?? 0}`,
  );
  const csv = ['timestamp,metric,tags,value', ...lines].join('\n');
  const stricter = 'sum(last_5m):sum:aws.states.executions_failed{*}.as_count() >= 3';

  test('compares the alerts from two queries', async () => {
    const data = writeFile('august.csv', csv);
    const { status, stdout } = await monitors('backtest', talk, '--data', data, '--query', stricter);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^ {2}alerts {23}3 {13}1$/m);
    expect(stdout).toMatch(/^ {2}minutes in alert {12}15 {13}5$/m);
    expect(stdout).toMatch(/^ {2}pages at night {15}2 {13}0 {3}22:00 to 7:00, Asia\/Tokyo$/m);
    expect(stdout).toMatch(/^ {2}flapping {21}1 {13}0 {3}alerts within 30 minutes of a recovery$/m);
    expect(stdout).toContain('2026-08-31 23:45  5 min');
    const json: unknown = JSON.parse(
      (await monitors('backtest', talk, '--data', data, '--time-zone', 'UTC', '--json')).stdout,
    );
    expect(json).toMatchObject({ timeZone: 'UTC', outcomes: [{ alerts: 3, pagesAtNight: 1 }] });
  });

  test.each([['cut.csv', csv.slice(0, -30), /^✗ cut\.csv:801 incomplete line/]])(
    'rejects %s in one line that contains the file and the line number',
    async (name, text, message) => {
      const { status, lines } = await monitors('backtest', talk, '--data', writeFile(name, text));
      expect({ status, lines }).toEqual({ status: 1, lines: [expect.stringMatching(message)] });
    },
  );

  test('fails if a metric is missing, unless it is declared empty', async () => {
    const data = writeFile('failed.csv', csv);
    const { status, stdout, lines } = await monitors('backtest', 'command_burns_fast', '--data', data);
    expect({ status, stdout, lines }).toEqual({
      status: 1,
      stdout: '',
      lines: [expect.stringMatching(/^✗ no series for himeshima\.command_succeeded, himeshima\.command_ended/)],
    });
    const empty = ['succeeded', 'ended'].flatMap((name) => ['--series', `himeshima.command_${name}=_`]);
    expect((await monitors('backtest', 'command_burns_fast', '--data', data, ...empty)).status).toBe(0);
  });

  test('rejects an invalid second query and reports the column', async () => {
    const { status, lines } = await monitors(
      'backtest',
      talk,
      '--data',
      writeFile('a.csv', csv),
      '--query',
      'sum(last_5m) > 1',
    );
    expect(status).toBe(1);
    expect(lines.at(-1)).toMatch(/^✗ --query, column \d+: /);
  });
});

describe('try', () => {
  test('exits silently when the reader closes the pipe', () => {
    const line = '{"composite":"a","states":{"a":"Warn"}}\n';
    writeFileSync(join(copy, 'cases.ndjson'), line.repeat(100_000));
    const command = 'node commands/run.mjs monitors try --ndjson < cases.ndjson | head -1; echo ${PIPESTATUS[0]}';
    const { stdout, stderr } = spawnSync('bash', ['-c', command], { cwd: copy, encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: '{"state":"Warn"}\n0\n', stderr: '' });
  });
});

describe('validate', () => {
  test('reports that the declared monitors are valid', async () => {
    expect(await monitors('validate')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^\d+ monitors are valid$/m),
    });
  });

  test('reports an error once for all environments', async () => {
    const mend = spoil('monitors/step-functions.ts', 'aws.states.executions_failed{', 'aws.states.execution_failed{');
    const { status, lines } = await monitors('validate', talk);
    mend();
    expect(status).toBe(1);
    expect(lines[0]).toMatch(
      /^✗ monitors dev, staging, prod: monitors\/step-functions\.ts:\d+ states_executions_failed, column 18: unknown metric/,
    );
    expect(lines[2]).toBe(`${' '.repeat(4 + 17)}^`);
  });
});

describe('mutate', () => {
  const weak = (expected: string) => `
    import { series } from '@himeshima/datadog-monitors';
    import { snsDeliveryFailed } from './sns';
    import { simulated } from './testing';
    test('a failed delivery opens a ticket', () => {
      const failed = series('aws.sns.number_of_notifications_failed{topicname:alerts}', '0x4 7 0x30');
      const run = simulated(snsDeliveryFailed, { series: [failed], minutes: 60 });
      expect(run.notifications.length).${expected};
    });`;
  const id = 'sns_delivery_failed';

  test('passes if the tests of a monitor kill every mutant', async () => {
    expect(await monitors('mutate', talk)).toMatchObject({ status: 0, stdout: expect.stringContaining(' 0 survived') });
  });

  test('describes the missing test, and accepts an equivalent mutant with a reason', async () => {
    writeFile('monitors/sns.test.ts', weak('toBeGreaterThan(0)'));
    const { status, stdout } = await monitors('mutate', id);
    expect(status).toBe(1);
    const missing =
      '>= 2 instead of >= 1 survives: no test distinguishes >= 1 from >= 2: add a test in which the value is 1 and the monitor alerts';
    expect(stdout).toContain(missing);
    const mend = spoil(
      'monitors/equivalent-mutants.ts',
      '= {',
      `= { sns_delivery_failed: { '>= 2 instead of >= 1': 'for this test', '>= 7 instead of >= 1': 'stale' }, `,
    );
    const declared = await monitors('mutate', id);
    mend();
    expect(declared.stdout).not.toContain(missing);
    expect(declared.stdout).toContain(
      '>= 7 instead of >= 1 is declared equivalent in monitors/equivalent-mutants.ts, but is not equivalent',
    );
  });

  test('requires that the tests pass without a mutant', async () => {
    writeFile('monitors/sns.test.ts', weak('toBe(7)'));
    expect(await monitors('mutate', id)).toMatchObject({
      status: 1,
      lines: [
        expect.stringMatching(
          /^✗ monitors\/sns\.test\.ts, "a failed delivery opens a ticket" fails even without a mutant/,
        ),
      ],
    });
  });
});
