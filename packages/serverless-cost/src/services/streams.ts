import { blocks } from '../blocks';
import { bytesOf, countOf, type Load, putUnit, type StreamLoad, shardsOf } from '../flow/stream-flow';
import { gigabyte, hoursAMonth, kilobyte } from '../month';
import { ofType } from '../platform-resources';
import { numberOf } from '../resource';
import { at, type Service, type Usage } from '../usage';

const unitsOf = (loads: readonly Load[], block: number) =>
  loads.reduce((sum, { count, bytes }) => sum + count * blocks(bytes, block), 0);

/** Hours of retention included in the shard price. Longer retention, up to 7 days, costs extra. */
const hoursIncluded = 24;

export const kinesis: Service = {
  types: ['aws_kinesis_stream'],
  usages: ({ flow }) =>
    flow.streams.flatMap((load) => (load.isOnDemand ? onDemandUsages(load) : provisionedUsages(load))),
};

function provisionedUsages(load: StreamLoad): readonly Usage[] {
  const { stream, loads, declaredShards } = load;
  const place = { service: 'Amazon Kinesis', ...at(stream) };
  const shards = shardsOf(load);
  const what = shards > declaredShards ? `shards (${shards}, ${declaredShards} declared)` : 'shards';
  const hours = { quantity: shards * hoursAMonth, unit: 'shard hours' };
  const isKeptLonger = (numberOf(stream.attributes, 'retention_period') ?? hoursIncluded) > hoursIncluded;
  return [
    { ...place, ...hours, what, name: 'kinesis.shard-hour' },
    {
      ...place,
      what: 'records',
      quantity: unitsOf(loads, putUnit),
      unit: 'units of 25 KB',
      name: 'kinesis.put-unit',
    },
    ...(isKeptLonger
      ? [{ ...place, ...hours, what: 'extended data retention', name: 'kinesis.extended-shard-hour' } as const]
      : []),
  ];
}

function onDemandUsages({ stream, loads }: StreamLoad): readonly Usage[] {
  const place = { service: 'Amazon Kinesis', ...at(stream) };
  return [
    { ...place, what: 'stream', quantity: hoursAMonth, unit: 'stream hours', name: 'kinesis.on-demand-stream-hour' },
    { ...place, what: 'data in', quantity: bytesOf(loads) / gigabyte, unit: 'GB', name: 'kinesis.on-demand-gb' },
  ];
}

/** Firehose bills each record rounded up to a multiple of this size in bytes (aws.amazon.com/kinesis/data-firehose/pricing). */
export const firehoseBlock = 5 * kilobyte;

export const firehose: Service = {
  types: ['aws_kinesis_firehose_delivery_stream'],
  usages: ({ platform, flow }) =>
    ofType(platform, 'aws_kinesis_firehose_delivery_stream').map((stream) => {
      const loads = flow.loads(stream.address);
      return {
        service: 'Amazon Data Firehose',
        ...at(stream),
        what: `records (${countOf(loads) === 0 ? 'none' : 'at least 5 KB each'})`,
        quantity: (unitsOf(loads, firehoseBlock) * firehoseBlock) / gigabyte,
        unit: 'GB',
        name: 'firehose.gb',
      };
    }),
};
