import { exampleMessage } from '../example-message';
import { explainWhere, explanation } from './explain';

function why(sql: string, payload: object) {
  const explained = explainWhere(sql, exampleMessage(payload), { version: '2016-03-23' });
  return explained && explanation(explained);
}

describe('explainWhere', () => {
  test('shows the value of each expression in WHERE', () => {
    const sql = "SELECT * FROM 'a' WHERE temperature > 50 AND NOT lower(color) = 'red'";
    expect(why(sql, { color: 'RED', temperature: 40 })).toEqual([
      "temperature > 50 AND NOT lower(color) = 'red'   false",
      '  temperature > 50                              false',
      '    temperature                                 40',
      "  NOT lower(color) = 'red'                      false",
      "    lower(color) = 'red'                        true",
      '      lower(color)                              "red"',
      '        color                                   "RED"',
    ]);
  });

  test('shows the values of variables, and Undefined for missing keys', () => {
    expect(why("SET @c = (f - 32) * 5 / 9 SELECT * FROM 'a' WHERE @c > state.limit", { f: 212 })).toEqual([
      '@c > state.limit   Undefined',
      '  @c               100',
      '  state.limit      Undefined',
    ]);
  });

  test('shows only the array or object of a nested query and truncates long values', () => {
    const [query, source] = why("SELECT * FROM 'a' WHERE EXISTS (SELECT * FROM e WHERE foo = 2)", {
      e: Array.from({ length: 40 }, () => ({ foo: 1 })),
    }) ?? [''];
    expect(query).toMatch(/^EXISTS \(SELECT \* FROM e WHERE foo = 2\) +false$/);
    expect(source).toMatch(/^ {2}e +\[\{"foo":1\},.*…$/);
  });

  test('returns undefined for a rule without WHERE', () => {
    expect(why("SELECT * FROM 'a'", {})).toBeUndefined();
  });
});
