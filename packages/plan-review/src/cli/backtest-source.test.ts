import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogue } from '@himeshima/datadog-monitors';
import { startDatadog } from '@himeshima/datadog-monitors/testing';
import * as z from 'zod';
import { backtestNote, jsonOf, noteOf, planOf, reviewOf, reviewsJson, terminalOf } from '../index';
import { htmlOf } from '../note/html';
import { sarifOf } from '../note/sarif';
import { backtestsOf, emptyBacktestWarning } from './backtest-source';

const month = 30 * 1440;
const from = Date.UTC(2026, 8, 1) / 60_000;
/** Failures per minute since September 1 UTC: four bursts in a month, one of them at night in Tokyo. */
const failures = new Map([
  [600, 1],
  [1_000, 3],
  [10_000, 1],
  [10_010, 1],
  [40_000, 4],
]);
const values = Float64Array.from({ length: month }, (_, minute) => failures.get(minute) ?? 0);
const stored = { metric: 'aws.states.executions_failed', tags: { statemachinearn: 'arn:a' }, from, values };

const monitor = (
  threshold: number,
  query = `sum(last_5m):sum:aws.states.executions_failed{*}.as_count() >= ${threshold}`,
) => ({
  name: 'failed',
  type: 'metric alert',
  query,
  message: '@slack-oncall',
  monitor_thresholds: [{ critical: String(threshold) }],
  require_full_window: false,
  new_group_delay: 0,
});

const change = (name: string, before: object | null, after: object | null) => ({
  address: `datadog_monitor.${name}`,
  mode: 'managed',
  type: 'datadog_monitor',
  name,
  provider_name: 'registry.terraform.io/datadog/datadog',
  change: {
    actions: before === null ? ['create'] : after === null ? ['delete'] : ['update'],
    before,
    after,
    after_unknown: {},
    before_sensitive: {},
    after_sensitive: {},
  },
});

const planWith = (...changes: readonly object[]) =>
  planOf({ format_version: '1.2', terraform_version: '1.11.4', resource_changes: changes }, { stack: 'shop' });
const loosened = planWith(change('executions_failed', monitor(1), monitor(3)));

let datadog: Awaited<ReturnType<typeof startDatadog>>;
const folder = mkdtempSync(join(tmpdir(), 'backtest-source-'));
beforeAll(async () => {
  datadog = await startDatadog({ series: [stored] });
});
afterAll(async () => {
  await datadog.stop();
  rmSync(folder, { recursive: true });
});

/** Folder that caches the responses of Datadog. */
let cache = join(folder, 'cache');

const around = () => ({
  catalogue,
  environment: datadog.environment,
  cache,
  now: (from + month) * 60_000,
});
const options = { timeZone: 'Asia/Tokyo' };

async function reviewWith(plan: typeof loosened, given: object, environment?: object) {
  const backtestOf = await backtestsOf(
    [plan],
    { ...options, ...given },
    { ...around(), ...(environment && { environment: { ...environment } }) },
  );
  return reviewOf(plan, { backtest: backtestOf(plan) });
}

const noteFor = async (plan: typeof loosened, given: object, environment?: object) => {
  const { backtest } = await reviewWith(plan, given, environment);
  return backtest === undefined ? undefined : backtestNote('shop', backtest);
};

