import { CharStreams, CommonTokenStream, ParserRuleContext } from 'antlr4ng';
import { TrinoSqlLexer } from 'dt-sql-parser/dist/lib/trino/TrinoSqlLexer';
import { TrinoSqlParser } from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser';
import { archivedTables, dayColumn } from '../contracts/archived-tables';
import { questions } from '../contracts/questions';

/** Parses SQL with Trino's grammar (dt-sql-parser). */
function readTrino(sql: string) {
  const parser = new TrinoSqlParser(new CommonTokenStream(new TrinoSqlLexer(CharStreams.fromString(sql))));
  const faults: string[] = [];
  parser.removeErrorListeners();
  parser.addErrorListener({
    syntaxError: (_recognizer, _symbol, line, column, message) => void faults.push(`${line}:${column} ${message}`),
    reportAmbiguity: () => undefined,
    reportAttemptingFullContext: () => undefined,
    reportContextSensitivity: () => undefined,
  });
  const program = parser.program();
  const texts = (rule: number) =>
    [...descendantsOf(program)].filter(({ ruleIndex }) => ruleIndex === rule).map((node) => node.getText());
  const wheres = [...descendantsOf(program)].flatMap((node) =>
    '_where' in node && node._where instanceof ParserRuleContext ? [node._where.getText()] : [],
  );
  return {
    faults,
    tables: texts(TrinoSqlParser.RULE_tableRef),
    own: texts(TrinoSqlParser.RULE_namedQuery).map((text) => text.slice(0, text.search(/AS\(|\(/))),
    functions: texts(TrinoSqlParser.RULE_functionName),
    inWhere: wheres.join('').split('?').length - 1,
  };
}

function* descendantsOf(node: ParserRuleContext): Generator<ParserRuleContext> {
  yield node;
  for (const child of node.children ?? []) if (child instanceof ParserRuleContext) yield* descendantsOf(child);
}

/**
 * Trino functions that the queries call, by the page that documents them: trino.io/docs/current/functions/PAGE.html.
 * Athena engine version 3 supports Trino's functions (Athena user guide, "Functions in Amazon Athena").
 */
const documented: Readonly<Record<string, readonly string[]>> = {
  aggregate: ['arbitrary', 'count', 'max', 'min', 'min_by', 'sum'],
  array: ['sequence'],
  comparison: ['greatest', 'least'],
  datetime: ['date', 'date_add', 'from_unixtime', 'now', 'to_unixtime'],
  window: ['lead'],
};

describe.each(Object.entries(questions))('the named query %s', (_name, { sql, parameters }) => {
  const query = readTrino(sql);

  test('the SQL is valid for Trino, and calls only documented functions', () => {
    expect(query.faults).toEqual([]);
    const known = Object.values(documented).flat();
    expect(query.functions.filter((name) => !known.includes(name))).toEqual([]);
  });

  test('reads only declared tables', () => {
    const declared = archivedTables.map(({ name }) => name);
    const tables = query.tables.filter((name) => !query.own.includes(name));
    expect(tables.length).toBeGreaterThan(0);
    expect(tables.filter((name) => !declared.includes(name))).toEqual([]);
  });

  test('uses parameters only in WHERE clauses, and reads only the folders of the requested days', () => {
    expect(query.inWhere).toBe(parameters.length);
    expect(sql.split(`WHERE ${dayColumn} BETWEEN CAST(`).length - 1).toBe(
      query.tables.filter((name) => !query.own.includes(name)).length,
    );
  });
});

test.each(['SELECT FROM t', 'FROM t SELECT a', 'SELECT a::int FROM t', 'SELECT a FROM t WHERE'])(
  'readTrino rejects %s',
  (sql) => {
    expect(readTrino(sql).faults).not.toEqual([]);
  },
);
