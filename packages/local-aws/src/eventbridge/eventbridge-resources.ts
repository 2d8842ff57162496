import { z } from 'zod';
import { generatedNames } from '../generated-name';
import { block, resourceType } from '../resource-type';
import { schedulesOf } from './schedules';

export const eventbridgeResources = {
  aws_cloudwatch_event_rule: resourceType({
    runs: "schedules on the platform's clock; no event patterns",
    generatedName: generatedNames.name,
    attributes: {
      name: z.string(),
      schedule_expression: z.string({ error: 'only schedules are supported locally; event patterns are not' }),
      state: z.enum(['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS']).default('ENABLED'),
      event_bus_name: z.literal('default', { error: 'only the default bus is supported locally' }).optional(),
    },
    create({ attributes: { name, schedule_expression: expression, state } }, parts) {
      const { place } = parts;
      const arn = `arn:aws:events:${place.region}:${place.account}:rule/${name}`;
      schedulesOf(parts).declare({ name, arn, expression, enabled: state !== 'DISABLED' });
      return { id: name, arn, name };
    },
    updatesInPlace: true,
    remove: ({ attributes }, parts) => schedulesOf(parts).remove(attributes.name),
  }),
  aws_cloudwatch_event_target: resourceType({
    runs: 'Lambda functions only; the event is the scheduled event, or `input`',
    attributes: {
      rule: z.string(),
      target_id: z.string().optional(),
      arn: z.string().regex(/:lambda:[^:]+:\d+:function:/, 'only Lambda functions are supported as targets locally'),
      input: z.string().optional(),
      retry_policy: block(z.looseObject({})).optional(),
    },
    create({ address, attributes: { rule, target_id: id = address, arn, input } }, parts) {
      schedulesOf(parts).addTarget(rule, { id, functionArn: arn, input });
      return { id: `${rule}-${id}`, arn };
    },
    remove: ({ address, attributes: { rule, target_id: id = address } }, parts) =>
      schedulesOf(parts).removeTarget(rule, id),
  }),
} as const;
