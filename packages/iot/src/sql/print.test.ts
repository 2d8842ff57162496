import { test as property } from '@fast-check/jest';
import { parseStatement } from './parse-statement';
import { print } from './print';
import { statements } from './statement.arbitrary';

const statement = statements({
  words: ['a', 'b', 'state', 'value', 'from', 'my-key', 'END', '$x', '1st', 'exists', "it's", '`', '灯'],
  variables: ['v', 'temp_c', '1'],
  calls: [
    ['topic', 0, 3],
    ['Concat', 0, 3],
    ['is_x', 0, 3],
  ],
  setsAll: false,
});

function withoutPositions(tree: unknown): unknown {
  if (Array.isArray(tree)) return tree.map(withoutPositions);
  if (typeof tree !== 'object' || tree === null) return tree;
  return Object.fromEntries(
    Object.entries(tree).flatMap(([key, value]) => (key === 'at' ? [] : [[key, withoutPositions(value)]])),
  );
}

describe('print', () => {
  property.prop([statement], { numRuns: 1000 })('parsing a printed statement returns the same tree', (tree) => {
    expect(withoutPositions(parseStatement(print(tree)))).toEqual(withoutPositions(tree));
  });

  test.each([
    "SELECT value, topic(3) AS room FROM 'a' WHERE value >= 60",
    "SELECT state.value + value FROM 'a'",
    "SELECT value = 'on' AS lit FROM 'a'",
    "SELECT VALUE value FROM 'a'",
  ])('prints the keys of %s as written', (sql) => expect(print(parseStatement(sql))).toBe(sql));

  test.each([['`value` - 1'], ['`value` * 2'], ['`value`[0]'], ['`Value` - 1 AS less']])(
    'in SELECT %s, quotes the key that would otherwise be the keyword VALUE',
    (item) => expect(print(parseStatement(`SELECT ${item}`))).toBe(`SELECT ${item}`),
  );

  test('prints a statement in canonical form', () => {
    const sql = "select *, Topic(3) as thing, {'a':[1,-b]} AS x.y from 'a' where (a+b)*c>=2 and not (d or e)";
    expect(print(parseStatement(sql))).toBe(
      "SELECT *, Topic(3) AS thing, {'a': [1, -b]} AS x.y FROM 'a' WHERE (a + b) * c >= 2 AND NOT (d OR e)",
    );
  });
});
