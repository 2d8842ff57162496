import { parseJson } from './parse-json';

test('returns the parsed value for valid JSON, and undefined for any other text', () => {
  expect(['{"power":true}', 'null', '', '{', 'Hello'].map(parseJson)).toEqual([
    { power: true },
    null,
    undefined,
    undefined,
    undefined,
  ]);
});
