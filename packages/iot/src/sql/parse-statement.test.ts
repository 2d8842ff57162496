import { fc, test as property } from '@fast-check/jest';
import { anyText } from '../any-text.arbitrary';
import { parseStatement } from './parse-statement';
import { formatSqlError, SqlError } from './sql-error';

function refusal(sql: string): SqlError {
  try {
    parseStatement(sql);
  } catch (error) {
    if (error instanceof SqlError) return error;
    throw error;
  }
  throw new Error(`${sql} was not refused`);
}

describe('parseStatement', () => {
  test('reads every clause of the talk’s rule, with positions', () => {
    const statement = parseStatement(
      "SELECT *, topic(3) AS thing FROM '$aws/things/+/shadow/update' WHERE state.reported.power = true",
    );
    expect(statement.from).toBe('$aws/things/+/shadow/update');
    expect(statement.selection).toMatchObject({
      kind: 'items',
      items: [{ kind: 'star' }, { kind: 'item', alias: ['thing'], expression: { kind: 'call', name: 'topic' } }],
    });
    expect(statement.where).toMatchObject({ kind: 'binary', operator: '=', at: { line: 1, column: 91 } });
  });

  test('binds operators as ANSI SQL does', () => {
    const { where } = parseStatement("SELECT * FROM 'a' WHERE NOT a = 1 AND b + c * -d < 2 OR e IN [1]");
    expect(where).toMatchObject({
      operator: 'OR',
      left: {
        operator: 'AND',
        left: { operator: 'NOT', operand: { operator: '=' } },
        right: { operator: '<', left: { operator: '+', right: { operator: '*', right: { operator: '-' } } } },
      },
      right: { operator: 'IN' },
    });
  });

  test('counts lines and columns over line breaks', () => {
    expect(refusal("SELECT *\nFROM 'a'\n  WHERE a ==1")).toMatchObject({ line: 3, column: 11 });
  });

  test('takes value as a key where nothing to select follows, else as the keyword', () => {
    expect(parseStatement("SELECT value FROM 'a'").selection.kind).toBe('items');
    expect(parseStatement("SELECT value AS v FROM 'a'").selection.kind).toBe('items');
    expect(parseStatement("SELECT VALUE color FROM 'a'").selection.kind).toBe('value');
    expect(parseStatement("SELECT VALUE * FROM 'a'").selection).toMatchObject({ item: { kind: 'star' } });
  });

  test('does without FROM for Basic Ingest', () => {
    expect(parseStatement('SELECT a WHERE b = 1').from).toBeUndefined();
  });

  test.each([
    ["SELECT * FROM 'a' WHERE b == 1", 27, '== is not an operator of AWS IoT SQL; write ='],
    ["SELECT * FROM 'a' WHERE b != 1", 27, '!= is not an operator of AWS IoT SQL; write <>'],
    ["SELECT * FROM 'a' WHERE b && c", 27, '&& is not an operator of AWS IoT SQL; write AND'],
    ["SELECT * FROM 'a' WHERE !b", 25, '! is not an operator of AWS IoT SQL; write NOT'],
    ["SELECT * FROM 'a' WHERE b LIKE 'c'", 27, /^LIKE is not an operator of AWS IoT SQL/],
    ["SELECT * FROM 'a' WHERE b IS NULL", 27, /write isNull\(value\)/],
    ["SELECT * FROM 'a' WHERE b NOT IN [1]", 27, /write NOT a IN b/],
    ["SELECT * FROM 'a' WHERE b IN (1, 2)", 32, 'a list is written in square brackets: [a, b]'],
    ["SELECT * FROM 'a' GROUP BY b", 19, 'AWS IoT SQL has no GROUP'],
    ["SELECT * FROM 'a' WHRE b = 1", 19, 'expected WHERE or the end, found WHRE; did you mean WHERE?'],
    ["SELCT * FROM 'a'", 1, 'expected SELECT, found SELCT; did you mean SELECT?'],
    ["SELECT * FORM 'a'", 10, 'expected a comma, AS or FROM, found FORM; did you mean FROM?'],
    ['SELECT * FROM "a"', 15, 'FROM needs the topic filter in single quotes'],
    ['SELECT * FROM a/b', 15, 'FROM needs the topic filter in single quotes'],
    ["SELECT * FROM 'a/#/b'", 18, '"#" must be the last level'],
    ["SELECT FROM 'a'", 8, 'expected an expression, found FROM'],
    ["SELECT a.0 FROM 'a'", 10, 'a key that starts with a digit needs get(…, "0")'],
    ["SELECT 'a FROM b", 8, "this ' is never closed"],
    ["SELECT a /* b */ FROM 'a'", 10, 'AWS IoT SQL has no comments'],
    ["SELECT a # b FROM 'a'", 10, '# has no meaning in AWS IoT SQL'],
    ["SELECT CASE a END FROM 'a'", 15, 'expected WHEN, found END'],
    ["SELECT CASE a WHEN 1 THEN 2 FROM 'a'", 29, 'expected WHEN, ELSE or END, found FROM'],
    ["SET @a = 1, @a = 2 SELECT @a FROM 'a'", 13, '@a is set already; a variable is assigned once'],
    ["SET a = 1 SELECT a FROM 'a'", 5, 'expected @variable, found a'],
    ['', 1, 'expected SELECT, found the end'],
    ["SELECT a.* AS b FROM 'a'", 12, 'a.* gives keys that have names already; for the object itself write a AS name'],
    ["SELECT VALUE a.* FROM 'a'", 15, 'a.* stands in a select list alone'],
    ["SELECT a + b.* FROM 'a'", 13, 'a.* stands in a select list alone'],
    ["SELECT * FROM 'a' WHERE b.* = 1", 26, 'a.* stands in a select list alone'],
    ["SELECT DISTINCT a FROM 'a'", 8, 'AWS IoT SQL has no DISTINCT'],
    ["SELECT VALUE DISTINCT a FROM 'a'", 14, 'AWS IoT SQL has no DISTINCT'],
    ["SELECT * FROM 'a' -- b", 19, 'AWS IoT SQL has no comments'],
    [
      "SELECT a -- some words\nFROM 'a'",
      18,
      'expected a comma, AS or FROM, found words; what stands behind -- is no comment',
    ],
    ["SELECT * FROM 'a' // b", 19, 'AWS IoT SQL has no comments'],
    ["SELECT a AS b AS c FROM 'a'", 15, /^expected a comma, AS or FROM, found AS$/],
    ["SELECT start, end FROM 'a'", 15, "found end; a key of that name is get(*, 'end')"],
    ["SELECT * FROM 'a', 'b'", 18, 'expected WHERE or the end, found ,'],
  ])('refuses %s at column %i', (sql, column, message) => {
    const error = refusal(sql);
    expect(error.message).toMatch(message);
    expect(error).toMatchObject({ line: 1, column });
  });

  test('refuses what is nested too deeply instead of running out of stack', () => {
    for (const sql of [
      `SELECT ${'('.repeat(5000)}`,
      `SELECT ${'-'.repeat(5000)}1`,
      `SELECT a${'.b'.repeat(5000)} FROM 'a'`,
      `SELECT 1${'+1'.repeat(5000)} FROM 'a'`,
    ]) {
      expect(refusal(sql).message).toMatch('nested too deeply');
    }
  });

  const fragments = fc.constantFrom(
    ...['SELECT', 'VALUE', '*', 'FROM', "'a/b'", 'WHERE', 'a', '.', '[', ']', '{', '}', '(', ')', ',', 'AS', '=', '<>'],
    ...[
      'CASE',
      'WHEN',
      'THEN',
      'END',
      'NOT',
      'IN',
      'EXISTS',
      'cast',
      '@v',
      'SET',
      '1.5',
      '"x"',
      ':',
      '-',
      '`q`',
      '==',
      '\n',
    ],
  );

  property.prop([anyText()])('answers any text with a statement or an SqlError', (text) => {
    attempt(text);
  });
  property.prop([fc.array(fragments, { maxLength: 30 })])('answers any heap of words likewise', (words) => {
    attempt(words.join(' '));
  });
});

function attempt(sql: string): void {
  try {
    parseStatement(sql);
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    expect(formatSqlError({ error, statement: sql })).toMatch(/\^/);
  }
}

describe('formatSqlError', () => {
  test('shows the line with a caret below the column, cut at both ends where it is long', () => {
    const statement =
      "SELECT *, topic(3) AS thing FROM '$aws/things/+/shadow/update' WHERE state.reported.power == true AND state.reported.brightness > 10";
    const [place, excerpt, caret, message] = formatSqlError({ error: refusal(statement), statement }).split('\n');
    expect(place).toBe('line 1, column 91');
    expect(excerpt).toBe("    … FROM '$aws/things/+/shadow/update' WHERE state.reported.power == true AND st …");
    expect(caret?.indexOf('^')).toBe(excerpt?.indexOf('=='));
    expect(message).toBe('    == is not an operator of AWS IoT SQL; write =');
  });

  test('shows the one line that is wrong', () => {
    const statement = "SELECT *\nFROM 'a'\nWHERE\ta ==1";
    expect(formatSqlError({ error: refusal(statement), statement })).toBe(
      'line 3, column 9\n    WHERE a ==1\n            ^\n    == is not an operator of AWS IoT SQL; write =',
    );
  });
});
