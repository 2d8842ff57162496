import type { Fleet, Message } from '../fleet';
import { ruleLoads } from '../flow/rule-flow';
import { ofType, type Platform, platformOf } from '../platform';
import { type Attributes, blockOf, blocksOf, type Resource, referenceOf, textOf } from '../resource';

/** A change that might save something, and what it takes away. */
export interface Change {
  readonly name: string;
  /** What is given up, or has to be written. */
  readonly but: string;
  readonly platform: Platform;
  readonly fleet: Fleet;
}

/** Every change that this platform and fleet leave open. */
export function changesFor(platform: Platform, fleet: Fleet): readonly Change[] {
  return [
    ...basicIngest(platform, fleet),
    ...bundling(platform, fleet),
    ...waiting(platform, fleet),
    ...errorsAlone(platform, fleet),
    ...joinedDelivery(platform, fleet),
    ...untraced(platform, fleet),
    ...expiring(platform, fleet),
  ];
}

/** A message that its rule gets directly costs no message; but no other rule and no client gets it. */
function basicIngest(platform: Platform, fleet: Fleet): readonly Change[] {
  return fleet.messages.flatMap((message): Change[] => {
    if (message.from !== 'client' || message.basicIngest !== undefined || message.deliveries > 0) return [];
    if (message.topic.startsWith('$aws/')) return [];
    const hearing = ruleLoads(platform, { ...fleet, messages: [message] });
    const [first, ...others] = [...hearing].sort((a, b) => b.actions - a.actions);
    const rule = first && textOf(first.rule.attributes, 'name');
    if (rule === undefined) return [];
    const names = others.map((one) => one.rule.name);
    return [
      {
        name: `Basic Ingest for ${message.name}`,
        but: names.length === 0 ? `by rule ${rule}` : `by rule ${rule}; ${names.join(', ')} would not hear it`,
        platform,
        fleet: withMessage(fleet, { ...message, basicIngest: rule }),
      },
    ];
  });
}

const withMessage = (fleet: Fleet, changed: Message): Fleet => ({
  ...fleet,
  messages: fleet.messages.map((message) => (message.name === changed.name ? changed : message)),
});

const together = 10;

/** AWS IoT bills 5 KB, however little of them is used. */
function bundling(platform: Platform, fleet: Fleet): readonly Change[] {
  return fleet.messages.flatMap((message): Change[] => {
    if (!message.canWait || message.carries > 1) return [];
    const changed = { ...message, carries: together, count: message.count / together };
    return [
      {
        name: `Ten ${message.name} in one message`,
        but: 'each is known as late as ten take; devices, rule and function have to know lists',
        platform,
        fleet: withMessage(fleet, changed),
      },
    ];
  });
}

const mapResources = ({ resources, hears }: Platform, change: (resource: Resource) => Resource): Platform =>
  platformOf(resources.map(change), hears);

const withAttributes = (resource: Resource, attributes: Attributes): Resource => ({
  ...resource,
  attributes: { ...resource.attributes, ...attributes },
});

const windowSeconds = 10;

/** A function that reads a shard each second runs each second; one that waits finds more at once. */
function waiting(platform: Platform, fleet: Fleet): readonly Change[] {
  const isOpen = ({ type, attributes }: Resource) =>
    type === 'aws_lambda_event_source_mapping' && attributes['maximum_batching_window_in_seconds'] === undefined;
  if (!platform.resources.some(isOpen)) return [];
  return [
    {
      name: `A batching window of ${windowSeconds} s where functions read streams`,
      but: `records are up to ${windowSeconds} s later in their tables`,
      platform: mapResources(platform, (one) =>
        isOpen(one) ? withAttributes(one, { maximum_batching_window_in_seconds: windowSeconds }) : one,
      ),
      fleet,
    },
  ];
}

function errorsAlone(platform: Platform, fleet: Fleet): readonly Change[] {
  const forwards = ({ type, attributes }: Resource) =>
    type === 'aws_cloudwatch_log_subscription_filter' && /REPORT/.test(textOf(attributes, 'filter_pattern') ?? '');
  if (!platform.resources.some(forwards)) return [];
  return [
    {
      name: 'Hand on ERROR lines alone, and no REPORT line',
      but: 'who reads the stream learns of no time-out and of no memory that is used up',
      platform: mapResources(platform, (one) =>
        forwards(one) ? withAttributes(one, { filter_pattern: '?ERROR' }) : one,
      ),
      fleet,
    },
  ];
}

/** Firehose bills each record as 5 KB at the least: a function that reads them anyway could hand on many as one. */
function joinedDelivery(platform: Platform, fleet: Fleet): readonly Change[] {
  const mappings = ofType(platform, 'aws_lambda_event_source_mapping');
  return ofType(platform, 'aws_iot_topic_rule').flatMap((rule): Change[] => {
    const [firehose, kinesis] = ['firehose', 'kinesis'].map((name) => blockOf(rule.attributes, name));
    if (firehose === undefined || kinesis === undefined) return [];
    const stream = referenceOf(kinesis, 'stream_name');
    const reads = mappings.find(({ attributes }) => referenceOf(attributes, 'event_source_arn') === stream);
    const reader = platform.resources.find(
      ({ address }) => reads !== undefined && address === referenceOf(reads.attributes, 'function_name'),
    );
    const name = reader && textOf(reader.attributes, 'function_name');
    const to = referenceOf(firehose, 'delivery_stream_name');
    if (name === undefined || to === undefined) return [];
    return [
      {
        name: `${name} hands its batches to Firehose, instead of rule ${rule.name} each record`,
        but: `${name} has to do it; each record is billed as 5 KB now`,
        platform: mapResources(platform, (one) =>
          one.address === rule.address ? withAttributes(one, { firehose: [] }) : one,
        ),
        fleet: { ...fleet, runs: { ...fleet.runs, [name]: { ...(fleet.runs[name] ?? fleet.otherRun), delivers: to } } },
      },
    ];
  });
}

function untraced(platform: Platform, fleet: Fleet): readonly Change[] {
  const isTraced = ({ attributes }: Resource) =>
    textOf(blockOf(attributes, 'tracing_config') ?? {}, 'mode') === 'Active';
  if (!platform.resources.some(isTraced)) return [];
  return [
    {
      name: 'Functions trace only what comes to them traced',
      but: 'what rules and streams begin has no trace in X-Ray',
      platform: mapResources(platform, (one) =>
        isTraced(one) ? withAttributes(one, { tracing_config: { mode: 'PassThrough' } }) : one,
      ),
      fleet,
    },
  ];
}

const keptDays = 30;

/** What is added to a table and never taken out is paid for each month again, and its backup with it. */
function expiring(platform: Platform, fleet: Fleet): readonly Change[] {
  return ofType(platform, 'aws_dynamodb_table').flatMap(({ attributes, name }): Change[] => {
    const table = textOf(attributes, 'name') ?? name;
    const isExpiring = blocksOf(attributes, 'ttl').some((block) => block['enabled'] === true);
    if (isExpiring || (fleet.kept[table] ?? 0) <= keptDays) return [];
    return [
      {
        name: `Table ${table} lets its items expire after ${keptDays} days`,
        but: 'who asks for older ones has to ask an archive',
        platform,
        fleet: { ...fleet, kept: { ...fleet.kept, [table]: keptDays } },
      },
    ];
  });
}
