import { z } from 'zod';
import { resourceType } from '../resource-type';
import { stableBytes, stableUuid } from './stable-bytes';

const runs = 'the same value at every start, derived from the address';
const keepers = z.record(z.string(), z.unknown()).optional();

const characters = {
  lower: 'abcdefghijklmnopqrstuvwxyz',
  numeric: '0123456789',
  special: '!@#$%&*()-_=+[]{}<>:?',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
} as const;
const kinds = ['lower', 'numeric', 'special', 'upper'] as const;

const flag = z.boolean().default(true);
const least = z.number().default(0);
const textAttributes = {
  keepers,
  length: z.number().int().min(1),
  lower: flag,
  upper: flag,
  numeric: flag,
  // the name of `numeric` before version 3.3 of the provider
  number: flag,
  special: flag,
  min_lower: least,
  min_upper: least,
  min_numeric: least,
  min_special: least,
  override_special: z.string().optional(),
};

/** Returns characters derived from the address, with at least the declared number of each kind. */
function randomText(address: string, attributes: z.infer<z.ZodObject<typeof textAttributes>>): string {
  const { length, override_special: special } = attributes;
  const sets = { ...characters, special: special || characters.special };
  const allowed = kinds.filter((kind) => attributes[kind] && (kind !== 'numeric' || attributes.number));
  const all = allowed.map((kind) => sets[kind]).join('');
  if (all === '') throw new Error('enable at least one of lower, upper, numeric and special');
  const required = kinds.flatMap((kind) => Array<string>(attributes[`min_${kind}`]).fill(sets[kind]));
  if (required.length > length)
    throw new Error(`length: ${length} is less than the sum of the minimum counts, ${required.length}`);
  const choices = [...required, ...Array<string>(length - required.length).fill(all)];
  const bytes = stableBytes(address, 2 * length);
  const picked = choices.map((set, at) => ({
    sign: set[(bytes[at] ?? 0) % set.length],
    order: bytes[length + at] ?? 0,
  }));
  return picked
    .sort((a, b) => a.order - b.order)
    .map(({ sign }) => sign)
    .join('');
}

const words = [
  'amber',
  'badger',
  'calm',
  'daring',
  'eager',
  'falcon',
  'gentle',
  'heron',
  'ideal',
  'jolly',
  'koala',
  'lucky',
];

export const randomResources = {
  random_id: resourceType({
    runs,
    attributes: { keepers, byte_length: z.number().int().min(1), prefix: z.string().default('') },
    create({ address, attributes: { byte_length: count, prefix } }) {
      const bytes = stableBytes(address, count);
      const hex = bytes.toString('hex');
      return {
        id: bytes.toString('base64url'),
        b64_url: `${prefix}${bytes.toString('base64url')}`,
        b64_std: `${prefix}${bytes.toString('base64')}`,
        hex: `${prefix}${hex}`,
        dec: `${prefix}${BigInt(`0x${hex}`)}`,
      };
    },
  }),
  random_integer: resourceType({
    runs,
    attributes: { keepers, min: z.number().int(), max: z.number().int(), seed: z.string().optional() },
    create({ address, attributes: { min, max } }) {
      if (min > max) throw new Error(`min: ${min} is greater than max, ${max}`);
      const result = min + (stableBytes(address, 4).readUInt32BE() % (max - min + 1));
      return { id: String(result), result };
    },
  }),
  random_password: resourceType({
    runs: `${runs}; never printed`,
    attributes: textAttributes,
    sensitive: ['result'],
    create({ address, attributes }) {
      const result = randomText(address, attributes);
      return { id: 'none', result, number: attributes.number, numeric: attributes.numeric };
    },
  }),
  random_pet: resourceType({
    runs,
    attributes: {
      keepers,
      length: z.number().int().min(1).default(2),
      prefix: z.string().optional(),
      separator: z.string().default('-'),
    },
    create({ address, attributes: { length, prefix, separator } }) {
      const picked = [...stableBytes(address, length)].map((byte) => words[byte % words.length] ?? '');
      return { id: [...(prefix ? [prefix] : []), ...picked].join(separator) };
    },
  }),
  random_shuffle: resourceType({
    runs,
    attributes: {
      keepers,
      input: z.array(z.string()),
      result_count: z.number().int().optional(),
      seed: z.string().optional(),
    },
    create({ address, attributes: { input, result_count: count } }) {
      const bytes = stableBytes(address, input.length);
      const shuffled = input
        .map((item, at) => ({ item, order: bytes[at] ?? 0 }))
        .sort((a, b) => a.order - b.order)
        .map(({ item }) => item);
      return { id: '-', result: shuffled.slice(0, count) };
    },
  }),
  random_string: resourceType({
    runs,
    attributes: textAttributes,
    create({ address, attributes }) {
      const result = randomText(address, attributes);
      return { id: result, result };
    },
  }),
  random_uuid: resourceType({
    runs,
    attributes: { keepers },
    create({ address }) {
      const result = stableUuid(address);
      return { id: result, result };
    },
  }),
} as const;
