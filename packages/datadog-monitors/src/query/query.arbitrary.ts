import fc from 'fast-check';
import { functionFacts } from './functions';
import type { Argument, Expression, MetricQuery, Modifier, Name, Scope, TimeAggregation, Window } from './query-tree';
import { seriesIn } from './walk';

const at = { column: 1, end: 1 };
const name = (text: string): Name => ({ text, ...at });
const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,6}$/).filter((text) => !/^(by|and|or|not|in)$/.test(text));
const number = fc.oneof(fc.nat(), fc.double({ min: 0, max: 1e9, noNaN: true })).map((value) => value + 0);

const window: fc.Arbitrary<Window> = fc
  .constantFrom<[number, Window['unit'], number][]>([5, 'm', 5], [1, 'h', 60], [2, 'd', 2880])
  .map(([amount, unit, minutes]) => ({ kind: 'last', amount, unit, minutes, ...at }));

const time: fc.Arbitrary<TimeAggregation> = fc
  .tuple(fc.constantFrom('avg' as const, 'sum' as const, 'max' as const), window, fc.option(window, { nil: undefined }))
  .map(([aggregator, inner, shift]) => ({
    aggregator,
    window: inner,
    change: shift && { kind: 'pct_change', shift, ...at },
    ...at,
  }));

const value = fc.stringMatching(/^[a-z0-9*][a-z0-9:./_*-]{0,8}$/);
const tag: fc.Arbitrary<Scope> = fc
  .tuple(word, fc.option(value, { nil: undefined }))
  .map(([key, found]) => ({ kind: 'tag', key, value: found, ...at }));

const commaScope: fc.Arbitrary<Scope> = fc
  .array(
    fc.oneof(
      tag,
      tag.map((of): Scope => ({ kind: 'not', sign: '!', of, ...at })),
    ),
    { minLength: 2, maxLength: 4 },
  )
  .map((parts) => ({ kind: 'and', sign: ',', parts, ...at }));

const inScope: fc.Arbitrary<Scope> = fc
  .tuple(word, fc.array(value, { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([key, values, negated]) => ({ kind: 'in', key, values, negated, ...at }));

const booleanScope = fc.letrec<{ scope: Scope }>((tie) => ({
  scope: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'scope' },
    tag,
    inScope,
    tie('scope').map((of): Scope => ({ kind: 'not', sign: 'NOT', of, ...at })),
    fc
      .array(tie('scope'), { minLength: 2, maxLength: 3 })
      .map((parts): Scope => ({ kind: 'and', sign: 'AND', parts, ...at })),
    fc
      .array(tie('scope'), { minLength: 2, maxLength: 3 })
      .map((parts): Scope => ({ kind: 'or', sign: 'OR', parts, ...at })),
  ),
})).scope;

export const anyScope: fc.Arbitrary<Scope> = fc.oneof(
  fc.constant<Scope>({ kind: 'all', ...at }),
  commaScope,
  booleanScope,
);

const modifier: fc.Arbitrary<Modifier> = fc.oneof(
  fc.constant<Modifier>({ name: 'as_count', args: [], ...at }),
  // limit buckets to a week, because an entire bucket is read for every evaluated minute
  fc.integer({ min: 1, max: 604_800 }).map((seconds): Modifier => {
    const args: Argument[] = [
      { kind: 'word', text: 'sum', ...at },
      { kind: 'number', value: seconds, ...at },
    ];
    return { name: 'rollup', args, ...at };
  }),
  fc.constant<Modifier>({ name: 'fill', args: [{ kind: 'text', text: 'zero', ...at }], ...at }),
);

const series: fc.Arbitrary<Expression> = fc
  .record({
    aggregator: fc.option(fc.constantFrom('sum', 'avg', 'p95').map(name), { nil: undefined }),
    metric: fc.tuple(word, word).map(([a, b]) => name(`${a}.${b}`)),
    scope: anyScope,
    groupBy: fc.array(word.map(name), { maxLength: 2 }),
    modifiers: fc.array(modifier, { maxLength: 2 }),
  })
  .map((parts) => ({ kind: 'series', ...parts, ...at }));

const plainCalls = [...functionFacts.values()].filter(({ least }) => least === 0).map((fact) => fact.name);

const expression = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'expression' },
    series,
    number.map((found): Expression => ({ kind: 'number', value: found, ...at })),
    tie('expression').map((operand): Expression => ({ kind: 'negative', operand, ...at })),
    fc
      .tuple(
        tie('expression'),
        fc.constantFrom('+' as const, '-' as const, '*' as const, '/' as const),
        tie('expression'),
      )
      .map(([left, operator, right]): Expression => ({ kind: 'arithmetic', operator, left, right, ...at })),
    fc
      .tuple(fc.constantFrom(...plainCalls), tie('expression'))
      .map(([called, operand]): Expression => ({ kind: 'call', name: name(called), operand, args: [], ...at })),
  ),
})).expression;

/** Arbitrary queries as the parser returns them, but with the same position everywhere. For tests. */
export const anyQuery: fc.Arbitrary<MetricQuery> = fc
  .record({
    time,
    expression: expression.filter((measured) => seriesIn(measured).length > 0),
    sign: fc.constantFrom('>' as const, '>=' as const, '<' as const, '<=' as const),
    threshold: fc.oneof(
      number,
      number.map((found) => 0 - found),
    ),
  })
  .map(({ sign, threshold, ...parts }) => ({
    kind: 'metric',
    text: '',
    ...parts,
    comparator: { sign, ...at },
    threshold: { value: threshold, ...at },
  }));

/** Returns the query as plain JSON without positions, for comparisons. */
export function withoutPlaces(query: unknown): unknown {
  return JSON.parse(
    JSON.stringify(query, (key, found: unknown) =>
      ['column', 'end', 'text'].includes(key) && key !== 'text' ? undefined : found,
    ),
  );
}
