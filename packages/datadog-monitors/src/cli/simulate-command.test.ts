import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sourceIn } from './file-source';
import { simulate } from './simulate-command';

const folder = mkdtempSync(join(tmpdir(), 'simulate-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, content: unknown) => {
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  return join(folder, name);
};

const monitor = {
  name: 'Failures',
  type: 'metric alert',
  query: 'sum(last_1m):sum:t.failed{*}.as_count() >= 1',
  message: '@slack-shop',
  tags: ['team:shop'],
};
const night = {
  recurring_schedule: [
    {
      timezone: 'Europe/Berlin',
      recurrence: [{ rrule: 'FREQ=DAILY', duration: '8h', start: '2026-01-01T22:00:00' }],
    },
  ],
};
const stack = file('cdk.tf.json', {
  resource: {
    datadog_monitor: { failed: monitor, other: { ...monitor, tags: [] } },
    datadog_downtime_schedule: {
      night: { scope: '*', monitor_identifier: { monitor_tags: ['team:shop'] }, ...night },
      one: { scope: '*', monitor_identifier: { monitor_id: '${datadog_monitor.other.id}' }, one_time_schedule: {} },
    },
  },
});
const series = ['t.failed=0 1x5 0x10'];

/** Runs a simulation, and returns its output and its warnings. */
async function run(id: string, options: Parameters<typeof simulate>[1]) {
  const spies = (['log', 'error'] as const).map((method) => jest.spyOn(console, method).mockReturnValue());
  try {
    await simulate(id, { series, ...options }, await sourceIn([stack]));
    const [printed = '', warnings = ''] = spies.map(({ mock }) => mock.calls.flat().join('\n'));
    return { printed, warnings };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

describe('simulate --downtimes', () => {
  test.each([
    // 22:59 and 21:59 in Berlin
    ['2026-12-01T21:59Z', /notifications +none/],
    ['2026-12-01T20:30Z', /notifications +1m alert/],
  ])('applies the downtimes of the monitor to series that start at %s', async (start, expected) => {
    expect((await run('failed', { start, downtimes: [stack] })).printed).toMatch(expected);
  });

  test("follows a downtime's reference to the monitor, and warns if no downtime selects the monitor", async () => {
    expect((await run('other', { downtimes: [stack] })).printed).toMatch(/notifications +none/);
    const alone = file('night.tf.json', {
      resource: {
        datadog_downtime_schedule: { night: { ...night, monitor_identifier: { monitor_tags: ['team:ops'] } } },
      },
    });
    expect(await run('failed', { downtimes: [alone] })).toEqual({
      printed: expect.stringMatching(/notifications +1m alert/),
      warnings: `! no downtime in ${alone} selects failed by its id or its tags`,
    });
  });

  test.each<[string, Parameters<typeof simulate>[1], string]>([
    [
      'a file without downtimes',
      { downtimes: [file('empty.json', '{}')] },
      'empty.json contains no downtimes; expected Terraform with datadog_downtime_schedule',
    ],
    ['broken JSON', { downtimes: [file('broken.json', '{')] }, 'broken.json is not valid JSON'],
    ['a missing file', { downtimes: ['missing.json'] }, 'missing.json cannot be read'],
    [
      'a rule that is not supported',
      {
        downtimes: [
          file('hourly.json', {
            data: [
              {
                id: 'h',
                type: 'downtime',
                attributes: { schedule: { recurrences: [{ rrule: 'FREQ=HOURLY', duration: '1h' }] } },
              },
            ],
          }),
        ],
      },
      'hourly.json: downtime h: FREQ in the rule FREQ=HOURLY is not one of DAILY, WEEKLY, MONTHLY, YEARLY',
    ],
    ['a start without a date', { start: '5' }, 'invalid --start 5: expected a time such as 2026-11-28T22:00Z'],
    ['a start for files', { start: '2026-12-01T20:30Z', data: [stack] }, '--start needs --series without --data'],
  ])('rejects %s', async (_what, options, message) => {
    await expect(run('failed', options)).rejects.toThrow(message);
  });
});
