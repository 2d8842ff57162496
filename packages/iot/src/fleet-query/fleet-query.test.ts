import { type FieldValue, matchesFleetQuery } from './matches';
import { parseFleetQuery } from './parse-fleet-query';

const fields: [string, readonly FieldValue[]][] = [
  ['thingName', ['TV-1']],
  ['thingTypeName', ['television']],
  ['thingGroupNames', ['lounge', 'v2']],
  ['attributes.model', ['1.20']],
  ['attributes.serial', ['abce']],
  ['attributes.maker', ['New York Works']],
  ['attributes.offset', ['-5']],
  ['shadow.reported.stats.battery', [78]],
  ['shadow.reported.myvalues', [1, 2, 3]],
  ['connectivity.connected', [true]],
  ['connectivity.timestamp', [1_557_700_000_000]],
];
const finds = (query: string) =>
  matchesFleetQuery(parseFleetQuery(query), { fields: new Map(fields), unnamed: ['connectivity.'] });

describe('finds the television with the query', () => {
  test.each([
    'thingName:tv-1',
    'thingName:TV*',
    'thingName:tv-?',
    'thingName:*1',
    'tv-1',
    'television',
    'thingTypeName:tele*n',
    'thingGroupNames:lounge',
    'attributes.model:1.2',
    'attributes.model:[1 TO 2]',
    'attributes.model:{1.1 TO 1.2]',
    'attributes.serial:["abcd" TO "abcf"]',
    'attributes.maker:york',
    'attributes.maker:"new york"',
    'attributes.offset<0',
    'attributes.offset:[-6 TO *]',
    'attributes.offset:"-5"',
    'attributes.model>=1.2 AND attributes.model<5 NOT attributes.model>10',
    'shadow.reported.myvalues:2',
    'shadow.reported.stats.battery:{70 TO 100} (v2 OR v3) NOT attributes.model:legacy',
    'connectivity.connected:true AND connectivity.timestamp : [1557651600000 TO 1557867600000]',
    'connectivity.timestamp > 1557651600000',
    'connectivity.connected:*',
    'NOT attributes.model:legacy',
    '-attributes.model:legacy',
    'thingName:(tv* AND -plasma)',
    'thingName:(radio OR tv\\-1)',
    'radio OR tv-1 television',
    '*',
  ])('%s', (query) => expect(finds(query)).toBe(true));
});

describe('does not find the television with the query', () => {
  test.each([
    'thingName:tv',
    'thingname:tv-1',
    'thingName:tv-??',
    'thingName:tv\\*',
    'radio',
    'true',
    'attributes.model:{1.2 TO 2]',
    'attributes.model:[1 TO 1.2}',
    'attributes.serial>5',
    'attributes.maker:"york new"',
    'attributes.nothing:*',
    'NOT television',
    'television AND radio',
    'radio OR plasma',
    'television radio',
    'thingName:(tv* AND -tv-1)',
    'connectivity.connected:false',
  ])('%s', (query) => expect(finds(query)).toBe(false));
});

test('AND has a higher precedence than OR', () => {
  expect(finds('television OR radio AND plasma')).toBe(true);
  expect(finds('(television OR radio) AND plasma')).toBe(false);
});

describe('rejects unsupported syntax and reports the column', () => {
  test.each([
    ['', 'expected a word (column 1)'],
    ['tv~2', 'fuzzy and proximity searches (~) are not supported (column 3)'],
    ['tv^2', 'boosting (^) is not supported (column 3)'],
    ['thingName:/tv.*/', 'regular expressions and the character / are not supported (column 11)'],
    ['a@b', 'the character @ is not supported (column 2)'],
    ['thingName:*my thingGroupNames:*echo', 'only one word may start with a wildcard (column 31)'],
    [`thingName:*${'y'.repeat(100)}`, 'can have at most 100 characters (column 11)'],
    ['thing*:tv', 'a field name cannot contain wildcards (column 1)'],
    ['thingName:(tv', 'expected ) (column 14)'],
    ['tv)', 'expected the end of the query (column 3)'],
    ['thingName:', 'expected a word (column 11)'],
    ['attributes.t:-5', 'put a negative number in quotation marks (column 14)'],
    ['attributes.t:[1 2]', 'expected TO (column 17)'],
    ['attributes.t:[1 TO 2', 'expected ] or } (column 21)'],
    ['tv AND', 'expected a word (column 7)'],
    ['OR tv', 'expected a word (column 1)'],
    ['"tv', 'the quotation mark is not closed (column 1)'],
  ])('%j', (query, reason) => expect(() => parseFleetQuery(query)).toThrow(reason));
});
