import { z } from 'zod';
import { block, resourceType } from '../resource-type';

export const kinesisResources = {
  aws_kinesis_stream: resourceType({
    runs: 'shards in process',
    keepsData: true,
    attributes: {
      name: z.string(),
      shard_count: z.number().optional(),
      retention_period: z.number().default(24),
      kms_key_id: z.string().optional(),
      encryption_type: z.string().optional(),
      stream_mode_details: block(z.object({ stream_mode: z.string() })).optional(),
    },
    notSimulated: {
      shard_level_metrics: 'shard level metrics',
      enforce_consumer_deletion: 'destroying',
    },
    create({ attributes }, { kinesis, authorizer, place }) {
      const arn = `arn:aws:kinesis:${place.region}:${place.account}:stream/${attributes.name}`;
      // an on-demand stream starts with four shards
      const shards = attributes.shard_count ?? 4;
      kinesis.createStream({ name: attributes.name, arn, shards, retentionHours: attributes.retention_period });
      const { encryption_type: encryption, kms_key_id: key } = attributes;
      authorizer.keys.encrypt(arn, encryption === 'KMS' ? key : undefined);
      return { id: arn, arn, name: attributes.name, shard_count: shards };
    },
    updatesInPlace: true,
  }),
  aws_kinesis_resource_policy: resourceType({
    runs: 'a policy that is evaluated for each call by a role or service',
    attributes: { resource_arn: z.string(), policy: z.string() },
    create({ attributes }, { authorizer }) {
      authorizer.resourcePolicies.put(attributes.resource_arn, attributes.policy);
      return { id: attributes.resource_arn };
    },
    remove: ({ attributes }, { authorizer }) => authorizer.resourcePolicies.remove(attributes.resource_arn),
  }),
} as const;
