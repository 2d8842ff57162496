import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { block, resourceType } from '../resource-type';
import type { KeyAttribute } from './declared-table';
import { viewTypes } from './streams';

const Attribute = z.object({ name: z.string(), type: z.string() });
const Index = z.object({ name: z.string(), hash_key: z.string(), range_key: z.string().optional() });

const LocalIndex = z.object({ name: z.string(), range_key: z.string() });

/** Attributes that cannot be changed locally without creating a new table. In AWS, indexes can be added to a table. */
const keyAttributes = ['hash_key', 'range_key', 'attribute', 'global_secondary_index', 'local_secondary_index'];

/** An index contains all attributes of its items. */
const projections = 'projections of indexes';

/** Item in DynamoDB JSON, as text. */
const Item = z.string().transform((text, context): Record<string, unknown> => {
  try {
    return z.record(z.string(), z.looseObject({})).parse(JSON.parse(text));
  } catch {
    context.addIssue('expected an item in DynamoDB JSON, for example {"id":{"S":"a"}}');
    return z.NEVER;
  }
});

export const dynamodbResources = {
  aws_dynamodb_table_item: resourceType({
    runs: 'written to the table at the first start, and after a change',
    attributes: { table_name: z.string(), hash_key: z.string(), range_key: z.string().optional(), item: Item },
    async create(
      { attributes: { table_name: table, hash_key: key, range_key: rangeKey, item }, isUpdate },
      { dynamodb },
    ) {
      await dynamodb.declareItem({ table, item, key, isUpdate: isUpdate === true });
      const names = rangeKey === undefined ? [key] : [key, rangeKey];
      const values = names.flatMap((name) => Object.values(z.looseObject({}).parse(item[name])));
      return { id: [table, ...names.flatMap((name, index) => [name, '', String(values[index])])].join('|') };
    },
    // a changed key is a different item
    updatesInPlace: (before, after) => {
      const keyOf = ({ table_name: table, hash_key: hash, range_key: range, item }: typeof before) => {
        const { data } = Item.safeParse(item);
        return [table, ...[hash, range].map((name) => (typeof name === 'string' ? data?.[name] : undefined))];
      };
      return isDeepStrictEqual(keyOf(before), keyOf(after));
    },
    remove: ({ attributes: { table_name: table, hash_key: hash, range_key: range, item } }, { dynamodb }) =>
      dynamodb.deleteItem(
        table,
        Object.fromEntries([hash, ...(range === undefined ? [] : [range])].map((name) => [name, item[name]])),
      ),
  }),
  aws_dynamodb_table: resourceType({
    runs: 'runs dynalite in a separate thread; throttles calls beyond provisioned and burst capacity; deletes expired items every minute (ttl); streams with one shard',
    keepsData: true,
    attributes: {
      name: z.string(),
      hash_key: z.string(),
      range_key: z.string().optional(),
      attribute: z.array(Attribute),
      global_secondary_index: z.array(Index).default([]),
      local_secondary_index: z.array(LocalIndex).default([]),
      billing_mode: z.enum(['PROVISIONED', 'PAY_PER_REQUEST']).default('PROVISIONED'),
      read_capacity: z.number().optional(),
      write_capacity: z.number().optional(),
      ttl: block(z.object({ attribute_name: z.string().default(''), enabled: z.boolean().default(false) })).optional(),
      stream_enabled: z.boolean().default(false),
      stream_view_type: z.enum(viewTypes).or(z.literal('')).optional(),
      server_side_encryption: block(z.object({ enabled: z.boolean(), kms_key_arn: z.string().optional() })).optional(),
    },
    notSimulated: {
      point_in_time_recovery: 'point-in-time recovery',
      deletion_protection_enabled: 'destroying',
      table_class: 'table classes',
      'global_secondary_index.projection_type': projections,
      'global_secondary_index.non_key_attributes': projections,
      'local_secondary_index.projection_type': projections,
      'local_secondary_index.non_key_attributes': projections,
    },
    async create({ attributes }, { dynamodb, authorizer, place }) {
      if (attributes.ttl?.enabled === true && attributes.ttl.attribute_name === '')
        throw new Error('ttl.attribute_name: required if time to live is enabled');
      const view = attributes.stream_view_type || undefined;
      if (attributes.stream_enabled && view === undefined)
        throw new Error('stream_view_type: required if the stream is enabled');
      const key = (name: string): KeyAttribute => {
        const type = attributes.attribute.find((attribute) => attribute.name === name)?.type;
        if (type === undefined) throw new Error(`the key ${name} has no attribute block`);
        return { name, type };
      };
      const range = (name: string | undefined) => (name === undefined ? undefined : key(name));
      const { billing_mode: billing, read_capacity: readUnits, write_capacity: writeUnits } = attributes;
      const counted = billing === 'PROVISIONED' && readUnits !== undefined && writeUnits !== undefined;
      const stream = await dynamodb.createTable({
        name: attributes.name,
        hashKey: key(attributes.hash_key),
        rangeKey: range(attributes.range_key),
        indexes: attributes.global_secondary_index.map((index) => ({
          name: index.name,
          hashKey: key(index.hash_key),
          rangeKey: range(index.range_key),
        })),
        orders: attributes.local_secondary_index.map(({ name, range_key }) => ({ name, rangeKey: key(range_key) })),
        streamView: attributes.stream_enabled ? view : undefined,
        timeToLive: attributes.ttl && { attribute: attributes.ttl.attribute_name, isEnabled: attributes.ttl.enabled },
        provisioned: counted ? { readUnits, writeUnits } : undefined,
      });
      const arn = `arn:aws:dynamodb:${place.region}:${place.account}:table/${attributes.name}`;
      const encryption = attributes.server_side_encryption;
      authorizer.keys.encrypt(arn, encryption?.enabled ? encryption.kms_key_arn : undefined);
      return {
        id: attributes.name,
        name: attributes.name,
        arn,
        stream_arn: stream?.arn ?? '',
        stream_label: stream?.label ?? '',
      };
    },
    updatesInPlace: (before, after) => keyAttributes.every((name) => isDeepStrictEqual(before[name], after[name])),
    remove: ({ attributes }, { dynamodb }) => dynamodb.deleteTable(attributes.name),
  }),
} as const;
