import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extentOf, minuteIn, runOver, seriesOf } from '@himeshima/datadog-monitors/cli';
import { definitionInProd, monitorNamed, selectMonitors } from './declared-monitors';
import { ownMonitors } from './own-monitors';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'himeshima-series-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const writeFile = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

describe('seriesOf', () => {
  test('parses several series, and accepts = in a tag', () => {
    expect(seriesOf({ series: ['a.b{k:v=w}=1 2', 'c.d=3'] })).toMatchObject([
      { metric: 'a.b', tags: { k: 'v=w' }, values: Float64Array.of(1, 2) },
      { metric: 'c.d', values: Float64Array.of(3) },
    ]);
  });

  test('reads a file', () => {
    const data = writeFile('a.csv', 'timestamp,metric,tags,value\n2026-09-01T00:00:00Z,a.b,k:v,1\n');
    const all = seriesOf({ data: [data] });
    expect(all).toMatchObject([{ metric: 'a.b', tags: { k: 'v' } }]);
    expect(extentOf(all)).toEqual({ first: Date.UTC(2026, 8) / 60_000, last: Date.UTC(2026, 8) / 60_000 });
  });

  test('joins files with data from different days', () => {
    const day = (date: number) =>
      writeFile(`${date}.csv`, `timestamp,metric,tags,value\n2026-09-0${date}T00:00:00Z,a.b,k:v,${date}\n`);
    const data = [day(2), day(1)];
    expect(seriesOf({ data })).toMatchObject([{ metric: 'a.b', minutes: [{ sum: 1 }, { sum: 2 }] }]);
    expect(() => seriesOf({ data: [...data, day(1)] })).toThrow(
      /2\.csv, .*1\.csv, .*1\.csv a\.b: two exports contain 2026-09-01T00:00Z/,
    );
  });

  test('with --data, accepts --series only to declare that a metric is empty', () => {
    const data = [writeFile('one.csv', 'timestamp,metric,tags,value\n2026-09-01T00:00:00Z,a.b,k:v,1\n')];
    const all = seriesOf({ data, series: ['c.d=_'] });
    expect(all).toMatchObject([{ metric: 'a.b' }, { metric: 'c.d', minutes: [] }]);
    expect(extentOf(all).first).toBe(Date.UTC(2026, 8) / 60_000);
    expect(() => seriesOf({ data, series: ['c.d=1'] })).toThrow(
      "--series cannot be combined with --data, except 'metric=_' for a metric that is known to be empty",
    );
    expect(() => seriesOf({ data, series: ['a.b{k:v}=_'] })).toThrow('the series a.b{k:v} appears twice');
  });

  test('reports series without points', () => {
    const data = [writeFile('none.json', '{"a.b":[]}')];
    expect(() => extentOf(seriesOf({ data }))).toThrow('the series contain no points');
  });

  test('returns the first and the last minute of all series', () => {
    expect(extentOf(seriesOf({ series: ['a.b=1x9', 'c.d=1x4'] }))).toEqual({ first: 0, last: 9 });
  });

  test.each([
    [{}, "missing series: use --data FILE, or --series 'metric{tag:value}=0x4 1 0x20'"],
    [{ series: ['a.b'] }, "invalid --series a.b: missing =; use 'metric{tag:value}=0x4 1 0x20'"],
    [{ series: ['a.b='] }, 'invalid --series a.b=: missing values; use 0x4 1 0x20, or _ for none'],
    [{ series: ['a.b{k:v,l:w}=1', 'a.b{l:w,k:v}=1'] }, 'the series a.b{l:w,k:v} appears twice; remove one of them'],
    [{ series: ['a.b=1 x'] }, '--series a.b=1 x: x is not a value; use 1, 0x4, 1+2x5, _ or _x3'],
    [{ data: ['nothing.csv'] }, 'nothing.csv cannot be read: '],
  ])('rejects %j', (given, message) => expect(() => seriesOf(given)).toThrow(message));

  test('rejects an invalid file with file and line', () => {
    const line = '2026-09-01T00:00:00Z,a.b,k:v,1';
    const data = writeFile('twice.csv', `timestamp,metric,tags,value\n${line}\n${line}`);
    expect(() => seriesOf({ data: [data] })).toThrow(`${data}:3 a.b: 2026-09-01T00:00:00Z occurs twice`);
    const empty = writeFile('empty.json', '');
    expect(() => seriesOf({ data: [empty] })).toThrow(`${empty} contains no points`);
  });
});

