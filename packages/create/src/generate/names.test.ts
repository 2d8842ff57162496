import { kebabOf, namesOf, pluralOf, requireCamelCase, requireKebabCase } from './names';

describe('namesOf', () => {
  test('returns every spelling of a name', () => {
    expect(namesOf('parking-bay')).toEqual({
      kebab: 'parking-bay',
      camel: 'parkingBay',
      pascal: 'ParkingBay',
      snake: 'parking_bay',
      constant: 'PARKING_BAY',
      words: 'parking bay',
      withArticle: 'a parking bay',
      title: 'Parking bay',
    });
    expect(namesOf('oven').withArticle).toBe('an oven');
  });
});

test.each([
  ['door', 'doors'],
  ['switch', 'switches'],
  ['battery', 'batteries'],
  ['parking-bay', 'parking-bays'],
])('pluralOf returns the plural of %s', (name, plural) => expect(pluralOf(name)).toBe(plural));

test('kebabOf separates the words of a name', () => expect(kebabOf('nameDevice')).toBe('name-device'));

test.each(['NameDevice', 'name-device', 'nameURL', 'n', 'delete/device'])('requireCamelCase rejects %j', (name) =>
  expect(() => requireCamelCase(name)).toThrow(`invalid name "${name}": expected 2 to 20 letters and digits`),
);

test('requireCamelCase rejects a name that is reserved in JavaScript', () =>
  expect(() => requireCamelCase('delete')).toThrow('invalid name "delete": reserved in JavaScript'));

describe('requireKebabCase', () => {
  test.each([
    'Door',
    'd',
    '1door',
    'door-',
    'two--hyphens',
    'door_lock',
    'a-name-of-more-than-20',
    '../door',
    '',
    'tür',
  ])('rejects %j, which AWS or npm would reject', (name) =>
    expect(() => requireKebabCase(name, 'device')).toThrow(`invalid name "${name}": expected 2 to 20`),
  );

  test.each(['new', 'package', 'date', 'map'])('rejects %s, which is reserved in JavaScript', (name) =>
    expect(() => requireKebabCase(name, 'function')).toThrow(`invalid name "${name}": reserved in JavaScript`),
  );

  test.each(['function-slow', 'class-late', 'new-door', 'in-gate', 'for-sale'])(
    'accepts %s, although its first word is reserved in JavaScript',
    (name) => expect(() => requireKebabCase(name, 'monitor')).not.toThrow(),
  );

  test('rejects names that AWS reserves', () => {
    expect(() => requireKebabCase('aws-door', 'device')).toThrow('AWS reserves names that start with aws');
  });
});
