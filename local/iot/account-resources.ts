import { z } from 'zod';
import { block, resourceType } from '../resource-type';

const logLevels = ['DEBUG', 'INFO', 'ERROR', 'WARN', 'DISABLED'] as const;

/** What an account has once a region. */
export const iotAccountResources = {
  aws_iot_event_configurations: resourceType({
    runs: 'kept; no events of the registry are published',
    attributes: { event_configurations: z.record(z.string(), z.boolean()) },
    create: (_, { place }) => ({ id: place.region }),
  }),
  aws_iot_indexing_configuration: resourceType({
    runs: 'kept; nothing is searched',
    attributes: {
      thing_indexing_configuration: block(z.looseObject({})).optional(),
      thing_group_indexing_configuration: block(z.looseObject({})).optional(),
    },
    create: (_, { place }) => ({ id: place.region }),
  }),
  aws_iot_logging_options: resourceType({
    runs: 'kept; nothing is logged',
    attributes: {
      default_log_level: z.enum(logLevels),
      role_arn: z.string(),
      disable_all_logs: z.boolean().default(false),
    },
    create: () => ({ id: 'default' }),
  }),
} as const;
