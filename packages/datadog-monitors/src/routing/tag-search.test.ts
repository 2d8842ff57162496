import { parseTagSearch } from './tag-search';

const tags = ['service:web-store', 'env:prod', 'host:a-1', 'statemachinearn:arn:aws:states:a'];

describe('parseTagSearch', () => {
  test.each([
    ['*', true],
    ['', true],
    ['service:web-store', true],
    ['service:web-store AND env:dev', false],
    ['env:(dev OR prod)', true],
    ['env:dev OR env:prod', true],
    ['service:web-store AND env:(dev OR staging)', false],
    ['host:a-*', true],
    ['host:*-2', false],
    ['service:web-store AND -env:prod', false],
    ['NOT env:dev', true],
    ['-env:(dev OR prod)', false],
    ['env:prod,service:cart', false],
    ['env:prod service:web-store', true],
    ['"service":"web-store"', true],
    ['statemachinearn:arn:aws:states:a', true],
  ])('evaluates %s to %j', (text, expected) => expect(parseTagSearch(text)(tags)).toBe(expected));

  test.each(['(env:prod', 'env:', 'AND', 'env:(a', ')', ':a', '('.repeat(100)])('rejects %s', (text) => {
    expect(() => parseTagSearch(text)).toThrow(/scope/);
  });
});
