import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { fc, test as property } from '@fast-check/jest';
import type { CatalogTable } from '../glue/catalog';
import { runQuery } from './run-query';
import { withDuckdb } from './with-duckdb.fixture';

const table: CatalogTable = {
  database: 'd',
  name: 't',
  bucket: 'b',
  folder: 't/',
  partition: 'day',
  days: 90,
  columns: [
    { name: 'thing', key: 'thing', type: 'VARCHAR' },
    { name: 'received_at', key: 'receivedAt', type: 'BIGINT' },
    { name: 'value', key: 'value', type: 'VARCHAR' },
  ],
};

const days: Readonly<Record<string, readonly string[]>> = {
  '2026-11-23': ['{"thing":"a","receivedAt":1795392000000,"value":21.5}', '{"thing":"b","value":"odd"}', 'garbage'],
  '2026-11-24': ['{"thing":"a","receivedAt":1795478400000,"value":28}'],
};

function files(_: CatalogTable, folder: string): readonly string[] {
  return Object.entries(days).map(([day, lines]) => {
    const path = join(folder, `day=${day}`, 'x.jsonl.gz');
    mkdirSync(join(folder, `day=${day}`), { recursive: true });
    writeFileSync(path, gzipSync(lines.map((line) => `${line}\n`).join('')));
    return path;
  });
}

const now = Date.parse('2026-11-25T00:00:00.500Z');
const never = new AbortController().signal;
const ask = (sql: string, ...parameters: readonly string[]) =>
  runQuery({
    sql,
    parameters,
    tablesOf: (database = 'd') => (database === 'd' ? new Map([['t', table]]) : undefined),
    files,
    now,
    ending: never,
  });
const rows = async (sql: string, ...parameters: readonly string[]) => (await ask(sql, ...parameters)).rows;