describe('--backtest', () => {
  test('shows how many pages a monitor sent in a month with the old and the new threshold', async () => {
    const note = await noteFor(loosened, { backtest: '30' });
    expect(
      note,
    ).toBe(`**Backtest of changed monitors** in \`shop\` · 2026-09-01 09:00 to 2026-10-01 09:00 Asia/Tokyo (30 days), a point every minute, from Datadog

| monitor | before | after | last 30 days |
|---|---|---|---|
| \`executions_failed\` | at 1 in 5 minutes | at 3 in 5 minutes | 5 pages → 2 |

<details>
<summary>Alerts and timelines</summary>

- \`executions_failed\`: 5 pages → 2; alerts 5 → 2, pages at night 2, flapping 1 → 0, longest alert 5m
  - no longer alerts at 2026-09-01 19:00 for 5m, 2026-09-08 07:40 for 5m and 2026-09-08 07:50 for 5m

  \`\`\`text
  before  ${'▁▁··········▁······································▁····'}
  after   ${'·▁·················································▁····'}
           09-02  09-06 09-09  09-13 09-16  09-20 09-23  09-27 09-30
  \`\`\`

</details>
`);
  });

  test('requests each day only once, and caches the response for the next run', async () => {
    datadog.requestedUrls.length = 0;
    await noteFor(loosened, { backtest: '30' });
    expect(datadog.requestedUrls).toEqual([]);
  });

  test('adds the backtest to the terminal output, the HTML page and the JSON, but not to the review note', async () => {
    const review = await reviewWith(loosened, { backtest: '30' });
    expect(terminalOf(review, { columns: 120, colour: false })).toContain(
      'executions_failed: 5 pages → 2; alerts 5 → 2',
    );
    expect(htmlOf([review])).toMatch(/<h3>Backtest<\/h3>.*<code>executions_failed<\/code>: 5 pages → 2; alerts 5 → 2/s);
    expect(reviewsJson.parse(JSON.parse(jsonOf([review]))).reviews).toMatchObject([
      { backtest: { resolutionMinutes: 1, monitors: [{ id: 'executions_failed', before: 'at 1 in 5 minutes' }] } },
    ]);
    expect(noteOf(review, { commit: undefined })).toBe(noteOf(reviewOf(loosened), { commit: undefined }));
  });

  test('ignores a change that does not affect the alerts of the monitor', async () => {
    const renamed = planWith(change('executions_failed', monitor(1), { ...monitor(1), message: '@slack-other' }));
    await expect(noteFor(renamed, { backtest: true })).resolves.toBeUndefined();
  });

  test('counts the pages of a new and of a deleted monitor', async () => {
    const other = monitor(2, 'max(last_5m):max:aws.states.executions_failed{*} by {statemachinearn} >= 2');
    const note = await noteFor(planWith(change('a', null, monitor(1)), change('b', other, null)), { backtest: '30' });
    expect(note).toContain('| `a` | – | at 1 in 5 minutes | new: 5 pages |');
    expect(note).toContain('| `b` | at 2 | – | deleted: 2 pages |');
    expect(note).toContain('for 5m `statemachinearn:arn:a`');
  });

  test('prints one line for each monitor that cannot be compared', async () => {
    const query = "avg(last_4h):anomalies(avg:aws.states.executions_failed{*}, 'agile', 2) >= 1";
    const note = await noteFor(planWith(change('odd', monitor(1), monitor(1, query))), { backtest: true });
    expect(note).toContain('| not compared |');
    expect(note).toMatch(/- `odd`: not compared: .*anomalies.*not evaluated/);
  });

  test.each([
    ['without keys', {}, /not available: DD_API_KEY and DD_APP_KEY are not set; create a read-only application key/],
    ['with a wrong key', { DD_API_KEY: 'x' }, /not available: Datadog rejected DD.*_API.*_KEY \(401\)/],
  ])('reports in one line why metrics cannot be read %s', async (name, environment, line) => {
    const access = 'DD_API_KEY' in environment ? { ...datadog.environment, ...environment } : environment;
    cache = join(folder, name.replaceAll(' ', '-'));
    const note = await noteFor(loosened, { backtest: '2' }, access);
    expect(note?.replaceAll('\\', '').trim().split('\n')).toEqual([
      expect.stringMatching(/^\*\*Backtest/),
      '',
      expect.stringMatching(line),
    ]);
  });
});

describe('emptyBacktestWarning', () => {
  const renotified = planWith(change('executions_failed', monitor(1), { ...monitor(1), message: '@slack-all' }));

  test.each([{ backtest: '7' }, { series: folder }])('says that %j compares no monitor', (given) => {
    expect(emptyBacktestWarning([planWith(), renotified], given)).toBe(
      '! nothing to backtest: no change affects when a monitor alerts',
    );
  });

  test('is silent if a monitor is compared, or without a backtest', () => {
    expect(emptyBacktestWarning([planWith(), loosened], { backtest: true })).toBeUndefined();
    expect(emptyBacktestWarning([planWith()], {})).toBeUndefined();
  });
});

