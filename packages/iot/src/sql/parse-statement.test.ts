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
  throw new Error(`${sql} was not rejected`);
}

describe('parseStatement', () => {
  test('parses every clause of a statement, with positions', () => {
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

  test('applies the operator precedence of ANSI SQL', () => {
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

  test('counts lines and columns across line breaks', () => {
    expect(refusal("SELECT *\nFROM 'a'\n  WHERE a ==1")).toMatchObject({ line: 3, column: 11 });
  });

  test('parses `value` as the keyword if an expression follows, and as a key otherwise', () => {
    expect(parseStatement("SELECT value FROM 'a'").selection.kind).toBe('items');
    expect(parseStatement("SELECT value AS v FROM 'a'").selection.kind).toBe('items');
    expect(parseStatement("SELECT VALUE color FROM 'a'").selection.kind).toBe('value');
    expect(parseStatement("SELECT VALUE * FROM 'a'").selection).toMatchObject({ item: { kind: 'star' } });
  });

  test('accepts a statement without FROM for Basic Ingest', () => {
    expect(parseStatement('SELECT a WHERE b = 1').from).toBeUndefined();
  });

  test.each([
    ["SELECT * FROM 'a' WHERE b == 1", 27, '== is not an operator of AWS IoT SQL; use ='],
    ["SELECT * FROM 'a' WHERE b != 1", 27, '!= is not an operator of AWS IoT SQL; use <>'],
    ["SELECT * FROM 'a' WHERE b && c", 27, '&& is not an operator of AWS IoT SQL; use AND'],
    ["SELECT * FROM 'a' WHERE !b", 25, '! is not an operator of AWS IoT SQL; use NOT'],
    ["SELECT * FROM 'a' WHERE b LIKE 'c'", 27, /^LIKE is not an operator of AWS IoT SQL/],
    ["SELECT * FROM 'a' WHERE b IS NULL", 27, /use isNull\(value\)/],
    ["SELECT * FROM 'a' WHERE b NOT IN [1]", 27, /use NOT a IN b/],
    ["SELECT * FROM 'a' WHERE b IN (1, 2)", 32, 'a list requires square brackets: [a, b]'],
    ["SELECT * FROM 'a' GROUP BY b", 19, 'AWS IoT SQL does not support GROUP'],
    ["SELECT * FROM 'a' WHRE b = 1", 19, 'expected WHERE or the end, found WHRE; did you mean WHERE?'],
    ["SELCT * FROM 'a'", 1, 'expected SELECT, found SELCT; did you mean SELECT?'],
    ["SELECT * FORM 'a'", 10, 'expected a comma, AS or FROM, found FORM; did you mean FROM?'],
    ['SELECT * FROM "a"', 15, 'FROM requires the topic filter in single quotes'],
    ['SELECT * FROM a/b', 15, 'FROM requires the topic filter in single quotes'],
    ["SELECT * FROM 'a/#/b'", 18, '"#" must be the last level'],
    ["SELECT FROM 'a'", 8, 'expected an expression, found FROM'],
    ["SELECT a.0 FROM 'a'", 10, 'a key that starts with a digit requires get(…, "0")'],
    ["SELECT 'a FROM b", 8, "this ' is not closed"],
    ["SELECT a /* b */ FROM 'a'", 10, 'AWS IoT SQL does not support comments'],
    ["SELECT a # b FROM 'a'", 10, '# is not valid in AWS IoT SQL'],
    ["SELECT CASE a END FROM 'a'", 15, 'expected WHEN, found END'],
    ["SELECT CASE a WHEN 1 THEN 2 FROM 'a'", 29, 'expected WHEN, ELSE or END, found FROM'],
    ["SET @a = 1, @a = 2 SELECT @a FROM 'a'", 13, '@a is already set; a variable can be assigned only once'],
    ["SET a = 1 SELECT a FROM 'a'", 5, 'expected @variable, found a'],
    ['', 1, 'expected SELECT, found the end'],
    [
      "SELECT a.* AS b FROM 'a'",
      12,
      'a.* cannot have an alias, because it selects several keys; use "a AS name" for the object itself',
    ],
    ["SELECT VALUE a.* FROM 'a'", 15, 'a.* is only valid as an item of a select list'],
    ["SELECT a + b.* FROM 'a'", 13, 'a.* is only valid as an item of a select list'],
    ["SELECT * FROM 'a' WHERE b.* = 1", 26, 'a.* is only valid as an item of a select list'],
    ["SELECT DISTINCT a FROM 'a'", 8, 'AWS IoT SQL does not support DISTINCT'],
    ["SELECT VALUE DISTINCT a FROM 'a'", 14, 'AWS IoT SQL does not support DISTINCT'],
    ["SELECT * FROM 'a' -- b", 19, 'AWS IoT SQL does not support comments'],
    ["SELECT a -- some words\nFROM 'a'", 18, 'expected a comma, AS or FROM, found words; -- does not start a comment'],
    ["SELECT * FROM 'a' // b", 19, 'AWS IoT SQL does not support comments'],
    ["SELECT a AS b AS c FROM 'a'", 15, /^expected a comma, AS or FROM, found AS$/],
    ["SELECT start, end FROM 'a'", 15, "found end; for a key of that name, use get(*, 'end')"],
    ["SELECT * FROM 'a', 'b'", 18, 'expected WHERE or the end, found ,'],
  ])('rejects %s at column %i', (sql, column, message) => {
    const error = refusal(sql);
    expect(error.message).toMatch(message);
    expect(error).toMatchObject({ line: 1, column });
  });

  test('rejects excessive nesting instead of exhausting the stack', () => {
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

  property.prop([anyText()])('returns a statement or throws an SqlError for any text', (text) => {
    attempt(text);
  });
  property.prop([fc.array(fragments, { maxLength: 30 })])(
    'returns a statement or throws an SqlError for any sequence of words',
    (words) => {
      attempt(words.join(' '));
    },
  );
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
  test('shows the line with a caret below the column, truncated at both ends if it is long', () => {
    const statement =
      "SELECT *, topic(3) AS thing FROM '$aws/things/+/shadow/update' WHERE state.reported.power == true AND state.reported.brightness > 10";
    const [place, excerpt, caret, message] = formatSqlError({ error: refusal(statement), statement }).split('\n');
    expect(place).toBe('line 1, column 91');
    expect(excerpt).toBe("    … FROM '$aws/things/+/shadow/update' WHERE state.reported.power == true AND st …");
    expect(caret?.indexOf('^')).toBe(excerpt?.indexOf('=='));
    expect(message).toBe('    == is not an operator of AWS IoT SQL; use =');
  });

  test('shows only the line with the error', () => {
    const statement = "SELECT *\nFROM 'a'\nWHERE\ta ==1";
    expect(formatSqlError({ error: refusal(statement), statement })).toBe(
      'line 3, column 9\n    WHERE a ==1\n            ^\n    == is not an operator of AWS IoT SQL; use =',
    );
  });
});
