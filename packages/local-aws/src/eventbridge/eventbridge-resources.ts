import { z } from 'zod';
import { compileEventPattern } from '../event-pattern/event-pattern';
import { eventBusOperators } from '../event-pattern/pattern-operators';
import { generatedNames } from '../generated-name';
import { block, faultOf, resourceType } from '../resource-type';
import { checkTarget } from './check-target';
import { type Bus, defaultBus, eventBusesOf } from './event-buses';
import { RuleState, Target } from './event-rule';

/** Argument that contains the name or ARN of an event bus. */
const event_bus_name = z.string().optional();

const busNameOf = (nameOrArn: string = defaultBus) => nameOrArn.split('event-bus/').at(-1) ?? nameOrArn;

function requireBus(bus: Bus | undefined, nameOrArn: string | undefined): Bus {
  if (bus === undefined) throw new Error(`event_bus_name: no event bus ${nameOrArn} is declared before this resource`);
  return bus;
}

const EventPattern = z.string().superRefine((pattern, context) => {
  try {
    compileEventPattern(pattern, eventBusOperators);
  } catch (error) {
    context.addIssue(error instanceof Error ? error.message : String(error));
  }
});

const targetAttributes = {
  rule: z.string(),
  target_id: z.string().optional(),
  event_bus_name,
  arn: z.string(),
  role_arn: z.string().optional(),
  input: z.string().optional(),
  input_path: z.string().optional(),
  input_transformer: block(
    z.object({ input_paths: z.record(z.string(), z.string()).optional(), input_template: z.string() }),
  ).optional(),
  kinesis_target: block(z.object({ partition_key_path: z.string().optional() })).optional(),
  dead_letter_config: block(z.object({ arn: z.string().optional() })).optional(),
  retry_policy: block(
    z.object({ maximum_event_age_in_seconds: z.number().optional(), maximum_retry_attempts: z.number().optional() }),
  ).optional(),
  force_destroy: z.boolean().optional(),
};
type TargetAttributes = z.infer<z.ZodObject<typeof targetAttributes>>;

/** Returns a declared target in the format of the API. @param id ID of a target without `target_id` */
function targetOf(attributes: TargetAttributes, id: string): Target {
  const { input_transformer: transformer, kinesis_target: kinesis, dead_letter_config: deadLetters } = attributes;
  const retry = attributes.retry_policy;
  const target = Target.safeParse({
    Id: attributes.target_id ?? id,
    Arn: attributes.arn,
    RoleArn: attributes.role_arn,
    Input: attributes.input,
    InputPath: attributes.input_path,
    InputTransformer: transformer && {
      InputPathsMap: transformer.input_paths,
      InputTemplate: transformer.input_template,
    },
    KinesisParameters:
      kinesis?.partition_key_path === undefined ? undefined : { PartitionKeyPath: kinesis.partition_key_path },
    DeadLetterConfig: deadLetters && { Arn: deadLetters.arn },
    RetryPolicy: retry && {
      MaximumEventAgeInSeconds: retry.maximum_event_age_in_seconds,
      MaximumRetryAttempts: retry.maximum_retry_attempts,
    },
  });
  if (!target.success) throw new Error(faultOf(target.error));
  return target.data;
}

/** Returns the ID of a target without `target_id`: the address without characters that an ID cannot contain. */
const idOf = (address: string) => address.replace(/[^.\-\w]/g, '-').slice(-64);

export const eventbridgeResources = {
  aws_cloudwatch_event_bus: resourceType({
    runs: 'routes events from PutEvents and from other buses',
    attributes: { name: z.string(), description: z.string().optional() },
    notSimulated: {
      kms_key_identifier: 'encryption of event buses',
      dead_letter_config: 'dead-letter queues for encryption errors',
      log_config: 'logs of event buses',
    },
    create({ attributes: { name, description } }, parts) {
      const { arn } = eventBusesOf(parts).declareBus({ name, description });
      return { id: name, arn, name };
    },
    updatesInPlace: (before, after) => before['name'] === after['name'],
    remove: ({ attributes }, parts) => eventBusesOf(parts).removeBus(attributes.name),
  }),
  aws_cloudwatch_event_rule: resourceType({
    runs: "event patterns, and schedules on the platform's clock",
    generatedName: generatedNames.name,
    attributes: {
      name: z.string(),
      event_bus_name,
      event_pattern: EventPattern.optional(),
      schedule_expression: z.string().optional(),
      state: RuleState.optional(),
      is_enabled: z.boolean().optional(),
      role_arn: z.string().optional(),
      description: z.string().optional(),
      force_destroy: z.boolean().optional(),
    },
    create({ attributes }, parts) {
      const { name, event_pattern: pattern, schedule_expression: schedule } = attributes;
      const eventBuses = eventBusesOf(parts);
      const bus = requireBus(eventBuses.bus(attributes.event_bus_name ?? defaultBus), attributes.event_bus_name);
      if (pattern === undefined && schedule === undefined)
        throw new Error('event_pattern: required if there is no schedule_expression');
      if (schedule !== undefined && bus.name !== defaultBus)
        throw new Error('schedule_expression: supported only on the default event bus');
      const state = attributes.state ?? (attributes.is_enabled === false ? 'DISABLED' : 'ENABLED');
      const rule = {
        name,
        bus: bus.name,
        pattern,
        schedule,
        state,
        description: attributes.description,
        roleArn: attributes.role_arn,
      };
      const { arn } = eventBuses.declare(rule, { isDeclared: true });
      return { id: bus.name === defaultBus ? name : `${bus.name}/${name}`, arn, name };
    },
    updatesInPlace: (before, after) => ['name', 'event_bus_name'].every((key) => before[key] === after[key]),
    remove: ({ attributes }, parts) =>
      eventBusesOf(parts).remove(busNameOf(attributes.event_bus_name), attributes.name),
  }),
  aws_cloudwatch_event_target: resourceType({
    runs: 'Lambda functions, SQS and SNS, Step Functions, Kinesis streams and event buses; input, input_path, input_transformer, dead_letter_config',
    attributes: targetAttributes,
    create({ address, attributes }, parts) {
      const eventBuses = eventBusesOf(parts);
      const bus = requireBus(eventBuses.bus(attributes.event_bus_name ?? defaultBus), attributes.event_bus_name).name;
      const target = targetOf(attributes, idOf(address));
      checkTarget(target, eventBuses.rule(bus, attributes.rule)?.rule ?? { bus });
      eventBuses.setTarget(bus, attributes.rule, target, { isDeclared: true });
      return { id: `${attributes.rule}-${target.Id}`, arn: target.Arn, target_id: target.Id, rule: attributes.rule };
    },
    remove: ({ address, attributes }, parts) =>
      eventBusesOf(parts).removeTarget(
        busNameOf(attributes.event_bus_name),
        attributes.rule,
        attributes.target_id ?? idOf(address),
      ),
  }),
} as const;
