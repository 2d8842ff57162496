import { z } from 'zod';
import { block, resourceType } from '../resource-type';
import { logLevels } from './iot-logs';
import { eventKinds } from './registry-events';

/** What an account has once a region. */
export const iotAccountResources = {
  aws_iot_event_configurations: resourceType({
    runs: 'what becomes of things, types and groups is published; CERTIFICATE and CA_CERTIFICATE tell of just-in-time registration, which is not there, nor are jobs',
    attributes: { event_configurations: z.partialRecord(z.enum(eventKinds), z.boolean()) },
    create({ attributes }, { registryEvents, place }) {
      registryEvents.configure(attributes.event_configurations);
      return { id: place.region };
    },
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
    runs: 'what the broker, shadows, rules and provisioning do and cannot do, as lines of AWSIotLogsV2, with the rights of the role',
    attributes: {
      default_log_level: z.enum(logLevels),
      role_arn: z.string(),
      disable_all_logs: z.boolean().default(false),
    },
    create({ attributes }, { iotLogs }) {
      const { default_log_level: level, role_arn: roleArn, disable_all_logs: disabled } = attributes;
      iotLogs.configure({ level: disabled ? 'DISABLED' : level, roleArn });
      return { id: 'default' };
    },
  }),
} as const;
