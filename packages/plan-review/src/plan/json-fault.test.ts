import { fc, test } from '@fast-check/jest';
import { findJsonFault, positionAt } from './json-fault';

test.each([
  ['{"a":[1,-2.5e+3,true,false,null,"\\u00e9\\n"],"b":{}}', undefined],
  ['[]', undefined],
  ['{"a":1', { kind: 'ends early' }],
  ['{"a":', { kind: 'ends early' }],
  ['{"a', { kind: 'ends early' }],
  ['{"a\\', { kind: 'ends early' }],
  ['{"a\\u00', { kind: 'ends early' }],
  ['{"a":tr', { kind: 'ends early' }],
  ['{"a":-', { kind: 'ends early' }],
  ['{"a":1.', { kind: 'ends early' }],
  ['{"a":1,}', { kind: 'unexpected', at: 7 }],
  ['{"a":1 "b":2}', { kind: 'unexpected', at: 7 }],
  ['{"a":1]', { kind: 'unexpected', at: 6 }],
  ['{"a":nope}', { kind: 'unexpected', at: 5 }],
  ['{"a":01}', { kind: 'unexpected', at: 6 }],
  ['{a:1}', { kind: 'unexpected', at: 1 }],
  ['{"a":"x\ny"}', { kind: 'unexpected', at: 5 }],
  ['{"a":"\\x"}', { kind: 'unexpected', at: 5 }],
  ['[1,]', { kind: 'unexpected', at: 3 }],
  ['{"a":1}\nWarning: x', { kind: 'continues', at: 8 }],
])('finds the fault in %j: %j', (text, fault) => expect(findJsonFault(text)).toEqual(fault));

test.prop([fc.json()])('finds no fault in valid JSON', (text) => expect(findJsonFault(text)).toBeUndefined());

test.prop([fc.json({ maxDepth: 3 }), fc.nat(), fc.constantFrom('}', ']', ',', ':', '"', 'x', '0', '\\', '')])(
  'agrees with JSON.parse on whether a string is JSON',
  (json, position, sign) => {
    const at = position % (json.length + 1);
    const text = `${json.slice(0, at)}${sign}${json.slice(at + 1)}`;
    const isJson = (() => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    })();
    expect(findJsonFault(text) === undefined).toBe(isJson);
  },
);

test.prop([fc.object({ maxDepth: 2 })])(
  'reports a document as incomplete, regardless of where it is truncated',
  (value) => {
    const json = JSON.stringify(value);
    const ends = Array.from({ length: json.length - 1 }, (_, at) => at + 1);
    expect(ends.filter((end) => findJsonFault(json.slice(0, end))?.kind !== 'ends early')).toEqual([]);
  },
);

test('counts lines and columns from 1', () => {
  expect(positionAt('{\n  "a": x', 9)).toEqual({ line: 2, column: 8 });
  expect(positionAt('x', 0)).toEqual({ line: 1, column: 1 });
});
