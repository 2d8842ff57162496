import { withoutNulls } from './nulls';

describe('withoutNulls', () => {
  test.each([
    ['a null in a list', '{"Item":{"v":{"L":[null]}}}', '{"Item":{"v":{"L":[{}]}}}'],
    ['a null in a map', '{"Item":{"thing":null}}', '{"Item":{"thing":{}}}'],
    ['a body that is null', 'null', '{}'],
    ['a field that is null', '{"TableName":"a","Limit":null}', '{"TableName":"a"}'],
    ['the type NULL', '{"Item":{"v":{"NULL":true}}}', '{"Item":{"v":{"NULL":true}}}'],
    ['a text', '{"Item":{"v":{"S":"null"}}}', '{"Item":{"v":{"S":"null"}}}'],
    ['invalid JSON', '{', '{'],
  ])('converts %s to input that dynalite accepts', (_what, body, given) => {
    expect(withoutNulls(body)).toBe(given);
  });
});
