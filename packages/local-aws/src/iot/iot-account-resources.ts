import { z } from 'zod';
import { block, many, resourceType } from '../resource-type';
import { logLevels } from './iot-logs';
import { IndexField } from './registry/index-fields';
import { eventKinds } from './registry/registry-events';

const ThingIndexing = z.object({
  thing_indexing_mode: z.enum(['OFF', 'REGISTRY', 'REGISTRY_AND_SHADOW']),
  thing_connectivity_indexing_mode: z.enum(['OFF', 'STATUS']).default('OFF'),
  device_defender_indexing_mode: z.enum(['OFF', 'VIOLATIONS']).default('OFF'),
  named_shadow_indexing_mode: z.enum(['OFF', 'ON']).default('OFF'),
  filter: block(z.object({ named_shadow_names: z.array(z.string()).default([]) })).optional(),
  custom_field: many(IndexField),
});
const GroupIndexing = z.object({ thing_group_indexing_mode: z.enum(['OFF', 'ON']), custom_field: many(IndexField) });

/** Account settings in AWS IoT, each of which exists exactly once per region. */
export const iotAccountResources = {
  aws_iot_event_configurations: resourceType({
    runs: 'publishes events for changes to things, types and groups; just-in-time registration events are always published; no other CERTIFICATE or CA_CERTIFICATE events, and no job events',
    attributes: { event_configurations: z.partialRecord(z.enum(eventKinds), z.boolean()) },
    create({ attributes }, { registryEvents, place }) {
      registryEvents.configure(attributes.event_configurations);
      return { id: place.region };
    },
  }),
  aws_iot_indexing_configuration: resourceType({
    runs: 'searches, aggregations and dynamic groups over the registry, connectivity, violations and indexed shadows, without an indexing delay; no fleet metrics',
    attributes: {
      thing_indexing_configuration: block(ThingIndexing).optional(),
      thing_group_indexing_configuration: block(GroupIndexing).optional(),
    },
    create({ attributes }, { fleetIndex, place }) {
      const things = attributes.thing_indexing_configuration;
      fleetIndex.configure({
        things: things?.thing_indexing_mode ?? 'OFF',
        connectivity: things?.thing_connectivity_indexing_mode === 'STATUS',
        violations: things?.device_defender_indexing_mode === 'VIOLATIONS',
        namedShadows: things?.named_shadow_indexing_mode === 'ON' ? (things.filter?.named_shadow_names ?? []) : [],
        groups: attributes.thing_group_indexing_configuration?.thing_group_indexing_mode === 'ON',
        customFields: things?.custom_field ?? [],
        customGroupFields: attributes.thing_group_indexing_configuration?.custom_field ?? [],
      });
      return { id: place.region };
    },
  }),
  aws_iot_logging_options: resourceType({
    runs: "logs activity and failures of the broker, shadows, rules and provisioning to AWSIotLogsV2, with the role's permissions",
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
