import { z } from 'zod';
import type { ViewType } from './streams';
import type { ProvisionedCapacity } from './throughput';

export interface KeyAttribute {
  name: string;
  type: string;
}

export interface Table {
  name: string;
  hashKey: KeyAttribute;
  rangeKey: KeyAttribute | undefined;
  indexes: { name: string; hashKey: KeyAttribute; rangeKey: KeyAttribute | undefined }[];
  /** Local secondary indexes, which share the table's hash key but have their own range key. */
  orders: { name: string; rangeKey: KeyAttribute }[];
  /** Provisioned capacity; undefined if the capacity is on demand. */
  provisioned: ProvisionedCapacity | undefined;
  /** Time to live; undefined keeps the current setting, as Terraform does. */
  timeToLive: { attribute: string; isEnabled: boolean } | undefined;
  /** Content of the records in the table's stream; undefined if the table has no stream. */
  streamView: ViewType | undefined;
}

/** Returns the input of CreateTable for a table. */
export function createTableInput({ name, hashKey, rangeKey, indexes, orders }: Table) {
  const ofIndexes = [...indexes.map((index) => index.hashKey), ...[...indexes, ...orders].map((one) => one.rangeKey)];
  const keys = [hashKey, rangeKey, ...ofIndexes];
  const attributes = new Map(keys.flatMap((key) => (key === undefined ? [] : [[key.name, key.type] as const])));
  const schema = (hash: KeyAttribute, range: KeyAttribute | undefined) => [
    { AttributeName: hash.name, KeyType: 'HASH' },
    ...(range === undefined ? [] : [{ AttributeName: range.name, KeyType: 'RANGE' }]),
  ];
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [...attributes].map(([AttributeName, AttributeType]) => ({
      AttributeName,
      AttributeType,
    })),
    KeySchema: schema(hashKey, rangeKey),
    ...(indexes.length === 0
      ? {}
      : {
          GlobalSecondaryIndexes: indexes.map((index) => ({
            IndexName: index.name,
            KeySchema: schema(index.hashKey, index.rangeKey),
            Projection: { ProjectionType: 'ALL' },
          })),
        }),
    ...(orders.length > 0 && {
      LocalSecondaryIndexes: orders.map((order) => ({
        IndexName: order.name,
        KeySchema: schema(hashKey, order.rangeKey),
        Projection: { ProjectionType: 'ALL' },
      })),
    }),
  };
}

const Keys = z.array(z.object({ AttributeName: z.string(), KeyType: z.string() }));
const Indexes = z.array(z.object({ IndexName: z.string(), KeySchema: Keys })).default([]);
const Shape = z.object({
  KeySchema: Keys,
  GlobalSecondaryIndexes: Indexes,
  LocalSecondaryIndexes: Indexes,
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.string() })),
});
export const Description = z.object({ Table: Shape });

/** Returns a string that is the same for all tables with the same keys and indexes. */
export function shapeIn(described: z.input<typeof Shape>): string {
  const { KeySchema, GlobalSecondaryIndexes, LocalSecondaryIndexes, AttributeDefinitions } = Shape.parse(described);
  const types = new Map(AttributeDefinitions.map(({ AttributeName, AttributeType }) => [AttributeName, AttributeType]));
  const keys = (schema: z.infer<typeof Keys>) =>
    schema.map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName} ${types.get(AttributeName)}`).join(', ');
  const all = [...GlobalSecondaryIndexes, ...LocalSecondaryIndexes];
  const indexes = all.map((index) => `${index.IndexName}: ${keys(index.KeySchema)}`).sort();
  return [keys(KeySchema), ...indexes].join('; ');
}
