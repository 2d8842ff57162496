import { fc, test as property } from '@fast-check/jest';
import type { Expression, Query, Selection, Statement } from './ast';
import { parseStatement } from './parse-statement';
import { print } from './print';

const at = { line: 1, column: 1 };
const word = fc.constantFrom(
  'a',
  'b',
  'state',
  'value',
  'from',
  'my-key',
  'END',
  '$x',
  '1st',
  'exists',
  "it's",
  '`',
  '灯',
);
const variable = fc.constantFrom('v', 'temp_c', '1');
const aliases = fc.array(word, { minLength: 1, maxLength: 3 });

function maybe<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(value, { nil: undefined });
}

const { expression, selection } = fc.letrec<{ expression: Expression; query: Query; selection: Selection }>((tie) => {
  const inner = tie('expression');
  return {
    expression: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.constant<Expression>({ kind: 'null', at }),
      fc.boolean().map((value): Expression => ({ kind: 'boolean', value, at })),
      fc.constantFrom('0', '10.0', '3.14', '2e5', '1E-7').map((text): Expression => ({ kind: 'number', text, at })),
      fc.string().map((value): Expression => ({ kind: 'string', value, at })),
      word.map((name): Expression => ({ kind: 'name', name, at })),
      variable.map((name): Expression => ({ kind: 'variable', name, at })),
      fc.array(inner, { maxLength: 3 }).map((items): Expression => ({ kind: 'array', items, at })),
      fc
        .array(fc.record({ key: fc.string(), value: inner }), { maxLength: 3 })
        .map((entries): Expression => ({ kind: 'object', entries, at })),
      fc.tuple(inner, word).map(([object, name]): Expression => ({ kind: 'member', object, name, at })),
      fc.tuple(inner, fc.nat(99)).map(([object, index]): Expression => ({ kind: 'index', object, index, at })),
      fc
        .tuple(fc.constantFrom('-' as const, 'NOT' as const), inner)
        .map(([operator, operand]): Expression => ({ kind: 'unary', operator, operand, at })),
      fc
        .tuple(
          fc.constantFrom(...(['OR', 'AND', '=', '<>', '<', '<=', '>', '>=', 'IN', '+', '-', '*', '/', '%'] as const)),
          inner,
          inner,
        )
        .map(([operator, left, right]): Expression => ({ kind: 'binary', operator, left, right, at })),
      fc
        .tuple(fc.constantFrom('topic', 'Concat', 'is_x'), fc.array(inner, { maxLength: 3 }))
        .map(([name, args]): Expression => ({ kind: 'call', name, arguments: args, at })),
      inner.map(
        (argument): Expression => ({
          kind: 'call',
          name: 'encode',
          arguments: [{ kind: 'payload', at }, argument],
          at,
        }),
      ),
      inner.map((operand): Expression => ({ kind: 'cast', operand, type: 'Int', at })),
      fc
        .tuple(
          maybe(inner),
          fc.array(fc.record({ when: inner, result: inner }), { minLength: 1, maxLength: 2 }),
          maybe(inner),
        )
        .map(
          ([subject, branches, otherwise]): Expression => ({
            kind: 'case',
            ...(subject === undefined ? {} : { subject }),
            branches,
            ...(otherwise === undefined ? {} : { otherwise }),
            at,
          }),
        ),
      tie('query'),
      tie('query').map((query): Expression => ({ kind: 'exists', query, at })),
    ),
    query: fc.tuple(tie('selection'), inner, maybe(inner)).map(
      ([selected, from, where]): Query => ({
        kind: 'query',
        selection: selected,
        from,
        ...(where === undefined ? {} : { where }),
        at,
      }),
    ),
    selection: fc.oneof(
      inner.map((item): Selection => ({ kind: 'value', item })),
      fc.constant<Selection>({ kind: 'value', item: { kind: 'star', at } }),
      fc
        .array(
          fc.oneof(
            fc.constant({ kind: 'star' as const, at }),
            fc.tuple(inner, maybe(aliases)).map(([selected, alias]) => ({
              kind: 'item' as const,
              expression: selected,
              ...(alias === undefined ? {} : { alias }),
            })),
          ),
          { minLength: 1, maxLength: 3 },
        )
        .map((items): Selection => ({ kind: 'items', items })),
    ),
  };
});

const statement: fc.Arbitrary<Statement> = fc
  .tuple(
    fc.uniqueArray(fc.tuple(variable, expression), { selector: ([name]) => name, maxLength: 2 }),
    selection,
    maybe(fc.constantFrom('a/b', '$aws/things/+/shadow/update', "it's/#")),
    maybe(expression),
  )
  .map(([set, selected, from, where]) => ({
    set: set.map(([name, value]) => ({ name, value, at })),
    selection: selected,
    ...(from === undefined ? {} : { from }),
    ...(where === undefined ? {} : { where }),
  }));

function withoutPositions(tree: unknown): unknown {
  if (Array.isArray(tree)) return tree.map(withoutPositions);
  if (typeof tree !== 'object' || tree === null) return tree;
  return Object.fromEntries(
    Object.entries(tree).flatMap(([key, value]) => (key === 'at' ? [] : [[key, withoutPositions(value)]])),
  );
}

describe('print', () => {
  property.prop([statement], { numRuns: 1000 })('parsing what was printed gives the same tree', (tree) => {
    expect(withoutPositions(parseStatement(print(tree)))).toEqual(withoutPositions(tree));
  });

  test.each([
    "SELECT value, topic(3) AS room FROM 'a' WHERE value >= 60",
    "SELECT state.value + value FROM 'a'",
    "SELECT value = 'on' AS lit FROM 'a'",
    "SELECT VALUE value FROM 'a'",
  ])('%s keeps its keys as they are written', (sql) => expect(print(parseStatement(sql))).toBe(sql));

  test.each([['`value` - 1'], ['`value` * 2'], ['`value`[0]'], ['`Value` - 1 AS less']])(
    'SELECT %s quotes the key that would be the keyword VALUE',
    (item) => expect(print(parseStatement(`SELECT ${item}`))).toBe(`SELECT ${item}`),
  );

  test('writes the usual form', () => {
    const sql = "select *, Topic(3) as thing, {'a':[1,-b]} AS x.y from 'a' where (a+b)*c>=2 and not (d or e)";
    expect(print(parseStatement(sql))).toBe(
      "SELECT *, Topic(3) AS thing, {'a': [1, -b]} AS x.y FROM 'a' WHERE (a + b) * c >= 2 AND NOT (d OR e)",
    );
  });
});