withDuckdb('runQuery', () => {
  test('maps JSON keys to columns, reads the day from the folder name, and returns nulls for a line that is not JSON', async () => {
    expect(await ask('SELECT thing, received_at, value, day FROM t ORDER BY day, thing')).toEqual({
      columns: [
        { name: 'thing', type: 'varchar' },
        { name: 'received_at', type: 'bigint' },
        { name: 'value', type: 'varchar' },
        { name: 'day', type: 'varchar' },
      ],
      rows: [
        ['a', '1795392000000', '21.5', '2026-11-23'],
        ['b', undefined, 'odd', '2026-11-23'],
        [undefined, undefined, undefined, '2026-11-23'],
        ['a', '1795478400000', '28', '2026-11-24'],
      ],
    });
  });

  test.each([
    ['7 / 2', '3'],
    ['-7 / 2', '-3'],
    ['greatest(1, NULL)', undefined],
    ['least(2, 1)', '1'],
    ["CAST(date_add('day', -1, date('2026-03-01')) AS varchar)", '2026-02-28'],
    ["date(from_unixtime(1795392000, 'Asia/Tokyo'))", '2026-11-23'],
    ["CAST(from_unixtime(1795392000, 'Asia/Tokyo') AS timestamp)", '2026-11-23 09:00:00.000'],
    ["CAST(from_unixtime(1795359600, 'Asia/Tokyo') AS timestamp)", '2026-11-23 00:00:00.000'],
    ['to_unixtime(now())', String(now / 1000)],
    ["date_format(now(), '%Y-%m-%d %H:%i:%s')", '2026-11-25 00:00:00'],
    [
      "date_format(CAST('2026-03-04 15:06:07.089' AS timestamp), '%c/%e/%y %l:%i %p, %k %h %I %r %T')",
      '3/4/26 3:06 PM, 15 03 03 03:06:07 PM 15:06:07',
    ],
    [
      "date_format(date('2026-03-04'), '%W %a %M %b %j %v %x %f %S %%M')",
      'Wednesday Wed March Mar 063 10 2026 000000 00 %M',
    ],
    ["TRY_CAST('odd' AS double)", undefined],
    ["TRY_CAST('28' AS double)", '28.0'],
  ])('evaluates %s to %s, as Trino does', async (expression, expected) => {
    expect(await rows(`SELECT ${expression} AS x`)).toEqual([[expected]]);
  });

  test("returns Athena's column names", async () => {
    const named = async (list: string) => (await ask(`SELECT ${list} FROM t`)).columns.map(({ name }) => name);
    expect(await named("thing, 1, value AS v, date_format(now(), '%Y')")).toEqual(['thing', '_col1', 'v', '_col3']);
    expect(await named('t.thing, *')).toEqual(['thing', 'thing', 'received_at', 'value', 'day']);
  });

  test("resolves a qualified table name, regardless of the query's default database", async () => {
    expect(await rows('SELECT count(*) FROM d.t AS a JOIN t AS b ON a.thing = b.thing')).toEqual([['5']]);
    const without = { tablesOf: (database?: string) => (database === 'd' ? new Map([['t', table]]) : undefined) };
    const query = { parameters: [], files, now, ending: never, ...without };
    expect((await runQuery({ ...query, sql: 'SELECT count(*) FROM d.t' })).rows).toEqual([['4']]);
    expect((await runQuery({ ...query, sql: 'SELECT 1' })).rows).toEqual([['1']]);
    await expect(runQuery({ ...query, sql: 'SELECT * FROM t' })).rejects.toThrow(
      'SCHEMA_NOT_FOUND: line 1:15: the query has no database, or its database does not exist',
    );
  });

  test('min_by returns the value in the row with the minimum, even if the value is null', async () => {
    expect(await rows('SELECT min_by(value, received_at), max_by(thing, received_at) FROM t')).toEqual([['21.5', 'a']]);
  });

  test('expands a sequence into rows', async () => {
    expect(await rows('SELECT n FROM UNNEST(sequence(2, 4)) AS numbers (n)')).toEqual([['2'], ['3'], ['4']]);
  });

  test('binds parameters in order, as strings and numbers', async () => {
    const sql = 'SELECT thing FROM t WHERE day BETWEEN ? AND ? AND TRY_CAST(value AS double) > CAST(? AS double)';
    expect(await rows(sql, "'2026-11-23'", "'2026-11-24'", '21.5')).toEqual([['a']]);
    expect(await rows(sql, "'2026-11-23'", "'2026-11-24'", '20')).toHaveLength(2);
  });

  test.each([
    ['SELECT regexp_like(thing, ?) FROM t', 'line 1:8: the function regexp_like is not translated'],
    ['SELECT thing\nFROM t\nWHERE strftime(thing, ?) = 1', 'line 3:7: the function strftime is not translated'],
    ["SELECT from_unixtime(1, 'UTC')", 'from_unixtime outside of date(…)'],
    ['SELECT date(from_unixtime(1))', 'from_unixtime without a zone'],
    ["SELECT date_add('hour', 1, date('2026-01-01'))", "date_add with a unit other than 'day'"],
    ["SELECT date_add('day', 1, now())", 'date_add on a value other than date(…)'],
    ['SELECT sequence(1, 9, 2)', 'sequence with a step'],
    ['SELECT greatest(1, 2, 3)', 'greatest with more or fewer than two arguments'],
    ['SELECT CAST(thing AS uuid) FROM t', 'line 1:8: CAST to UUID is not translated'],
    ['SELECT * EXCLUDE (thing) FROM t', '* with EXCLUDE'],
    ['SELECT thing FROM t USING SAMPLE 1', 'is not translated'],
    ['SELECT thing FROM t QUALIFY row_number() OVER () = 1', 'QUALIFY is not translated'],
    ['SELECT list_transform([1], lambda x : x)', 'is not translated'],
    ["SELECT * FROM read_csv('/etc/passwd')", 'the table function read_csv is not translated'],
    ["SELECT * FROM '/etc/passwd'", "Table '/etc/passwd' does not exist; known: t"],
    ['SELECT * FROM duckdb_settings()', 'the table function duckdb_settings is not translated'],
    [
      'SELECT * FROM information_schema.tables',
      "SCHEMA_NOT_FOUND: line 1:15: Schema 'information_schema' does not exist",
    ],
    ['SELECT * FROM d.other', "TABLE_NOT_FOUND: line 1:15: Table 'other' does not exist; known: t"],
    ['SELECT * FROM other.d.t', 'a table in another catalog is not translated'],
    ["SELECT date_format(now(), '%X')", '%X not supported in date format string'],
    ["SELECT date_format('2026-03-04', '%Y')", 'date_format of a string is not translated'],
    ["SELECT getenv('HOME')", 'the function getenv is not translated'],
    ['SELECT * FROM other', "line 1:15: Table 'other' does not exist; known: t"],
    ['SELECT none FROM t', 'none'],
    ['SELECT thing FROM t; SELECT 1', 'expected exactly one statement'],
    [
      'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n',
      'WITH RECURSIVE is not translated',
    ],
    ['SELECT n FROM UNNEST(sequence(1, 10001)) AS numbers (n)', 'must not have more than 10000 entries'],
    [
      'SELECT a.n FROM UNNEST(sequence(1, 10000)) AS a (n) CROSS JOIN UNNEST(sequence(1, 11)) AS b (n)',
      'the result has more than 100000 rows',
    ],
    ['DROP TABLE t', 'Only SELECT statements'],
    ["COPY t TO '/tmp/x'", 'Only SELECT statements'],
    ['SELEC thing FROM t', 'SYNTAX_ERROR: line 1:'],
    ['', 'expected exactly one statement'],
  ])('rejects %j: %s', async (sql, reason) => {
    await expect(ask(sql)).rejects.toThrow(reason);
  });

  test('rejects a query that exceeds the memory limit', async () => {
    const numbers = 'UNNEST(sequence(1, 1000)) AS a (n) CROSS JOIN UNNEST(sequence(1, 1000)) AS b (m)';
    const distinct = `SELECT DISTINCT n, m, '${'x'.repeat(5000)}' AS long FROM ${numbers}`;
    await expect(ask(`SELECT count(*) FROM (${distinct}) AS y`)).rejects.toThrow('Out of Memory');
  }, 30_000);

  test.each([
    [["'a'"], 'expected 2 but found 1'],
    [["'a'", "'b'", "'c'"], 'expected 2 but found 3'],
    [['a', "'b'"], 'parameter 1 is neither a number nor a string in single quotes: a'],
    [["'a'", "'b' OR 1 = 1"], 'parameter 2 is neither'],
    [["'a'", "'b'; DROP TABLE t"], 'parameter 2 is neither'],
    [["'a'", '(SELECT 1)'], 'parameter 2 is neither'],
    [["'a'", '"day"'], 'parameter 2 is neither'],
    [["'a'", "'b''"], 'parameter 2 is neither'],
  ])('rejects the parameters %j: %s', async (given, reason) => {
    await expect(ask('SELECT thing FROM t WHERE day BETWEEN ? AND ?', ...given)).rejects.toThrow(reason);
  });

  // fast-check's unit `binary` would be slow, because it first builds a table of all code points
  const codePoint = fc
    .nat(0x10ffff)
    .filter((code) => code < 0xd800 || code > 0xdfff)
    .map((code) => String.fromCodePoint(code));

  property.prop([fc.string({ unit: codePoint }).map((text) => text.replaceAll('\0', ''))], { numRuns: 25 })(
    'treats any parameter as a value, never as SQL',
    async (text) => {
      const literal = `'${text.replaceAll("'", "''")}'`;
      expect(
        await rows('SELECT count(*) FROM t WHERE ? = thing OR CAST(? AS varchar) = ?', literal, literal, literal),
      ).toEqual([['4']]);
    },
  );
});
