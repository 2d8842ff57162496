import { blocks } from '../blocks';
import type { Fleet, Message } from '../fleet-usage';
import { kilobyte } from '../month';
import { ofType, type Platform } from '../platform-resources';
import { blocksOf, type Resource, referenceOf, textOf } from '../resource';

/** Load that one type of message puts on a rule whose topic filter matches the message. */
export interface RuleLoad {
  readonly rule: Resource;
  readonly message: Message;
  /** Number of 5 KB blocks that are metered for triggering the rule. */
  readonly triggered: number;
  /** Number of messages that match the WHERE clause. */
  readonly matched: number;
  /** Number of 5 KB blocks that are metered for running the actions. */
  readonly actions: number;
  readonly bytes: number;
  readonly targets: readonly Target[];
}

export interface Target {
  readonly kind: string;
  /** Address of the target resource; undefined for actions such as `republish`, which have no target resource. */
  readonly address: string | undefined;
}

/** Attribute that contains the target, keyed by the name of the action's block. */
const targetAttributes: Readonly<Record<string, string>> = {
  cloudwatch_logs: 'log_group_name',
  dynamodb: 'table_name',
  firehose: 'delivery_stream_name',
  iot_events: 'input_name',
  kinesis: 'stream_name',
  lambda: 'function_arn',
  republish: 'topic',
  s3: 'bucket_name',
  sns: 'target_arn',
  sqs: 'queue_url',
  step_functions: 'state_machine_name',
};

/** Size in bytes of the blocks in which AWS IoT meters rules and messages (payload and topic). */
export const messageBlock = 5 * kilobyte;

/** Returns the load that each type of message puts on each enabled rule. */
export function ruleLoads(platform: Platform, fleet: Fleet): readonly RuleLoad[] {
  const rules = ofType(platform, 'aws_iot_topic_rule')
    .filter(({ attributes }) => attributes['enabled'] !== false)
    .map((rule) => ({ rule, targets: targetsOf(rule) }));
  return fleet.messages.flatMap((message) => {
    const count = message.count * fleet.devices;
    const triggered = count * averageBlocks(message);
    return rules.flatMap(({ rule, targets }): RuleLoad[] => {
      if (message.basicIngest !== undefined && message.basicIngest !== textOf(rule.attributes, 'name')) return [];
      const match = platform.matchRule(rule, message);
      if (match === undefined) return [];
      const matched = count * match.share;
      const actions = matched * targets.length * blocks(match.bytes, messageBlock);
      return [{ rule, message, triggered, matched, actions, bytes: match.bytes, targets }];
    });
  });
}

/** Returns the average number of 5 KB blocks (payload and topic) for a type of message. */
export const averageBlocks = ({ payloads, topic }: Message): number =>
  payloads.reduce((sum, { share, text }) => sum + share * blocks(sizeOf(text) + sizeOf(topic), messageBlock), 0);

const sizeOf = (text: string) => Buffer.byteLength(text);

function targetsOf({ attributes }: Resource): readonly Target[] {
  const simple = Object.entries(targetAttributes).flatMap(([kind, name]) =>
    blocksOf(attributes, kind).map((block) => ({ kind, address: referenceOf(block, name) })),
  );
  const items = blocksOf(attributes, 'dynamodbv2').flatMap((block) =>
    blocksOf(block, 'put_item').map((item) => ({ kind: 'dynamodbv2', address: referenceOf(item, 'table_name') })),
  );
  return [...simple, ...items];
}
