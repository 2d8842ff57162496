import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDatadog } from '../datadog-api/datadog.fixture';
import { auditCommand } from './audit-command';
import { lintCommand, validateCommand } from './check-command';

const folder = mkdtempSync(join(tmpdir(), 'account-commands-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const broken = file('broken.json', '{"monitors": [');
const empty = file('empty.json', '[]');
const monitor = { type: 'metric alert', query: 'avg(last_5m):avg:a.b{*} > 1', message: '@a', tags: ['team:a'] };
const one = file(
  'one.json',
  JSON.stringify([
    { id: 7, name: 'CPU', ...monitor },
    { id: 8, name: 'Disk', ...monitor },
  ]),
);
const alertOf = (name: string, id: number, more: object = {}) => ({
  attributes: { timestamp: '2026-11-27T23:00:00Z', attributes: { monitor: { id, name }, status: 'error', ...more } },
});
const brokenLine = file('broken.ndjson', `${JSON.stringify(alertOf('CPU', 7))}\n{`);

test.each([
  [[], /^nothing to audit; expected files with monitors, or --from-api$/],
  [['--from-api'], /^--from-api needs DD_API_KEY and DD_APP_KEY$/],
  [[broken, '--time-zone', 'Mars'], /^invalid --time-zone "Mars": expected a name such as/],
  [[one, '--events', 'missing.ndjson'], /^missing\.ndjson cannot be read/],
  [[one, '--events', broken], /broken\.json is not valid JSON/],
  [[one, '--events', empty], /empty\.json contains no events; expected a response to GET .api.v2.events/],
  [[one, '--events', one], /one\.json contains no alert events: event 1 is not an event of .api.v2.events/],
  [[one, '--events', brokenLine], /broken\.ndjson:2 is not valid JSON/],
  [[one, '--events', empty, '--data', empty], /^--events and --data cannot be combined/],
  [[one, '--events', 'api'], /^--events api needs DD_API_KEY and DD_APP_KEY$/],
  [[one, '--events', 'api', '--days', '0'], /^(?:invalid --days 0|--events api needs)/],
])('audit %j fails with a one-line message', async (args, message) => {
  await expect(auditCommand('datadog-monitors').parseAsync(args, { from: 'user' })).rejects.toThrow(message);
});

test('audit reports unreadable files, and ranks the monitors in the other files', async () => {
  const errors = jest.spyOn(console, 'error').mockReturnValue();
  const output = jest.spyOn(console, 'log').mockReturnValue();
  await auditCommand('datadog-monitors').parseAsync([broken, one, empty], { from: 'user' });
  expect(errors.mock.calls.flat()).toEqual([
    expect.stringMatching(/^✗ .*broken\.json: is not valid JSON/),
    expect.stringMatching(/^✗ .*empty\.json: contains no monitors; expected a monitor's JSON from Datadog/),
  ]);
  expect(output.mock.calls.flat().join()).toMatch(/^2 monitors, ranked by /);
  expect(process.exitCode).toBe(1);
  process.exitCode = 0;
  jest.restoreAllMocks();
});

test.each([
  ['validate', validateCommand],
  ['lint', lintCommand],
])('%s reports an unreadable file, and checks the other files', async (_name, command) => {
  const errors = jest.spyOn(console, 'error').mockReturnValue();
  await command('datadog-monitors').parseAsync([broken, one], { from: 'user' });
  expect(errors.mock.calls[0]?.[0]).toMatch(/^✗ .*broken\.json: is not valid JSON/);
  expect(process.exitCode).toBe(1);
  process.exitCode = 0;
  jest.restoreAllMocks();
});

describe('warnings about unknown tags', () => {
  const lambda = (id: number, tag: string) => ({
    id,
    name: `Lambda ${id}`,
    ...monitor,
    query: `sum(last_5m):sum:aws.lambda.errors{${tag}:x}.as_count() > 1`,
  });
  const two = file('two-tags.json', JSON.stringify([lambda(1, 'tean'), lambda(2, 'squad'), lambda(3, 'squad')]));
  const warnings = async (...args: readonly string[]) => {
    const errors = jest.spyOn(console, 'error').mockReturnValue();
    jest.spyOn(console, 'log').mockReturnValue();
    await validateCommand('datadog-monitors').parseAsync([two, ...args], { from: 'user' });
    const lines = errors.mock.calls.flat().filter((line) => String(line).includes('unknown-tag'));
    jest.restoreAllMocks();
    return lines;
  };
  const keys = (text: string) => file('keys.txt', text);

  test('concern only tags that no other monitor uses', async () => {
    expect(await warnings()).toEqual([expect.stringContaining(': 1, column 36: aws.lambda.errors has no tag tean')]);
  });

  test('do not concern tags in --tags, and can be turned off', async () => {
    expect(await warnings('--tags', keys('# owners\ntean:shop\n\n'))).toEqual([]);
    expect(await warnings('--no-tag-warnings')).toEqual([]);
  });

  test.each([
    ['team shop', /keys\.txt:1: invalid tag "team shop": expected one tag key per line, for example team$/],
    ['# none', /keys\.txt contains no tags; expected one tag key per line, for example team$/],
  ])('need a valid file in --tags: the text %j is rejected', async (text, message) => {
    await expect(warnings('--tags', keys(text))).rejects.toThrow(message);
  });
});

test('validate accepts files with only SLOs, and reports monitors in YAML', async () => {
  const slos = file('slos.json', JSON.stringify({ data: [{ name: 'Orders', thresholds: [{ target: 99 }] }] }));
  const yaml = file('cpu.yaml', `kind: DatadogMonitor\nmetadata: {name: cpu}\nspec: {type: metric alert, query: x}\n`);
  const errors = jest.spyOn(console, 'error').mockReturnValue();
  const output = jest.spyOn(console, 'log').mockReturnValue();
  await validateCommand('datadog-monitors').parseAsync([slos], { from: 'user' });
  expect([output.mock.calls.flat(), process.exitCode ?? 0]).toEqual([['0 monitors are valid'], 0]);
  await validateCommand('datadog-monitors').parseAsync([slos, yaml], { from: 'user' });
  expect(errors.mock.calls[0]?.[0]).toMatch(/^✗ .*cpu\.yaml: cpu, column 1: /);
  expect(process.exitCode).toBe(1);
  process.exitCode = 0;
  jest.restoreAllMocks();
});

test.each([
  [['--live'], /^--live needs DD_API_KEY and DD_APP_KEY/],
  [['--live', '--metadata', 'x'], /^--live and --metadata cannot be combined/],
  [['--metadata', broken], /broken\.json contains no metadata; write it with lint --live --save-metadata/],
  [['--save-metadata', 'x'], /^--save-metadata needs --live$/],
])('lint %j fails with a one-line message', async (args, message) => {
  await expect(lintCommand('datadog-monitors').parseAsync([empty, ...args], { from: 'user' })).rejects.toThrow(message);
});

test('lint reports that the metadata of an account is incomplete', async () => {
  const incomplete = { reason: 'the limit of 200 requests per run', metrics: 1, parts: 30 };
  const saved = file('metadata.json', JSON.stringify({ recordedAt: '2026-11-28', metrics: {}, parts: {}, incomplete }));
  const errors = jest.spyOn(console, 'error').mockReturnValue();
  jest.spyOn(console, 'log').mockReturnValue();
  await lintCommand('datadog-monitors').parseAsync([one, '--metadata', saved], { from: 'user' });
  expect(errors.mock.calls.flat()).toContain(
    '! --live reached the limit of 200 requests per run: 1 metric and 30 queries were not checked; check fewer files in one run',
  );
  jest.restoreAllMocks();
});

describe('audit --events', () => {
  const printed = async (...args: readonly string[]) => {
    const spies = (['log', 'error'] as const).map((method) => jest.spyOn(console, method).mockReturnValue());
    await auditCommand('datadog-monitors').parseAsync([one, ...args], { from: 'user' });
    const [output = '', errors = ''] = spies.map(({ mock }) => mock.calls.flat().join('\n'));
    for (const spy of spies) spy.mockRestore();
    return { output, errors };
  };
  afterEach(() => {
    process.exitCode = 0;
  });

  test('ranks monitors by recorded events, read from NDJSON or from an API response', async () => {
    const lines = [alertOf('Disk', 8), alertOf('Disk', 8, { timestamp: 1 })].map((json) => JSON.stringify(json));
    const ndjson = file('events.ndjson', lines.join('\n'));
    const answer = file('answer.json', JSON.stringify({ data: [alertOf('CPU', 999)] }));
    const { output, errors } = await printed('--events', ndjson, '--events', answer);
    expect(output).toMatch(
      /^2 monitors, ranked by pages in 0\.0 days of alert events\n\nDisk +8\n {2}2 pages, 2 at night, 1 alert,/,
    );
    expect(output).toMatch(/CPU +7\n {2}1 page, 1 at night/);
    expect(errors).toBe('');
  });

  test('reports events that cannot be read, and events of other monitors, in one line each', async () => {
    const events = [alertOf('CPU', 7), {}, { attributes: {} }, alertOf('Gone', 5), alertOf('Gone', 5)];
    const { errors } = await printed('--events', file('mixed.json', JSON.stringify(events)));
    expect(errors.split('\n')).toEqual([
      expect.stringMatching(/^✗ .*mixed\.json: event 2 is not an event of .* \(and 1 more of 5 events\); not counted$/),
      '✗ 2 events are not counted, because their monitors are not in the input: 5',
    ]);
    expect(process.exitCode).toBe(1);
  });

  test('reads the events and the monitors of an account', async () => {
    const at = Date.now() - 3_600_000;
    const event = alertOf('CPU', 7);
    const recent = { attributes: { ...event.attributes, timestamp: new Date(at).toISOString() } };
    const datadog = await startDatadog({
      answers: { '/api/v1/monitor': [{ id: 7, name: 'CPU', ...monitor }], '/api/v2/events': { data: [recent] } },
    });
    const before = { ...process.env };
    Object.assign(process.env, datadog.environment);
    try {
      const spy = jest.spyOn(console, 'log').mockReturnValue();
      await auditCommand('datadog-monitors').parseAsync(['--from-api', '--events', 'api', '--json'], { from: 'user' });
      const [[text] = []] = spy.mock.calls;
      spy.mockRestore();
      expect(JSON.parse(String(text))).toMatchObject({
        basis: 'pages in 7.0 days of alert events',
        monitors: [{ id: '7', tally: { pages: 1, alerts: 1 } }],
      });
    } finally {
      process.env = before;
      await datadog.stop();
    }
  });
});
