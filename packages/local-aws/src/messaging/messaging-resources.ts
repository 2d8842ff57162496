import { z } from 'zod';
import { generatedNames } from '../generated-name';
import { block, resourceType } from '../resource-type';
import type { Messaging } from './messaging';
import { compileFilterPolicy } from './sns-filter-policy';

const bucketDetail = (what: string, attribute: string) =>
  resourceType({
    runs: 'stored',
    attributes: { bucket: z.string() },
    notSimulated: { [attribute]: what },
    create: ({ attributes }) => ({ id: attributes.bucket }),
    updatesInPlace: true,
    remove: () => undefined,
  });

const EncryptionRule = z.object({
  apply_server_side_encryption_by_default: block(
    z.object({ kms_master_key_id: z.string().optional(), sse_algorithm: z.string().optional() }),
  ).optional(),
  // affects only the cost
  bucket_key_enabled: z.boolean().optional(),
});

const RequestFilter = z
  .object({
    prefix: z.string().optional(),
    tags: z.record(z.string(), z.string()).optional(),
    access_point: z.string().optional(),
  })
  .optional();

const setRedrivePolicy = (messaging: Messaging, queueUrl: string, policy: string) =>
  messaging.createQueue({
    name: queueUrl.split('/').at(-1) ?? queueUrl,
    attributes: { RedrivePolicy: policy },
    isUpdate: true,
  });

