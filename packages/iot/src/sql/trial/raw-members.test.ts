import { fc, test as property } from '@fast-check/jest';
import { rawMembers } from './raw-members';

describe('rawMembers', () => {
  property.prop([fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(undefined, 1, 4)])(
    'returns source texts that JSON.parse parses to the same values',
    (object, indent) => {
      const members = rawMembers(JSON.stringify(object, undefined, indent));
      const parsed = [...members].map(([key, text]) => [key, JSON.parse(text)]);
      expect(new Map(parsed.map(([key, value]) => [key, JSON.stringify(value)]))).toEqual(
        new Map(Object.entries(object).map(([key, value]) => [key, JSON.stringify(value)])),
      );
    },
  );

  test('keeps the last of several members with the same name, and keeps all digits', () => {
    expect(rawMembers('{"a":1,"a":[ 1.0, "]\\"" ] , "b" : 1.50}')).toEqual(
      new Map([
        ['a', '[ 1.0, "]\\"" ]'],
        ['b', '1.50'],
      ]),
    );
  });
});
