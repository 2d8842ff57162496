import { z } from 'zod';
import { block, resourceType } from '../resource-type';
import { evaluatePrefix } from './prefix';

/** Firehose's default buffering interval and size. Source: Firehose API reference, "BufferingHints". */
const defaults = { seconds: 300, megabytes: 5 };

export const firehoseResources = {
  aws_kinesis_firehose_delivery_stream: resourceType({
    runs: 'an in-process buffer, delivered to the bucket when it reaches a size or an age',
    keepsData: true,
    attributes: {
      name: z.string(),
      destination: z.literal('extended_s3', { error: 'only extended_s3 is supported locally' }),
      extended_s3_configuration: block(
        z.object({
          role_arn: z.string(),
          bucket_arn: z.string(),
          prefix: z.string().default(''),
          error_output_prefix: z.string().optional(),
          buffering_interval: z.number().default(defaults.seconds),
          buffering_size: z.number().default(defaults.megabytes),
          compression_format: z.enum(['UNCOMPRESSED', 'GZIP']).default('UNCOMPRESSED'),
          file_extension: z.string().optional(),
          kms_key_arn: z.string().optional(),
        }),
      ),
      server_side_encryption: block(
        z.object({
          enabled: z.boolean().default(false),
          key_arn: z.string().optional(),
          key_type: z.string().optional(),
        }),
      ).optional(),
    },
    create({ attributes }, { firehose, authorizer, clock, place }) {
      const { name, extended_s3_configuration: to, server_side_encryption: encryption } = attributes;
      const arn = `arn:aws:firehose:${place.region}:${place.account}:deliverystream/${name}`;
      // evaluate the prefix now, so that an invalid prefix is rejected at startup instead of at the first delivery
      evaluatePrefix(to.prefix, clock.now());
      authorizer.keys.encrypt(arn, encryption?.enabled ? encryption.key_arn : undefined);
      firehose.declare({
        name,
        arn,
        bucket: to.bucket_arn.split(':').at(-1) ?? to.bucket_arn,
        prefix: to.prefix,
        extension: to.file_extension ?? (to.compression_format === 'GZIP' ? '.gz' : ''),
        gzip: to.compression_format === 'GZIP',
        key: to.kms_key_arn,
        bufferingSeconds: to.buffering_interval,
        bufferingBytes: to.buffering_size * 2 ** 20,
        role: {
          kind: 'role',
          arn: to.role_arn,
          session: name,
          by: { kind: 'service', service: 'firehose.amazonaws.com', sourceArn: arn, sourceAccount: place.account },
        },
      });
      return { id: arn, arn, name };
    },
    updatesInPlace: true,
  }),
} as const;
