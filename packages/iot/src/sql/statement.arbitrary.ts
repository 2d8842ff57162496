import { fc } from '@fast-check/jest';
import type { Expression, Query, Selection, Statement } from './ast';

/** Names and functions that random statements contain. */
interface Vocabulary {
  readonly words: readonly string[];
  readonly variables: readonly string[];
  /** Names of functions with their minimum and maximum number of arguments. */
  readonly calls: readonly (readonly [name: string, least: number, most: number])[];
  /** Whether each statement sets all variables, rather than a random subset. */
  readonly setsAll: boolean;
}

const at = { line: 1, column: 1 };
const binaryOperators = ['OR', 'AND', '=', '<>', '<', '<=', '>', '>=', 'IN', '+', '-', '*', '/', '%'] as const;
const numberTexts = ['0', '1', '2', '10.0', '3.14', '2e5', '1E-7', '9007199254740993'];

/** Returns an arbitrary for statements that use a vocabulary. */
export function statements(vocabulary: Vocabulary): fc.Arbitrary<Statement> {
  const word = fc.constantFrom(...vocabulary.words);
  const variable = fc.constantFrom(...vocabulary.variables);
  const { expression, selection } = fc.letrec<{ expression: Expression; query: Query; selection: Selection }>((tie) => {
    const inner = tie('expression');
    return {
      expression: fc.oneof(
        { maxDepth: 4, depthSize: 'small' },
        ...leaves(word, variable),
        ...paths(inner, word),
        ...operations(inner),
        ...calls(inner, vocabulary.calls),
        cases(inner),
        tie('query'),
        tie('query').map((query): Expression => ({ kind: 'exists', query, at })),
      ),
      query: fc.tuple(tie('selection'), inner, maybe(inner), maybe(word)).map(([selected, from, where, alias]) => ({
        kind: 'query',
        selection: selected,
        from,
        ...omitUndefined({ alias, where }),
        at,
      })),
      selection: selections(inner, word),
    };
  });
  const set = vocabulary.setsAll
    ? fc.tuple(...vocabulary.variables.map((name) => values(word).map((value) => ({ name, value, at }))))
    : fc
        .uniqueArray(fc.tuple(variable, expression), { selector: ([name]) => name, maxLength: 2 })
        .map((pairs) => pairs.map(([name, value]) => ({ name, value, at })));
  return fc
    .tuple(set, selection, maybe(fc.constantFrom('a/b', '$aws/things/+/shadow/update', "it's/#")), maybe(expression))
    .map(([assignments, selected, from, where]) => ({
      set: assignments,
      selection: selected,
      ...omitUndefined({ from, where }),
    }));
}

type Expressions = fc.Arbitrary<Expression>;

function leaves(word: fc.Arbitrary<string>, variable: fc.Arbitrary<string>): readonly Expressions[] {
  return [values(word), variable.map((name): Expression => ({ kind: 'variable', name, at }))];
}

/** Returns an arbitrary for expressions without variables. */
function values(word: fc.Arbitrary<string>): Expressions {
  return fc.oneof(
    fc.constant<Expression>({ kind: 'null', at }),
    fc.boolean().map((value): Expression => ({ kind: 'boolean', value, at })),
    fc.constantFrom(...numberTexts).map((text): Expression => ({ kind: 'number', text, at })),
    fc
      .oneof(fc.string(), fc.constantFrom('1', 'true', '2.50', 'x'))
      .map((value): Expression => ({ kind: 'string', value, at })),
    word.map((name): Expression => ({ kind: 'name', name, at })),
  );
}

function paths(inner: Expressions, word: fc.Arbitrary<string>): readonly Expressions[] {
  const key = fc.oneof(fc.string(), word);
  return [
    fc.array(inner, { maxLength: 3 }).map((items): Expression => ({ kind: 'array', items, at })),
    fc
      .array(fc.record({ key, value: inner }), { maxLength: 3 })
      .map((entries): Expression => ({ kind: 'object', entries, at })),
    fc.tuple(inner, word).map(([object, name]): Expression => ({ kind: 'member', object, name, at })),
    fc.tuple(inner, fc.nat(3)).map(([object, index]): Expression => ({ kind: 'index', object, index, at })),
  ];
}

function operations(inner: Expressions): readonly Expressions[] {
  return [
    fc
      .tuple(fc.constantFrom('-' as const, 'NOT' as const), inner)
      .map(([operator, operand]): Expression => ({ kind: 'unary', operator, operand, at })),
    fc
      .tuple(fc.constantFrom(...binaryOperators), inner, inner)
      .map(([operator, left, right]): Expression => ({ kind: 'binary', operator, left, right, at })),
  ];
}

function calls(inner: Expressions, known: Vocabulary['calls']): readonly Expressions[] {
  const call = fc
    .constantFrom(...known)
    .chain(([name, minLength, maxLength]) => fc.tuple(fc.constant(name), fc.array(inner, { minLength, maxLength })));
  const payload: Expression = { kind: 'payload', at };
  const scheme: Expression = { kind: 'string', value: 'base64', at };
  return [
    call.map(([name, args]): Expression => ({ kind: 'call', name, arguments: args, at })),
    fc.constant<Expression>({ kind: 'call', name: 'encode', arguments: [payload, scheme], at }),
    inner.map((key): Expression => ({ kind: 'call', name: 'get', arguments: [payload, key], at })),
    inner.map((operand): Expression => ({ kind: 'cast', operand, type: 'Int', at })),
  ];
}

function cases(inner: Expressions): Expressions {
  const branches = fc.array(fc.record({ when: inner, result: inner }), { minLength: 1, maxLength: 2 });
  return fc.tuple(maybe(inner), branches, maybe(inner)).map(([subject, known, otherwise]) => ({
    kind: 'case',
    branches: known,
    ...omitUndefined({ subject, otherwise }),
    at,
  }));
}

function selections(inner: Expressions, word: fc.Arbitrary<string>): fc.Arbitrary<Selection> {
  const star = fc.constant({ kind: 'star' as const, at });
  const aliases = fc.array(word, { minLength: 1, maxLength: 3 });
  const item = fc
    .tuple(inner, maybe(aliases))
    .map(([expression, alias]) => ({ kind: 'item' as const, expression, ...omitUndefined({ alias }) }));
  const whole = aliases.map((alias) => ({
    kind: 'item' as const,
    expression: { kind: 'payload' as const, at },
    alias,
  }));
  const keys = inner
    .filter(({ kind }) => kind !== 'binary' && kind !== 'unary')
    .map((object) => ({ kind: 'keys' as const, object, at }));
  return fc.oneof(
    inner.map((selected): Selection => ({ kind: 'value', item: selected })),
    star.map((selected): Selection => ({ kind: 'value', item: selected })),
    fc
      .array(fc.oneof(star, whole, keys, { weight: 3, arbitrary: item }), { minLength: 1, maxLength: 3 })
      .map((items): Selection => ({ kind: 'items', items })),
  );
}

function maybe<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(value, { nil: undefined });
}

type WithoutUndefined<Members> = { [Key in keyof Members]?: Exclude<Members[Key], undefined> };

/**
 * Removes members that are undefined, because strict comparisons distinguish a missing member from an undefined member.
 */
function omitUndefined<Members extends object>(members: Members): WithoutUndefined<Members> {
  const present: WithoutUndefined<Members> = {};
  for (const [key, value] of Object.entries(members)) if (value !== undefined) Reflect.set(present, key, value);
  return present;
}
