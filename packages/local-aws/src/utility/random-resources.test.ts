import { fc, test as property } from '@fast-check/jest';
import type { ResourceType } from '../resource-type';
import type { PlatformServices } from '../services';
import { randomResources } from './random-resources';
import { stableBytes, stableUuid } from './stable-bytes';

// an empty object suffices, because random resources do not use any service
const parts: PlatformServices = JSON.parse('{}');
const computed = async (type: ResourceType, attributes: object, address = 'random.x') =>
  (await type.create({ address, directory: '', attributes }, parts)).computed;

describe('random resources', () => {
  test.each([
    ['random_id', { byte_length: 4, prefix: 'jobs-' }, { hex: expect.stringMatching(/^jobs-[0-9a-f]{8}$/) }],
    ['random_pet', { length: 3, prefix: 'my', separator: '_' }, { id: expect.stringMatching(/^my(_[a-z]+){3}$/) }],
    [
      'random_uuid',
      {},
      { result: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/) },
    ],
    ['random_integer', { min: 7, max: 7 }, { result: 7 }],
    ['random_shuffle', { input: ['a', 'a', 'a'], result_count: 2 }, { result: ['a', 'a'] }],
    [
      'random_string',
      { length: 3, override_special: '/', upper: false, lower: false, numeric: false },
      { result: '///' },
    ],
  ] as const)("%s with %j has the provider's attributes", async (type, attributes, expected) =>
    expect(await computed(randomResources[type], attributes)).toMatchObject(expected),
  );

  test('random resources have the same values at every start, but different values at a different address', async () => {
    const at = (address: string) => computed(randomResources.random_password, { length: 32 }, address);
    expect(await at('random_password.a')).toEqual(await at('random_password.a'));
    expect(await at('random_password.a')).not.toEqual(await at('random_password.b'));
  });

  test('rejects a random resource if all its character sets are disabled', async () => {
    const none = { length: 3, special: false, upper: false, lower: false, number: false };
    await expect(computed(randomResources.random_string, none)).rejects.toThrow(
      'enable at least one of lower, upper, numeric and special',
    );
  });

  property.prop([fc.integer({ min: 4, max: 64 }), fc.string()])(
    'random_password has the declared length and minimum numbers of characters',
    async (length, address) => {
      const attributes = { length, min_lower: 1, min_upper: 1, min_numeric: 1, min_special: 1 };
      const { result } = await computed(randomResources.random_password, attributes, address);
      expect(result).toHaveLength(length);
      for (const kind of [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/]) expect(result).toMatch(kind);
    },
  );
});

test.each<[keyof typeof randomResources, object, string]>([
  [
    'random_string',
    { length: 2, min_lower: 1, min_upper: 2 },
    'length: 2 is less than the sum of the minimum counts, 3',
  ],
  ['random_integer', { min: 2, max: 1 }, 'min: 2 is greater than max, 1'],
])('%s rejects %j', async (type, attributes, message) => {
  await expect(async () => computed(randomResources[type], attributes)).rejects.toThrow(message);
});

test('random_password is masked as sensitive', () =>
  expect(randomResources.random_password.sensitive).toEqual(['result']));

test('derives stable bytes and IDs from the address only', () => {
  expect(stableBytes('a', 3)).toEqual(stableBytes('a', 3));
  expect(stableBytes('a', 3)).toHaveLength(3);
  expect(stableUuid('a')).not.toBe(stableUuid('b'));
});
