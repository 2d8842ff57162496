import { z } from 'zod';
import { parsePolicy } from '../../lib/policy';
import { resourceType } from '../resource-type';

const bucketDetail = (what: string, attribute: string) =>
  resourceType({
    runs: 'kept',
    attributes: { bucket: z.string() },
    notSimulated: { [attribute]: what },
    create: ({ attributes }) => ({ id: attributes.bucket }),
  });

export const messagingResources = {
  aws_sqs_queue: resourceType({
    runs: 'fauxqs',
    attributes: {
      name: z.string(),
      visibility_timeout_seconds: z.number().optional(),
      message_retention_seconds: z.number().optional(),
      delay_seconds: z.number().optional(),
      receive_wait_time_seconds: z.number().optional(),
      max_message_size: z.number().optional(),
      redrive_policy: z.string().optional(),
      fifo_queue: z.boolean().optional(),
    },
    notSimulated: {
      kms_master_key_id: 'encryption at rest',
      kms_data_key_reuse_period_seconds: 'encryption at rest',
      sqs_managed_sse_enabled: 'encryption at rest',
      policy: 'queue policies',
      redrive_allow_policy: 'redrive permissions',
    },
    async create({ attributes }, { messaging }) {
      const named: Record<string, string | number | undefined> = {
        VisibilityTimeout: attributes.visibility_timeout_seconds,
        MessageRetentionPeriod: attributes.message_retention_seconds,
        DelaySeconds: attributes.delay_seconds,
        ReceiveMessageWaitTimeSeconds: attributes.receive_wait_time_seconds,
        RedrivePolicy: attributes.redrive_policy,
        FifoQueue: attributes.fifo_queue === true ? 'true' : undefined,
      };
      const given = Object.entries(named).filter(([, value]) => value !== undefined);
      const { url, arn } = await messaging.createQueue({
        name: attributes.name,
        attributes: Object.fromEntries(given.map(([name, value]) => [name, String(value)])),
      });
      return { id: url, url, arn, name: attributes.name };
    },
  }),
  aws_sqs_queue_policy: resourceType({
    runs: 'kept; queue policies are not enforced yet',
    attributes: { queue_url: z.string(), policy: z.string() },
    create({ attributes }) {
      parsePolicy(attributes.policy);
      return { id: attributes.queue_url };
    },
  }),
  aws_sns_topic: resourceType({
    runs: 'fauxqs',
    attributes: { name: z.string(), display_name: z.string().optional() },
    notSimulated: {
      kms_master_key_id: 'encryption at rest',
      policy: 'topic policies',
      signature_version: 'message signatures',
      tracing_config: 'X-Ray tracing',
    },
    async create({ attributes }, { messaging }) {
      const { arn } = await messaging.createTopic(attributes.name);
      return { id: arn, arn, name: attributes.name };
    },
  }),
  aws_sns_topic_policy: resourceType({
    runs: 'kept; topic policies are not enforced yet',
    attributes: { arn: z.string(), policy: z.string() },
    create({ attributes }) {
      parsePolicy(attributes.policy);
      return { id: attributes.arn };
    },
  }),
  aws_sns_topic_subscription: resourceType({
    runs: 'fauxqs to SQS; what goes to email is printed, never sent',
    attributes: {
      topic_arn: z.string(),
      protocol: z.enum(['sqs', 'email'], 'only sqs and email run locally'),
      endpoint: z.string(),
      raw_message_delivery: z.boolean().default(false),
    },
    async create({ attributes }, { messaging }) {
      // AWS, too, delivers nothing to an address that has not confirmed
      if (attributes.protocol === 'email') return { id: 'pending confirmation', arn: 'pending confirmation' };
      const { arn } = await messaging.subscribe({
        topicArn: attributes.topic_arn,
        protocol: attributes.protocol,
        endpoint: attributes.endpoint,
        raw: attributes.raw_message_delivery,
      });
      return { id: arn, arn };
    },
  }),
  aws_s3_bucket: resourceType({
    runs: 'fauxqs',
    attributes: { bucket: z.string() },
    notSimulated: { force_destroy: 'destroying', object_lock_enabled: 'object lock' },
    async create({ attributes }, { messaging, place }) {
      await messaging.createBucket(attributes.bucket);
      return {
        id: attributes.bucket,
        bucket: attributes.bucket,
        arn: `arn:aws:s3:::${attributes.bucket}`,
        bucket_regional_domain_name: `${attributes.bucket}.s3.${place.region}.amazonaws.com`,
      };
    },
  }),
  aws_s3_bucket_lifecycle_configuration: bucketDetail('S3 lifecycle rules', 'rule'),
  aws_s3_bucket_metric: resourceType({
    runs: 'kept',
    attributes: { bucket: z.string() },
    notSimulated: { name: 'request metrics of S3', filter: 'request metrics of S3' },
    create: ({ attributes }) => ({ id: attributes.bucket }),
  }),
  aws_s3_bucket_ownership_controls: bucketDetail('S3 object ownership', 'rule'),
  aws_s3_bucket_policy: resourceType({
    runs: 'kept; bucket policies are not enforced yet',
    attributes: { bucket: z.string(), policy: z.string() },
    create({ attributes }) {
      parsePolicy(attributes.policy);
      return { id: attributes.bucket };
    },
  }),
  aws_s3_bucket_public_access_block: resourceType({
    runs: 'kept; nothing here is public',
    attributes: {
      bucket: z.string(),
      block_public_acls: z.boolean().optional(),
      block_public_policy: z.boolean().optional(),
      ignore_public_acls: z.boolean().optional(),
      restrict_public_buckets: z.boolean().optional(),
    },
    create: ({ attributes }) => ({ id: attributes.bucket }),
  }),
  aws_s3_bucket_server_side_encryption_configuration: bucketDetail('encryption at rest', 'rule'),
  aws_s3_bucket_versioning: bucketDetail('S3 versions', 'versioning_configuration'),
} as const;
