import { parseShadowTopic, shadowTopic } from './topics';

describe('shadow topics', () => {
  test.each([
    ['$aws/things/light-1/shadow/update', { thing: 'light-1', operation: 'update' }],
    ['$aws/things/light-1/shadow/name/config/get', { thing: 'light-1', shadow: 'config', operation: 'get' }],
    ['$aws/things/light-1/shadow/delete', { thing: 'light-1', operation: 'delete' }],
    ['$aws/things/light-1/shadow/update/accepted', undefined],
    ['$aws/things//shadow/update', undefined],
    ['$aws/things/a b/shadow/update', undefined],
    [`$aws/things/light-1/shadow/name/${'n'.repeat(65)}/get`, undefined],
    ['things/light-1/shadow/update', undefined],
  ])('%s', (topic, expected) => {
    expect(parseShadowTopic(topic)).toEqual(expected);
  });

  test('limits thing names to 128 characters and shadow names to 64', () => {
    const topic = (thing: string, shadow: string) => `$aws/things/${thing}/shadow/name/${shadow}/get`;
    const [longest, name] = ['t'.repeat(128), 'n'.repeat(64)];
    expect(parseShadowTopic(topic(longest, name))).toEqual({ thing: longest, shadow: name, operation: 'get' });
    expect(parseShadowTopic(topic(`${longest}t`, name))).toBeUndefined();
    expect(parseShadowTopic(topic(longest, `${name}n`))).toBeUndefined();
  });

  test('builds the response topics of a classic and a named shadow', () => {
    expect(shadowTopic({ thing: 'light-1' }, 'update/delta')).toBe('$aws/things/light-1/shadow/update/delta');
    expect(shadowTopic({ thing: 'light-1', shadow: 'config' }, 'get/rejected')).toBe(
      '$aws/things/light-1/shadow/name/config/get/rejected',
    );
  });
});
