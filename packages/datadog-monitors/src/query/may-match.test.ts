import { mayMatch, tagTest } from './may-match';
import { parseMetricQuery } from './parse-query';
import { seriesIn } from './walk';

const scopeOf = (text: string) => {
  const [series] = seriesIn(parseMetricQuery(`sum(last_5m):sum:aws.lambda.errors{${text}} > 1`).expression);
  return series?.scope ?? { kind: 'all' as const, column: 1, end: 1 };
};

describe('mayMatch', () => {
  test.each([
    ['*', true],
    ['functionname:jobs', true],
    ['functionname:JOBS', true],
    ['functionname:other', false],
    ['functionname:jo*', true],
    ['functionname:other*', false],
    ['functionname', true],
    ['functionname:jobs,env:prod', true],
    ['functionname:other,env:prod', false],
    ['env:prod', true],
    ['!env:prod', true],
    ['!functionname:jobs', false],
    ['!functionname:other', true],
    ['functionname IN (other,jobs)', true],
    ['functionname IN (other,another)', false],
    ['functionname NOT IN (jobs)', false],
    ['functionname:other OR env:prod', true],
    ['functionname:other OR functionname:another', false],
    ['NOT (functionname:jobs AND env:prod)', true],
    ['NOT (functionname:jobs OR env:prod)', false],
  ])('evaluates the scope {%s} for the function jobs as %s', (scope, expected) => {
    expect(mayMatch(scopeOf(scope), { functionname: tagTest('jobs') })).toBe(expected);
  });

  test('treats a tag whose value is unknown as a possible match', () => {
    expect(mayMatch(scopeOf('!functionname:other'), { functionname: () => undefined })).toBe(true);
    expect(mayMatch(scopeOf('functionname:other'), { functionname: () => undefined })).toBe(true);
  });
});