describe('minuteIn', () => {
  test('accepts a number of minutes since the first point, or a time', () => {
    expect(minuteIn('from', '20', 100)).toBe(120);
    expect(minuteIn('from', '-10', 100)).toBe(90);
    expect(minuteIn('to', '2026-09-01T08:00Z', 100)).toBe(Date.UTC(2026, 8, 1, 8) / 60_000);
  });

  test('rejects any other format', () => {
    expect(() => minuteIn('from', 'soon', 0)).toThrow(
      'invalid --from soon: expected minutes since the first point, or',
    );
    expect(() => minuteIn('to', 'day 9', 0)).toThrow('invalid --to day 9: expected minutes since the first point, or');
    expect(() => minuteIn('to', '1.5', 0)).toThrow('invalid --to 1.5: expected a whole minute');
  });
});

describe('runOver', () => {
  const commands = (...counts: string[]) => seriesOf({ series: counts.map((one) => `himeshima.command_${one}`) });
  const definition = definitionInProd(monitorNamed('states_executions_failed'));
  const series = seriesOf({ series: ['aws.states.executions_failed=0x4 1 0x20'] });

  test('stops when the series can no longer affect the monitor', () => {
    expect(runOver(definition, series, {}, ownMonitors())).toMatchObject({ from: 0, to: 26 + 15 + 5 });
  });

  test.each([
    [{ from: '20', to: '10' }, '--to is before --from'],
    [{ to: '2000000' }, '--from and --to are more than two years apart'],
  ])('rejects %j', (period, message) =>
    expect(() => runOver(definition, series, period, ownMonitors())).toThrow(message),
  );

  test('evaluates a composite and its members on the same series', () => {
    const composite = definitionInProd(monitorNamed('command_failing'));
    const run = runOver(composite, commands('ended=100x90', 'succeeded=10x90'), {}, ownMonitors());
    expect(run.notifications.map(({ transition }) => transition)).toContain('alert');
  });

  test('lists the missing and the given series', () => {
    const other = seriesOf({ series: ['aws.states.executions_faild=1'] });
    expect(() => runOver(definition, other, {}, ownMonitors())).toThrow(
      `no series for aws.states.executions_failed (given: aws.states.executions_faild); if a series is known to be empty, add --series 'aws.states.executions_failed=_'`,
    );
  });

  test.each([
    [
      'lambda_errors',
      seriesOf({ series: ['aws.lambda.errors{functionname:power-on}=1x9'] }),
      'aws.lambda.invocations ',
    ],
    ['command_burns_fast', commands('ended=1x9'), 'himeshima.command_succeeded'],
    ['command_failing', commands('succeeded=1'), 'himeshima.command_ended'],
    ['message_stored_burns_fast', seriesOf({ series: ['a=1'] }), 'himeshima.power_report_stored_in_time, '],
  ])(
    '%s is not simulated if there is no series for a metric that the monitor, its SLO or its members use',
    (id, all, missing) => {
      expect(() => runOver(definitionInProd(monitorNamed(id)), all, {}, ownMonitors())).toThrow(
        `no series for ${missing}`,
      );
    },
  );

  test('accepts a metric that is declared empty (_)', () => {
    const all = commands('ended=1x99', 'succeeded=_');
    const run = runOver(definitionInProd(monitorNamed('command_burns_fast')), all, {}, ownMonitors());
    expect(run).toMatchObject({ from: 0, to: 99 + 60 });
  });
});

describe('selectMonitors', () => {
  test('returns one monitor by id, or all monitors', () => {
    expect(selectMonitors(undefined).length).toBeGreaterThan(10);
    expect(selectMonitors('lambda_errors')).toHaveLength(1);
    expect(() => monitorNamed('lambda_erors')).toThrow('unknown monitor lambda_erors; did you mean lambda_errors?');
    expect(() => monitorNamed('x')).toThrow('unknown monitor x; run npm run monitors -- list to see all');
  });
});
