import { bytesOf, countOf, type Load } from '../flow/stream-flow';
import type { TableLoad } from '../flow/table-flow';
import { daysAMonth, gigabyte, secondsAMonth } from '../month';
import { ofType, type Platform } from '../platform-resources';
import { blockOf, blocksOf, numberOf, type Resource, referenceOf, textOf } from '../resource';
import { at, type Month, type Service, type Usage } from '../usage';

export const dynamodb: Service = {
  types: ['aws_dynamodb_table'],
  usages: ({ flow, fleet }) => flow.tables.flatMap((load) => tableUsages(load, fleet.kept)),
};

function tableUsages(load: TableLoad, kept: Readonly<Record<string, number>>): readonly Usage[] {
  const { table, writeUnits, readUnits, writtenBytes } = load;
  const place = { service: 'Amazon DynamoDB', ...at(table) };
  const days = kept[textOf(table.attributes, 'name') ?? table.name] ?? 0;
  const stored = {
    quantity: (writtenBytes / gigabyte) * (days / daysAMonth),
    unit: 'GB',
  };
  const isBackedUp = blocksOf(table.attributes, 'point_in_time_recovery').some((block) => block['enabled'] === true);
  return [
    {
      ...place,
      what: 'writes',
      quantity: writeUnits,
      unit: 'write units of 1 KB',
      name: 'dynamodb.write-unit',
    },
    { ...place, what: 'reads', quantity: readUnits, unit: 'read units of 4 KB', name: 'dynamodb.read-unit' },
    ...(days > 0 ? [{ ...place, ...stored, what: `kept (${days} days)`, name: 'dynamodb.gb-month' } as const] : []),
    ...(days > 0 && isBackedUp
      ? [{ ...place, ...stored, what: 'point-in-time recovery', name: 'dynamodb.backup-gb-month' } as const]
      : []),
  ];
}

export const s3: Service = {
  types: ['aws_s3_bucket', 'aws_s3_bucket_lifecycle_configuration'],
  usages: (month) =>
    ofType(month.platform, 'aws_s3_bucket').flatMap((bucket): Usage[] => {
      const filled = deliveriesTo(bucket, month);
      if (filled.length === 0) return [];
      const place = { service: 'Amazon S3', ...at(bucket) };
      const days = expiresAfter(bucket, month.platform);
      const gigabytes = filled.reduce((sum, { loads }) => sum + bytesOf(loads), 0) / gigabyte;
      return [
        {
          ...place,
          what: 'objects written',
          quantity: filled.reduce((sum, delivery) => sum + objectsOf(delivery), 0),
          unit: 'PUT requests',
          name: 's3.put',
        },
        {
          ...place,
          what: `kept (${days} days)`,
          quantity: gigabytes * month.fleet.compression * (days / daysAMonth),
          unit: 'GB',
          name: 's3.gb-month',
        },
      ];
    }),
};

interface Delivery {
  readonly stream: Resource;
  readonly loads: readonly Load[];
}

export const deliveriesTo = (bucket: Resource, { platform, flow }: Month): readonly Delivery[] =>
  ofType(platform, 'aws_kinesis_firehose_delivery_stream')
    .filter(({ attributes }) => {
      const to = blockOf(attributes, 'extended_s3_configuration');
      return to !== undefined && referenceOf(to, 'bucket_arn') === bucket.address;
    })
    .map((stream) => ({ stream, loads: flow.loads(stream.address) }));

/** Returns the number of objects that Firehose writes: one each time its buffer is full or its interval elapses. */
export function objectsOf({ stream, loads }: Delivery): number {
  const to = blockOf(stream.attributes, 'extended_s3_configuration') ?? {};
  const bySize = bytesOf(loads) / ((numberOf(to, 'buffering_size') ?? 5) * 2 ** 20);
  const byTime = secondsAMonth / (numberOf(to, 'buffering_interval') ?? 300);
  return Math.max(bySize, Math.min(byTime, countOf(loads)));
}

/** Assumed retention, in days, for objects that never expire. */
const forGood = 365;

function expiresAfter(bucket: Resource, platform: Platform): number {
  const found = ofType(platform, 'aws_s3_bucket_lifecycle_configuration')
    .filter(({ attributes }) => referenceOf(attributes, 'bucket') === bucket.address)
    .flatMap(({ attributes }) => blocksOf(attributes, 'rule'))
    .flatMap((rule) => blocksOf(rule, 'expiration'))
    .flatMap((expiration) => numberOf(expiration, 'days') ?? []);
  return found.length === 0 ? forGood : Math.min(...found);
}
