import { z } from 'zod';
import { generatedNames } from '../generated-name';
import { resourceType } from '../resource-type';

export const logsResources = {
  aws_cloudwatch_log_group: resourceType({
    runs: 'log groups with up to 5,000 lines per stream',
    generatedName: generatedNames.name,
    keepsData: true,
    attributes: {
      name: z.string(),
      retention_in_days: z.number().default(0),
      kms_key_id: z.string().optional(),
    },
    notSimulated: {
      skip_destroy: 'destroying',
      log_group_class: 'log group classes',
    },
    create({ attributes }, { logs, authorizer, place }) {
      const arn = `arn:aws:logs:${place.region}:${place.account}:log-group:${attributes.name}`;
      logs.createGroup({ name: attributes.name, retentionDays: attributes.retention_in_days });
      authorizer.keys.encrypt(arn, attributes.kms_key_id);
      return { id: attributes.name, arn };
    },
    updatesInPlace: true,
    remove: ({ attributes }, { logs }) => logs.removeGroup(attributes.name),
  }),
  aws_cloudwatch_log_stream: resourceType({
    runs: 'an empty stream, in addition to the streams of functions',
    attributes: { name: z.string(), log_group_name: z.string() },
    create({ attributes: { name, log_group_name: group } }, { logs, place }) {
      logs.createStream(group, name);
      return { id: name, arn: `arn:aws:logs:${place.region}:${place.account}:log-group:${group}:log-stream:${name}` };
    },
  }),
  aws_cloudwatch_query_definition: resourceType({
    runs: 'stored, and listed by DescribeQueryDefinitions; Logs Insights is not supported',
    attributes: { name: z.string(), log_group_names: z.array(z.string()).default([]), query_string: z.string() },
    create({ address, attributes }, { logs }) {
      const id = address.split('.').at(-1) ?? address;
      const { name, log_group_names: groups, query_string: query } = attributes;
      logs.saveQuery({ id, name, groups, query });
      return { id, query_definition_id: id };
    },
    updatesInPlace: true,
    remove: ({ address }, { logs }) => logs.removeQuery(address.split('.').at(-1) ?? address),
  }),
  aws_cloudwatch_log_subscription_filter: resourceType({
    runs: 'filter patterns with terms, JSON conditions or space-delimited fields; sends gzip records to Kinesis',
    attributes: {
      name: z.string(),
      log_group_name: z.string(),
      filter_pattern: z.string(),
      destination_arn: z.string(),
      role_arn: z.string().optional(),
    },
    notSimulated: { distribution: 'distribution by log stream or at random' },
    create({ attributes }, { logs }) {
      logs.subscribe({
        name: attributes.name,
        group: attributes.log_group_name,
        pattern: attributes.filter_pattern,
        destinationArn: attributes.destination_arn,
        role: attributes.role_arn,
      });
      return { id: `${attributes.log_group_name}/${attributes.name}` };
    },
    remove: ({ attributes }, { logs }) => logs.unsubscribe({ group: attributes.log_group_name, name: attributes.name }),
  }),
} as const;