describe('--series', () => {
  test('compares monitors over recorded metrics', async () => {
    const lines = Array.from(values, (value, minute) => `${(from + minute) * 60},${stored.metric},,${value}`);
    writeFileSync(join(folder, 'september.csv'), ['timestamp,metric,tags,value', ...lines].join('\n'));
    const note = await noteFor(loosened, { series: folder });
    expect(note).toContain('(30 days), a point every minute, from recorded files');
    expect(note).toContain('| 5 pages → 2 |');
  });

  test('states the interval of the points of each monitor if the intervals differ', async () => {
    const lines = Array.from(values, (value, minute) => [(from + minute) * 60, stored.metric, '', value].join());
    const coarse = Array.from({ length: month / 5 }, (_, at) =>
      [(from + 5 * at) * 60, 'aws.lambda.duration', '', 1].join(),
    );
    const mixed = mkdtempSync(join(folder, 'mixed-'));
    writeFileSync(join(mixed, 'all.csv'), ['timestamp,metric,tags,value', ...lines, ...coarse].join('\n'));
    const slow = monitor(2, 'avg(last_5m):avg:aws.lambda.duration{*} >= 2');
    const plan = planWith(change('failed', monitor(1), monitor(3)), change('slow', null, slow));
    const note = await noteFor(plan, { series: mixed });
    expect(note).toContain('(30 days), a point every 1 to 5 minutes, from recorded files');
    expect(note).toMatch(/- `failed`: 5 pages → 2; .*; a point every minute\n/);
    expect(note).toMatch(/- `slow`: new: 0 pages; .*; a point every 5 minutes\n/);
  });

  test('compares checks over recorded runs, and explains why composites and SLO alerts are not compared', async () => {
    const rows = Array.from({ length: 60 }, (_, minute) =>
      [(from + minute) * 60, 'a.up', 'host:a', minute === 30 ? 2 : 0].join(),
    );
    const checks = mkdtempSync(join(folder, 'checks-'));
    writeFileSync(join(checks, 'runs.csv'), ['timestamp,metric,tags,value', ...rows].join('\n'));
    const of = (type: string, query: string) => ({ ...monitor(1, query), type, monitor_thresholds: [] });
    const plan = planWith(
      change('up', null, of('service check', '"a.up".over("*").by("host").last(4).count_by_status()')),
      change('both', null, of('composite', '1 && 2')),
      change('budget', null, of('slo alert', 'error_budget("x").over("7d") > 75')),
    );
    const note = await noteFor(plan, { series: checks });
    expect(note).toContain('| new: 1 page |');
    expect(note).toMatch(/- `both`: not compared: .*backtest the monitors that it combines\n/);
    expect(note).toMatch(/- `budget`: not compared: .*does not contain the queries of its SLO/);
  });

  test.each([
    [{ series: '.', backtest: true }, '--backtest and --series cannot be combined'],
    [{ backtest: 'x' }, 'invalid --backtest x: expected a whole number from 1 to 450'],
  ])('rejects %j', async (given, message) => {
    await expect(noteFor(loosened, given)).rejects.toThrow(message);
  });
});

describe('SARIF with a backtest', () => {
  const tightened = planWith(change('executions_failed', monitor(3), monitor(1)));
  const logOf = (review: Awaited<ReturnType<typeof reviewWith>>) => {
    const { stack, dangers, findings, backtest } = review;
    const locationOf = () => ({ path: 'monitors.tf', line: 3 });
    const { runs } = sarif.parse(
      JSON.parse(sarifOf([{ stack, dangers, findings: findings.added, backtest, locationOf }])),
    );
    return runs[0];
  };
  const sarif = z.object({
    runs: z.tuple([
      z.looseObject({
        results: z.array(
          z.looseObject({
            ruleId: z.string(),
            level: z.string(),
            message: z.object({ text: z.string() }),
            partialFingerprints: z.record(z.string(), z.string()),
          }),
        ),
      }),
    ]),
  });
  const summary =
    /Backtest over the last 30 days of executions_failed: \d+ pages? → \d+; alerts .*, longest alert \d+m$/;

  test('shows the result in the message of the danger, and keeps its fingerprint', async () => {
    const [plain] = logOf(await reviewWith(loosened, {})).results;
    const [backtested, ...others] = logOf(await reviewWith(loosened, { backtest: '30' })).results;
    expect(backtested).toMatchObject({ ruleId: 'weaker-alerting', message: { text: expect.stringMatching(summary) } });
    expect(backtested?.partialFingerprints).toEqual(plain?.partialFingerprints);
    expect(others.filter(({ message }) => message.text.includes('Backtest'))).toEqual([]);
  });

  test('shows the result of a monitor without dangers as a note', async () => {
    const results = logOf(await reviewWith(tightened, { backtest: '30' })).results;
    expect(results).toContainEqual(
      expect.objectContaining({
        ruleId: 'monitor-backtest',
        level: 'note',
        message: { text: expect.stringMatching(summary) },
      }),
    );
  });

  test('reports why there is no backtest', async () => {
    expect(logOf(await reviewWith(loosened, { backtest: '30' }, {}))).toMatchObject({
      invocations: [
        {
          toolExecutionNotifications: [
            {
              message: {
                text: expect.stringMatching(/^backtest not available: DD_API_KEY and DD_APP_KEY are not set/),
              },
            },
          ],
        },
      ],
    });
  });
});
