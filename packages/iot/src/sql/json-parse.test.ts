import { fc, test as property } from '@fast-check/jest';
import { parseJson } from './json-parse';
import { jsonText } from './json-text';

const read = (text: string, wholeDecimals = false) => jsonText(parseJson(text, { wholeDecimals }));

// does not use fast-check's unit `binary`, which is slow because it first builds a table of all code points
const codePoint = fc
  .nat(0x10ffff)
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code));

describe('parseJson and jsonText', () => {
  test.each([
    ['{"a":12345678901234567890}', '{"a":12345678901234567890}'],
    ['[9007199254740993, 0.12345678901234567890123]', '[9007199254740993,0.12345678901234567890123]'],
    ['{"a" : "1234567890123456789 \\" } ]" , "b":[ ] , "c":{ }}', '{"a":"1234567890123456789 \\" } ]","b":[],"c":{}}'],
    ['[1e300, 1E-300, -1.50]', '[1E+300,1E-300,-1.5]'],
    ['{"__proto__":1234567890123456789}', '{"__proto__":1234567890123456789}'],
    ['[null,true,false,"x",12345678901234567]', '[null,true,false,"x",12345678901234567]'],
  ])('keeps every digit of %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test('reads 10.0 as the Int 10, but as the Decimal 10.0 for SQL 2015-10-08', () => {
    expect(read('{"a":10.0,"b":1e2,"c":0.5}')).toBe('{"a":10,"b":100,"c":0.5}');
    expect(read('{"a":10.0,"b":1e2,"c":0.5}', true)).toBe('{"a":10.0,"b":100.0,"c":0.5}');
  });

  test('treats a number beyond 1E999 as Undefined and therefore omits the number', () => {
    expect(read('{"a":1e1000,"b":1}')).toBe('{"b":1}');
  });

  test('returns undefined for invalid JSON', () => {
    for (const text of ['', '{', "{'a':1}", 'NaN', '1 2'])
      expect(parseJson(text, { wholeDecimals: false })).toBeUndefined();
  });

  property.prop([fc.json(), fc.boolean()])(
    'returns the same as JSON.parse and JSON.stringify for exact doubles',
    (text, wholeDecimals) => {
      const value: unknown = JSON.parse(read(text, wholeDecimals) ?? 'null');
      expect(value).toEqual(JSON.parse(JSON.stringify(JSON.parse(text))));
    },
  );

  property.prop([fc.json({ stringUnit: codePoint })])(
    'the exact parser accepts every text that JSON.parse accepts',
    (text) => {
      const exactly = `[12345678901234567890,${text}]`;
      const value = parseJson(exactly, { wholeDecimals: false });
      expect(Array.isArray(value) ? value[1] : undefined).toEqual(parseJson(text, { wholeDecimals: false }));
    },
  );
});
