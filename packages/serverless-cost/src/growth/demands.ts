import type { Fleet } from '../fleet';
import { type Flow, flowOf } from '../flow/flow';
import { billedMilliseconds, type FunctionLoad } from '../flow/function-flow';
import { bytesOf, countOf, type StreamLoad, shardsOf } from '../flow/stream-flow';
import { secondsAMonth } from '../month';
import { ofType, type Platform } from '../platform';
import { numberOf, type Resource, referenceOf } from '../resource';
import { quotas } from './quotas';

const numbers = new Intl.NumberFormat('en-US');

/** Something that holds up to a limit, and how much of it the busiest moment needs. */
export interface Demand {
  readonly id: string;
  readonly need: number;
  readonly limit: number;
  /** What happens beyond the limit, with the limit in it. */
  readonly says: string;
  /** `declared`: in our own Terraform; `quota`: AWS has to raise it. */
  readonly by: 'declared' | 'quota';
  readonly source: string;
}

export function demandsOf(platform: Platform, fleet: Fleet): readonly Demand[] {
  const flow = flowOf(platform, fleet);
  const aSecond = (count: number) => (count / secondsAMonth) * fleet.peak;
  return [
    ...flow.streams.filter(({ isOnDemand }) => !isOnDemand).map(shards),
    ...flow.functions.flatMap((load) => concurrency(load, aSecond)),
    ...flow.functions.flatMap((load) => reading(load, { platform, flow, peak: fleet.peak })),
    ...account(fleet, flow, aSecond),
    ...ofType(platform, 'aws_kinesis_firehose_delivery_stream').flatMap((stream) => delivery(stream, flow, aSecond)),
  ];
}

const shards = ({ stream, declaredShards, filledShards }: StreamLoad): Demand => ({
  id: `shards ${stream.address}`,
  need: filledShards,
  limit: declaredShards,
  says: `${stream.address} needs more shards than the ${declaredShards} that it declares`,
  by: 'declared',
  source: 'Kinesis developer guide, "Quotas and limits": 1,000 records and 1 MiB a second and shard',
});

const atOnce = (load: FunctionLoad, aSecond: (count: number) => number) => aSecond(billedMilliseconds(load) / 1000);

function concurrency(load: FunctionLoad, aSecond: (count: number) => number): readonly Demand[] {
  const { resource } = load;
  const reserved = numberOf(resource.attributes, 'reserved_concurrent_executions');
  if (reserved === undefined || reserved < 0) return [];
  return [
    {
      id: `concurrency ${resource.address}`,
      need: atOnce(load, aSecond),
      limit: reserved,
      says: `${resource.address} runs more than ${reserved} times at once, which is all that it reserves`,
      by: 'declared',
      source: 'reserved_concurrent_executions',
    },
  ];
}

interface Readers {
  readonly platform: Platform;
  readonly flow: Flow;
  readonly peak: number;
}

/** Of a shard one batch is under way at a time, unless the mapping says otherwise. */
function reading(load: FunctionLoad, { platform, flow, peak }: Readers): readonly Demand[] {
  const mapping = ofType(platform, 'aws_lambda_event_source_mapping').find(
    ({ attributes }) => referenceOf(attributes, 'function_name') === load.resource.address,
  );
  const from = mapping && referenceOf(mapping.attributes, 'event_source_arn');
  const stream = flow.streams.find((one) => one.stream.address === from);
  if (mapping === undefined || stream === undefined) return [];
  const batches = shardsOf(stream) * (numberOf(mapping.attributes, 'parallelization_factor') ?? 1);
  return [
    {
      id: `reading ${load.resource.address}`,
      need: (billedMilliseconds(load) / 1000 / secondsAMonth) * peak,
      limit: batches,
      says: `${load.resource.address} cannot keep up with ${batches} batches at once: parallelization_factor, or more shards`,
      by: 'declared',
      source: 'Lambda developer guide, "Using AWS Lambda with Amazon Kinesis"',
    },
  ];
}

function account(fleet: Fleet, flow: Flow, aSecond: (count: number) => number): readonly Demand[] {
  const sum = (of: (message: Fleet['messages'][number]) => number) =>
    fleet.devices * fleet.messages.reduce((total, message) => total + message.count * of(message), 0);
  const quota = (name: keyof typeof quotas, need: number, what: string): Demand => ({
    id: name,
    need,
    limit: quotas[name].limit,
    says: `${what}: more than ${numbers.format(quotas[name].limit)} is a quota to raise`,
    by: 'quota',
    source: quotas[name].source,
  });
  return [
    quota('connections', fleet.devices, 'devices connected at once'),
    // what AWS IoT publishes itself, such as /update/documents, counts as well
    quota('publishes', aSecond(sum(() => 1)), 'messages in a second'),
    quota('rules', aSecond(flow.rules.reduce((total, { triggered }) => total + triggered, 0)), 'rules in a second'),
    quota('shadows', aSecond(sum(({ shadowOperations }) => shadowOperations)), 'shadow requests in a second'),
    quota(
      'concurrency',
      flow.functions.reduce((total, load) => total + atOnce(load, aSecond), 0),
      'functions running at once',
    ),
  ];
}

function delivery(stream: Resource, flow: Flow, aSecond: (count: number) => number): readonly Demand[] {
  const loads = flow.loads(stream.address);
  const quota = (name: 'deliveryRequests' | 'deliveryBytes', need: number, limit: string): Demand => ({
    id: `${name} ${stream.address}`,
    need,
    limit: quotas[name].limit,
    says: `${stream.address} gets more than ${limit} a second: a quota to raise`,
    by: 'quota',
    source: quotas[name].source,
  });
  return [
    quota('deliveryRequests', aSecond(countOf(loads)), '2,000 records'),
    quota('deliveryBytes', aSecond(bytesOf(loads)), '5 MiB'),
  ];
}
