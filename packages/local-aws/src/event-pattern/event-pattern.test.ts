import { fc, test as property } from '@fast-check/jest';
import { compileEventPattern } from './event-pattern';
import { commonOperators, eventBusOperators } from './pattern-operators';

const event = {
  source: 'parking',
  'detail-type': 'Car entered',
  resources: ['arn:one', 'arn:two'],
  detail: {
    region: 'us-east-1',
    file: 'users/x/doc.PNG',
    starred: 'a*b\\c',
    count: 15,
    big: 2 ** 54,
    nothing: null,
    none: [],
    nested: [['a'], ['b', ['c']]],
    address: { ip: '10.0.0.7', ip6: '2001:db8::1' },
    cars: [
      { plate: 'A1', speed: 30 },
      { plate: 'B2', speed: 90 },
    ],
  },
};
const matches = (pattern: object) => compileEventPattern(JSON.stringify(pattern), eventBusOperators)(event);
const detail = (pattern: object) => matches({ detail: pattern });

describe('compileEventPattern', () => {
  test.each<[object, boolean]>([
    [{ source: ['parking'], 'detail-type': ['Car entered'] }, true],
    [{ source: ['parking'], 'detail-type': ['Car left'] }, false],
    [{ resources: ['arn:two'] }, true],
    [{ resources: ['arn:three'] }, false],
    [{ $or: [{ source: ['else'] }, { detail: { count: [{ numeric: ['>', 10] }] } }] }, true],
    [{ $or: [{ source: ['else'] }, { detail: { count: [1] } }] }, false],
  ])('matches %j: %j', (pattern, expected) => expect(matches(pattern)).toBe(expected));

  test.each<[object, boolean]>([
    [{ region: [{ prefix: 'us-' }] }, true],
    [{ region: [{ prefix: { 'equals-ignore-case': 'US-' } }] }, true],
    [{ region: [{ prefix: 'US-' }] }, false],
    [{ file: [{ suffix: '.PNG' }] }, true],
    [{ file: [{ suffix: { 'equals-ignore-case': '.png' } }] }, true],
    [{ region: [{ 'equals-ignore-case': 'US-EAST-1' }] }, true],
    [{ region: [{ 'anything-but': 'eu-west-1' }] }, true],
    [{ region: [{ 'anything-but': ['us-east-1', 'eu-west-1'] }] }, false],
    [{ region: [{ 'anything-but': { prefix: 'us-' } }] }, false],
    [{ region: [{ 'anything-but': { prefix: ['eu-', 'ap-'] } }] }, true],
    [{ file: [{ 'anything-but': { suffix: '.PNG' } }] }, false],
    [{ region: [{ 'anything-but': { 'equals-ignore-case': ['US-EAST-1'] } }] }, false],
    [{ file: [{ 'anything-but': { wildcard: ['*/x/*', '*/y/*'] } }] }, false],
    [{ file: [{ 'anything-but': { wildcard: '*/y/*' } }] }, true],
    [{ count: [{ 'anything-but': { prefix: '1' } }] }, true],
    [{ missing: [{ 'anything-but': { prefix: '1' } }] }, false],
    [{ address: [{ 'anything-but': 'x' }] }, false],
    [{ count: [{ 'anything-but': [15, 16] }] }, false],
    [{ count: [{ numeric: ['>', 0, '<=', 15] }] }, true],
    [{ big: [{ numeric: ['>', 0] }] }, false],
    [{ count: [15.0] }, true],
    [{ address: { ip: [{ cidr: '10.0.0.0/24' }] } }, true],
    [{ address: { ip: [{ cidr: '10.0.1.0/24' }] } }, false],
    [{ address: { ip6: [{ cidr: '2001:db8::/32' }] } }, true],
    [{ address: { ip6: [{ cidr: '10.0.0.0/8' }] } }, false],
    [{ region: [{ cidr: '10.0.0.0/8' }] }, false],
    [{ file: [{ wildcard: 'users/*/doc.PNG' }] }, true],
    [{ file: [{ wildcard: '*/doc.*' }] }, true],
    [{ file: [{ wildcard: 'users/*/doc.png' }] }, false],
    [{ starred: [{ wildcard: 'a\\*b\\\\*' }] }, true],
    [{ region: [{ exists: true }] }, true],
    [{ address: [{ exists: true }] }, false],
    [{ missing: [{ exists: false }] }, true],
    [{ none: [{ exists: false }] }, true],
    [{ nothing: [null] }, true],
    [{ nested: ['c'] }, true],
    [{ cars: { plate: ['B2'], speed: [90] } }, true],
    [{ cars: { plate: ['A1'], speed: [90] } }, false],
    [{ count: ['else', { numeric: ['=', 15] }] }, true],
  ])('matches a detail by %j: %j', (pattern, expected) => expect(detail(pattern)).toBe(expected));

  test.each([
    ['{', 'the pattern must be valid JSON'],
    ['[]', 'the pattern must be a JSON object'],
    ['{}', '$: must be a list of rules or an object with fields'],
    ['{"source":"a"}', '$.source: must be a list of rules or an object with fields'],
    ['{"source":[]}', '$.source: must be a list of rules or an object with fields'],
    ['{"a":[{"contains":"x"}]}', '$.a: unsupported rule {"contains":"x"}'],
    ['{"a":[{"prefix":"x","suffix":"y"}]}', '$.a: unsupported rule {"prefix":"x","suffix":"y"}'],
    ['{"a":[["x"]]}', '$.a: unsupported rule ["x"]'],
    ['{"a":[{"wildcard":"a**b"}]}', '$.a: unsupported rule {"wildcard":"a**b"}'],
    ['{"a":[{"wildcard":"a\\\\b"}]}', '$.a: unsupported rule {"wildcard":"a\\\\b"}'],
    ['{"a":[{"cidr":"10.0.0.0"}]}', '$.a: unsupported rule {"cidr":"10.0.0.0"}'],
    ['{"a":[{"cidr":"10.0.0.0/33"}]}', '$.a: unsupported rule {"cidr":"10.0.0.0/33"}'],
    ['{"a":[{"numeric":["!",1]}]}', '$.a: unsupported rule {"numeric":["!",1]}'],
    ['{"a":[{"numeric":["<",1e17]}]}', '$.a: unsupported rule {"numeric":["<",100000000000000000]}'],
    ['{"a":[{"anything-but":["x",1]}]}', '$.a: unsupported rule {"anything-but":["x",1]}'],
    ['{"$or":[{"a":["b"]},{"c":"d"}]}', '$.$or.1.c: must be a list of rules or an object with fields'],
  ])('rejects %s', (text, message) => {
    expect(() => compileEventPattern(text, eventBusOperators)).toThrow(message);
  });

  test('rejects the operators of event buses in a pattern for another service', () => {
    expect(() => compileEventPattern('{"a":[{"wildcard":"x*"}]}', commonOperators)).toThrow('unsupported rule');
  });

  property.prop([fc.array(fc.string({ maxLength: 5 }), { minLength: 1, maxLength: 6 }), fc.string({ maxLength: 5 })])(
    'a wildcard matches every string that contains its literals in order',
    (literals, filler) => {
      const escaped = literals.filter((literal) => literal !== '').map((literal) => literal.replace(/[*\\]/g, '\\$&'));
      fc.pre(escaped.length > 0);
      const pattern = JSON.stringify({ a: [{ wildcard: `*${escaped.join('*')}*` }] });
      const text = literals.map((literal) => `${filler}${literal}${filler}`).join('');
      expect(compileEventPattern(pattern, eventBusOperators)({ a: text })).toBe(true);
    },
  );
});
