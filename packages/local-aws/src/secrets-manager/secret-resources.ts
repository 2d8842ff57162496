import { z } from 'zod';
import { generatedNames } from '../generated-name';
import { resourceType } from '../resource-type';
import { stableUuid } from '../utility/stable-bytes';
import { current, type SecretContent, secretsOf } from './secrets';

const isPolicy = (policy: string | undefined): policy is string => policy !== undefined && !['', '{}'].includes(policy);

export const secretsManagerResources = {
  aws_secretsmanager_secret: resourceType({
    runs: 'in process; permissions on a declared key are evaluated',
    generatedName: generatedNames.name,
    attributes: {
      name: z.string(),
      description: z.string().optional(),
      kms_key_id: z.string().optional(),
      policy: z.string().optional(),
      tags: z.record(z.string(), z.string()).default({}),
    },
    notSimulated: {
      recovery_window_in_days: 'destroying',
      replica: 'replicas of secrets',
      force_overwrite_replica_secret: 'replicas of secrets',
    },
    create({ attributes }, parts) {
      const { authorizer } = parts;
      const { name, description, tags, policy } = attributes;
      const kmsKeyId = attributes.kms_key_id || undefined;
      const { arn } = secretsOf(parts).declare({ name, description, kmsKeyId, tags });
      if (kmsKeyId !== undefined) authorizer.keys.encrypt(arn, kmsKeyId);
      if (isPolicy(policy)) authorizer.resourcePolicies.put(arn, policy);
      return { id: arn, arn, name };
    },
  }),
  aws_secretsmanager_secret_policy: resourceType({
    runs: 'a policy that is evaluated for each call by a role or service',
    attributes: { secret_arn: z.string(), policy: z.string() },
    notSimulated: { block_public_policy: 'blocking public policies' },
    create({ attributes }, { authorizer }) {
      authorizer.resourcePolicies.put(attributes.secret_arn, attributes.policy);
      return { id: attributes.secret_arn };
    },
  }),
  aws_secretsmanager_secret_version: resourceType({
    runs: 'in process, with its staging labels',
    attributes: {
      secret_id: z.string(),
      secret_string: z.string().optional(),
      secret_string_wo: z.string().optional(),
      secret_string_wo_version: z.number().optional(),
      secret_binary: z.base64().optional(),
      version_stages: z.array(z.string()).default([current]),
    },
    create({ address, attributes }, parts) {
      const text = attributes.secret_string ?? attributes.secret_string_wo;
      const binary = attributes.secret_binary;
      if (text === undefined && binary === undefined)
        throw new Error('secret_string: missing; declare secret_string, secret_string_wo or secret_binary');
      const content: SecretContent = text === undefined ? { SecretBinary: binary ?? '' } : { SecretString: text };
      const id = stableUuid(address);
      const { arn } = secretsOf(parts).addVersion(attributes.secret_id, {
        id,
        stages: attributes.version_stages,
        content,
      });
      return { id: `${arn}|${id}`, arn, version_id: id, version_stages: attributes.version_stages };
    },
  }),
} as const;
