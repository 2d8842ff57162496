import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { fc, test as property } from '@fast-check/jest';
import { type CatalogTable, duckdbType, runQuery } from '@himeshima/local-aws/athena';
import { withDuckdb } from '@himeshima/local-aws/fixtures';
import {
  type ArchivedTable,
  archivedTables,
  dayColumn,
  measurements,
  shadowDocuments,
} from '../contracts/archived-tables';
import { type Parameter, type QuestionName, questions } from '../contracts/questions';
import { type PowerChange, powerOnTime } from '../functions/timer-event/power-on-time';

const hour = 3_600_000;
const dayMs = 24 * hour;
const aheadOfUtc = 9 * hour;

/** Lines in the archive with their delivery times, by table. */
type Archive = Readonly<Record<string, readonly { readonly at: number; readonly line: object }[]>>;

const catalogTable = ({ name, columns }: ArchivedTable): CatalogTable => ({
  database: 'd',
  name,
  bucket: 'b',
  folder: `${name}/`,
  partition: dayColumn,
  days: 90,
  columns: columns.map((column) => ({ ...column, type: duckdbType(column.type) })),
});

const tables = new Map(archivedTables.map((table) => [table.name, catalogTable(table)] as const));

/** Writes files as Firehose does, with one folder per UTC day. */
const filesWriter = (archive: Archive) => (table: CatalogTable, folder: string) => {
  const byDay = new Map<string, string[]>();
  for (const { at, line } of archive[table.name] ?? []) {
    const day = new Date(at).toISOString().slice(0, 10);
    byDay.set(day, [...(byDay.get(day) ?? []), JSON.stringify(line)]);
  }
  return [...byDay].map(([day, lines]) => {
    const below = join(folder, table.name, `day=${day}`);
    mkdirSync(below, { recursive: true });
    writeFileSync(join(below, 'x.jsonl.gz'), gzipSync(`${lines.join('\n')}\n`));
    return join(below, 'x.jsonl.gz');
  });
};

type QueryInput = { readonly archive: Archive; readonly now?: number } & Readonly<Partial<Record<Parameter, string>>>;

async function ask(name: QuestionName, { archive, now = Date.parse('2026-12-31T00:00:00Z'), ...given }: QueryInput) {
  const { sql, parameters } = questions[name];
  const literals = parameters.map((parameter) => given[parameter] ?? '');
  const ending = new AbortController().signal;
  return (
    await runQuery({ sql, parameters: literals, tablesOf: () => tables, files: filesWriter(archive), now, ending })
  ).rows;
}

const periodBetween = (from: string, to: string) => ({ from: `'${from}'`, to: `'${to}'` });

interface Change {
  readonly at: string;
  readonly thing?: string;
  readonly version: number;
  readonly before?: boolean | undefined;
  readonly after: boolean;
}

const stateOf = (power: boolean | undefined, at: number) =>
  power === undefined ? null : { state: { reported: { power } }, metadata: { reported: { power: { timestamp: at } } } };

const document = ({ at, thing = 'light-1', version, before, after }: Change) => {
  const timestamp = Date.parse(at) / 1000;
  const line = { thing, version, timestamp, previous: stateOf(before, 0), current: stateOf(after, timestamp) };
  return { at: Date.parse(at), line };
};

const shadows = (...changes: readonly Change[]): Archive => ({ [shadowDocuments.name]: changes.map(document) });

let traces = 0;
const measurementAt = (at: string, more: object = {}) => {
  traces += 1;
  const line = { v: 1, at: 1, value: 21.5, thing: 'sensor-1', kind: 'temp', room: 'room1', traceId: `t${traces}` };
  return { at: Date.parse(at), line: { ...line, receivedAt: Date.parse(at), ...more } };
};

withDuckdb('time-on', () => {
  test('splits time across midnight in Japan between the two days', async () => {
    const archive = shadows(
      { at: '2026-11-24T14:00:00Z', version: 1, after: true },
      { at: '2026-11-24T17:00:00Z', version: 2, before: true, after: false },
    );
    expect(await ask('time-on', { archive, ...periodBetween('2026-11-24', '2026-11-25') })).toEqual([
      ['2026-11-24', 'light-1', '3600'],
      ['2026-11-25', 'light-1', '7200'],
    ]);
    expect(await ask('time-on', { archive, ...periodBetween('2026-11-25', '2026-11-25') })).toHaveLength(1);
  });

  test('uses changes from the previous month for the initial state of silent devices', async () => {
    const archive = shadows({ at: '2026-11-01T00:00:00Z', version: 7, before: false, after: true });
    const now = Date.parse('2026-11-24T18:00:00Z');
    expect(await ask('time-on', { archive, now, ...periodBetween('2026-11-24', '2026-11-26') })).toEqual([
      ['2026-11-24', 'light-1', '86400'],
      ['2026-11-25', 'light-1', '10800'],
    ]);
  });

  test('infers from the first change that a device was already on', async () => {
    const archive = shadows({ at: '2026-11-24T03:00:00Z', version: 9, before: true, after: false });
    expect(await ask('time-on', { archive, ...periodBetween('2026-11-23', '2026-11-24') })).toEqual([
      ['2026-11-23', 'light-1', '86400'],
      ['2026-11-24', 'light-1', '43200'],
    ]);
  });

  const from = Date.parse('2026-11-22T15:00:00Z');
  const moments = fc.array(
    fc.record({
      thing: fc.constantFrom('a', 'b', 'c'),
      second: fc.nat({ max: (4 * dayMs) / 1000 - 1 }),
      power: fc.boolean(),
    }),
    { maxLength: 12 },
  );
  property.prop([moments], { numRuns: 12 })(
    'matches the digest of each day for any changes, including duplicates',
    async (switched) => {
      const changes: PowerChange[] = [];
      for (const { thing, second, power } of switched.toSorted((a, b) => a.second - b.second)) {
        const last = changes.findLast((change) => change.thing === thing);
        const version = (last?.version ?? 0) + 1;
        changes.push({ thing, version, at: from + second * 1000, before: last?.after, after: power });
      }
      const lines = changes.map(({ at, after = false, before, ...change }) =>
        document({ ...change, before, after, at: new Date(at).toISOString() }),
      );
      const days = [0, 1, 2, 3].map((day) => from + day * dayMs);
      const expected = days.flatMap((day) => {
        const date = new Date(day + aheadOfUtc).toISOString().slice(0, 10);
        // move earlier changes to the start of the day, because earlier changes determine the initial state
        const known = changes.map((change) => ({ ...change, at: Math.max(change.at, day) }));
        return powerOnTime(known, { date, from: day, to: day + dayMs })
          .filter(({ onSeconds }) => onSeconds > 0)
          .map(({ thing, onSeconds }) => [date, thing, String(onSeconds)]);
      });
      const archive = { [shadowDocuments.name]: [...lines, ...lines.slice(0, 3)] };
      expect(await ask('time-on', { archive, ...periodBetween('2026-11-23', '2026-11-26') })).toEqual(expected);
    },
  );
});

