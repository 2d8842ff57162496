import { z } from 'zod';
import { block, resourceType } from '../resource-type';

export const kinesisResources = {
  aws_kinesis_stream: resourceType({
    runs: 'shards in process',
    attributes: {
      name: z.string(),
      shard_count: z.number().optional(),
      retention_period: z.number().default(24),
      stream_mode_details: block(z.object({ stream_mode: z.string() })).optional(),
    },
    notSimulated: {
      kms_key_id: 'encryption at rest',
      encryption_type: 'encryption at rest',
      shard_level_metrics: 'shard level metrics',
      enforce_consumer_deletion: 'destroying',
    },
    create({ attributes }, { kinesis, place }) {
      const arn = `arn:aws:kinesis:${place.region}:${place.account}:stream/${attributes.name}`;
      // an on-demand stream begins with four shards
      const shards = attributes.shard_count ?? 4;
      kinesis.createStream({ name: attributes.name, arn, shards, retentionHours: attributes.retention_period });
      return { id: arn, arn, name: attributes.name, shard_count: shards };
    },
  }),
} as const;