export const messagingResources = {
  aws_sqs_queue: resourceType({
    runs: 'fauxqs',
    generatedName: generatedNames.name,
    keepsData: true,
    attributes: {
      name: z.string(),
      visibility_timeout_seconds: z.number().optional(),
      message_retention_seconds: z.number().optional(),
      delay_seconds: z.number().optional(),
      receive_wait_time_seconds: z.number().optional(),
      max_message_size: z.number().optional(),
      redrive_policy: z.string().optional(),
      fifo_queue: z.boolean().optional(),
      content_based_deduplication: z.boolean().optional(),
      kms_master_key_id: z.string().optional(),
      policy: z.string().optional(),
    },
    notSimulated: {
      message_retention_seconds: 'SQS message retention',
      kms_data_key_reuse_period_seconds: 'encryption at rest',
      sqs_managed_sse_enabled: 'encryption at rest',
      redrive_allow_policy: 'redrive permissions',
    },
    // SetQueueAttributes can change attributes, but not remove them
    updatesInPlace: (before, after) =>
      Object.keys(before).every((name) => before[name] === null || (after[name] ?? null) !== null) || 'restart',
    async create({ attributes, isUpdate }, { messaging, authorizer }) {
      const named: Record<string, string | number | undefined> = {
        VisibilityTimeout: attributes.visibility_timeout_seconds,
        MessageRetentionPeriod: attributes.message_retention_seconds,
        DelaySeconds: attributes.delay_seconds,
        MaximumMessageSize: attributes.max_message_size,
        ReceiveMessageWaitTimeSeconds: attributes.receive_wait_time_seconds,
        RedrivePolicy: attributes.redrive_policy,
        FifoQueue: attributes.fifo_queue === true ? 'true' : undefined,
        ContentBasedDeduplication: attributes.content_based_deduplication === true ? 'true' : undefined,
      };
      const given = Object.entries(named).filter(([, value]) => value !== undefined);
      const { url, arn } = await messaging.createQueue({
        name: attributes.name,
        attributes: Object.fromEntries(given.map(([name, value]) => [name, String(value)])),
        isUpdate,
      });
      authorizer.keys.encrypt(arn, attributes.kms_master_key_id);
      if (attributes.policy) authorizer.resourcePolicies.put(arn, attributes.policy);
      return { id: url, url, arn, name: attributes.name };
    },
  }),
  aws_sqs_queue_policy: resourceType({
    runs: 'a policy that is evaluated for each call by a role or service',
    attributes: { queue_url: z.string(), policy: z.string() },
    create({ attributes }, { authorizer, place }) {
      const arn = `arn:aws:sqs:${place.region}:${place.account}:${attributes.queue_url.split('/').at(-1)}`;
      authorizer.resourcePolicies.put(arn, attributes.policy);
      return { id: attributes.queue_url };
    },
    remove: ({ attributes }, { authorizer, place }) =>
      authorizer.resourcePolicies.remove(
        `arn:aws:sqs:${place.region}:${place.account}:${attributes.queue_url.split('/').at(-1)}`,
      ),
  }),
  aws_sqs_queue_redrive_policy: resourceType({
    runs: 'fauxqs',
    attributes: { queue_url: z.string(), redrive_policy: z.string() },
    async create({ attributes }, { messaging }) {
      await setRedrivePolicy(messaging, attributes.queue_url, attributes.redrive_policy);
      return { id: attributes.queue_url };
    },
    updatesInPlace: true,
    // an empty policy removes the policy (API reference, "SetQueueAttributes")
    remove: ({ attributes }, { messaging }) => setRedrivePolicy(messaging, attributes.queue_url, ''),
  }),
  aws_sns_topic: resourceType({
    runs: 'fauxqs',
    generatedName: generatedNames.name,
    attributes: {
      name: z.string(),
      display_name: z.string().optional(),
      kms_master_key_id: z.string().optional(),
      policy: z.string().optional(),
    },
    notSimulated: {
      signature_version: 'message signatures',
      tracing_config: 'X-Ray tracing',
    },
    updatesInPlace: true,
    async create({ attributes }, { messaging, authorizer }) {
      const { arn } = await messaging.createTopic(attributes.name);
      authorizer.keys.encrypt(arn, attributes.kms_master_key_id);
      if (attributes.policy) authorizer.resourcePolicies.put(arn, attributes.policy);
      return { id: arn, arn, name: attributes.name };
    },
  }),
  aws_sns_topic_policy: resourceType({
    runs: 'a policy that is evaluated for each call by a role or service',
    attributes: { arn: z.string(), policy: z.string() },
    create({ attributes }, { authorizer }) {
      authorizer.resourcePolicies.put(attributes.arn, attributes.policy);
      return { id: attributes.arn };
    },
    remove: ({ attributes }, { authorizer }) => authorizer.resourcePolicies.remove(attributes.arn),
  }),
  aws_sns_topic_subscription: resourceType({
    runs: 'fauxqs, for SQS queues whose policy allows SNS; messages to email are printed, never sent',
    attributes: {
      topic_arn: z.string(),
      protocol: z.enum(['sqs', 'email'], 'only sqs and email are supported locally'),
      endpoint: z.string(),
      raw_message_delivery: z.boolean().default(false),
      filter_policy: z.string().optional(),
      filter_policy_scope: z.enum(['MessageAttributes', 'MessageBody']).optional(),
    },
    async create({ attributes }, { messaging }) {
      // the subscription is never confirmed; as in AWS, an unconfirmed address receives no messages
      if (attributes.protocol === 'email') return { id: 'pending confirmation', arn: 'pending confirmation' };
      const { filter_policy: filterPolicy, filter_policy_scope: filterPolicyScope } = attributes;
      if (filterPolicy) compileFilterPolicy(filterPolicy);
      const arn = await messaging.subscribeQueue({
        topicArn: attributes.topic_arn,
        queueArn: attributes.endpoint,
        raw: attributes.raw_message_delivery,
        filter: filterPolicy ? { policy: filterPolicy, scope: filterPolicyScope } : undefined,
      });
      return { id: arn, arn };
    },
  }),
  aws_s3_bucket: resourceType({
    runs: 'fauxqs',
    generatedName: generatedNames.bucket,
    keepsData: true,
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
    runs: 'request counts for the whole bucket or for a prefix; tag filters are not supported',
    attributes: { bucket: z.string(), name: z.string(), filter: block(RequestFilter).optional() },
    create({ attributes: { bucket, name, filter } }, { messaging }) {
      const asksForMore = filter?.tags !== undefined || filter?.access_point !== undefined;
      if (!asksForMore) messaging.measureRequests({ bucket, filterId: name, prefix: filter?.prefix });
      return { id: `${bucket}:${name}` };
    },
  }),
  aws_s3_bucket_ownership_controls: bucketDetail('S3 object ownership', 'rule'),
  aws_s3_bucket_policy: resourceType({
    runs: 'a policy that is evaluated for each call by a role or service',
    attributes: { bucket: z.string(), policy: z.string() },
    create({ attributes }, { authorizer }) {
      authorizer.resourcePolicies.put(`arn:aws:s3:::${attributes.bucket}`, attributes.policy);
      return { id: attributes.bucket };
    },
    remove: ({ attributes }, { authorizer }) => authorizer.resourcePolicies.remove(`arn:aws:s3:::${attributes.bucket}`),
  }),
  aws_s3_bucket_public_access_block: resourceType({
    runs: 'stored; local buckets are never public',
    attributes: {
      bucket: z.string(),
      block_public_acls: z.boolean().optional(),
      block_public_policy: z.boolean().optional(),
      ignore_public_acls: z.boolean().optional(),
      restrict_public_buckets: z.boolean().optional(),
    },
    create: ({ attributes }) => ({ id: attributes.bucket }),
    updatesInPlace: true,
    remove: () => undefined,
  }),
  aws_s3_bucket_server_side_encryption_configuration: resourceType({
    runs: 'permissions on the key are evaluated; nothing is encrypted',
    attributes: { bucket: z.string(), rule: block(EncryptionRule) },
    create({ attributes }, { authorizer }) {
      const key = attributes.rule.apply_server_side_encryption_by_default?.kms_master_key_id;
      if (key) authorizer.keys.encrypt(`arn:aws:s3:::${attributes.bucket}`, key);
      return { id: attributes.bucket };
    },
  }),
  aws_s3_bucket_versioning: bucketDetail('S3 versions', 'versioning_configuration'),
} as const;
