import { blocks } from '../blocks';
import type { Fleet, Message } from '../fleet';
import { kilobyte } from '../month';
import { ofType, type Platform } from '../platform';
import { blocksOf, type Resource, referenceOf, textOf } from '../resource';

/** One rule, and one kind of message that it hears. */
export interface RuleLoad {
  readonly rule: Resource;
  readonly message: Message;
  /** How often it is triggered, in blocks of 5 KB. */
  readonly triggered: number;
  /** How often its WHERE holds. */
  readonly matched: number;
  /** In blocks of 5 KB. */
  readonly actions: number;
  readonly bytes: number;
  readonly targets: readonly Target[];
}

export interface Target {
  readonly kind: string;
  /** Undefined where the action names its target itself, as `republish` does. */
  readonly address: string | undefined;
}

/** What an action's block refers to, by its name. */
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

/** AWS IoT meters payload and topic of a message, and what a rule processes, in blocks of 5 KB. */
export const messageBlock = 5 * kilobyte;

/** Which rule hears which message, and how many actions that is. */
export function ruleLoads(platform: Platform, fleet: Fleet): readonly RuleLoad[] {
  const rules = ofType(platform, 'aws_iot_topic_rule')
    .filter(({ attributes }) => attributes['enabled'] !== false)
    .map((rule) => ({ rule, targets: targetsOf(rule) }));
  return fleet.messages.flatMap((message) => {
    const count = message.count * fleet.devices;
    const triggered = count * metered(message);
    return rules.flatMap(({ rule, targets }): RuleLoad[] => {
      if (message.basicIngest !== undefined && message.basicIngest !== textOf(rule.attributes, 'name')) return [];
      const heard = platform.hears(rule, message);
      if (heard === undefined) return [];
      const matched = count * heard.share;
      const actions = matched * targets.length * blocks(heard.bytes, messageBlock);
      return [{ rule, message, triggered, matched, actions, bytes: heard.bytes, targets }];
    });
  });
}

/** Blocks of 5 KB of a kind of message, on average: payload and topic. */
export const metered = ({ payloads, topic }: Message): number =>
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