withDuckdb('rooms-above', () => {
  const archive = {
    [measurements.name]: [
      measurementAt('2026-11-24T01:00:00Z', { value: 27 }),
      measurementAt('2026-11-24T02:00:00Z', { value: 27.5, room: 'room2' }),
      measurementAt('2026-11-24T03:00:00Z', { value: 30, room: 'room2' }),
      measurementAt('2026-11-24T04:00:00Z', { value: 90, kind: 'humidity' }),
      measurementAt('2026-11-24T05:00:00Z', { value: 'hot' }),
      measurementAt('2026-11-24T06:00:00Z', { value: 99, v: 2 }),
      measurementAt('2026-11-24T16:00:00Z', { value: 31 }),
    ],
  };

  test("lists a day's hot rooms with peak and start, and ignores other messages", async () => {
    expect(await ask('rooms-above', { archive, degrees: '27', ...periodBetween('2026-11-24', '2026-11-24') })).toEqual([
      ['2026-11-24', 'room2', '30.0', '2', '2026-11-24 11:00:00.000'],
    ]);
    expect(
      await ask('rooms-above', { archive, degrees: '26.9', ...periodBetween('2026-11-24', '2026-11-25') }),
    ).toEqual([
      ['2026-11-24', 'room1', '27.0', '1', '2026-11-24 10:00:00.000'],
      ['2026-11-24', 'room2', '30.0', '2', '2026-11-24 11:00:00.000'],
      ['2026-11-25', 'room1', '31.0', '1', '2026-11-25 01:00:00.000'],
    ]);
  });
});

withDuckdb('messages-a-day', () => {
  test('counts a message once, even if it was delivered twice or a day late', async () => {
    const once = measurementAt('2026-11-24T01:00:00Z');
    const late = measurementAt('2026-11-24T14:59:00Z', { kind: 'humidity', thing: 'sensor-2' });
    const archive = {
      [measurements.name]: [once, once, { ...late, at: late.at + dayMs }, measurementAt('2026-11-24T15:00:00Z')],
    };
    expect(await ask('messages-a-day', { archive, ...periodBetween('2026-11-24', '2026-11-25') })).toEqual([
      ['2026-11-24', 'humidity', '1', '1'],
      ['2026-11-24', 'temp', '1', '1'],
      ['2026-11-25', 'temp', '1', '1'],
    ]);
  });
});

withDuckdb('fell-silent', () => {
  const period = periodBetween('2026-11-22', '2026-11-24');

  test('lists devices and sensors that reported in the period, but not on the last day', async () => {
    const archive = {
      ...shadows({ at: '2026-11-22T03:00:00Z', version: 1, after: true }),
      [measurements.name]: [
        measurementAt('2026-11-20T01:00:00Z', { thing: 'long-silent' }),
        measurementAt('2026-11-22T01:00:00Z'),
        measurementAt('2026-11-23T14:59:59Z'),
        measurementAt('2026-11-23T01:00:00Z', { thing: 'heard' }),
        measurementAt('2026-11-23T15:00:00Z', { thing: 'heard' }),
      ],
    };
    expect(await ask('fell-silent', { archive, ...period })).toEqual([
      ['light-1', '2026-11-22 12:00:00.000'],
      ['sensor-1', '2026-11-23 23:59:59.000'],
    ]);
  });

  test('does not count a change to the desired state as a report', async () => {
    const { at, line } = document({ at: '2026-11-22T03:00:00Z', version: 1, after: true });
    const desired = { ...line, version: 2, timestamp: Date.parse('2026-11-24T03:00:00Z') / 1000 };
    const archive = {
      [shadowDocuments.name]: [
        { at, line },
        { at: at + 2 * dayMs, line: { ...desired, previous: stateOf(true, at), current: stateOf(true, at) } },
      ],
    };
    expect(await ask('fell-silent', { archive, ...period })).toEqual([['light-1', '2026-11-22 12:00:00.000']]);
  });
});
