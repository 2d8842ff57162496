import { z } from 'zod';
import { resourceType } from '../resource-type';
import { parametersOf } from './parameters';

/**
 * Rejects a value that does not match the allowed pattern.
 * @throws Error without the value, which can be a secret
 */
function rejectMismatch(value: string, pattern: string | undefined): void {
  if (pattern === undefined || pattern === '') return;
  if (!new RegExp(pattern).test(value)) throw new Error(`value: does not match allowed_pattern ${pattern}`);
}

export const ssmResources = {
  aws_ssm_parameter: resourceType({
    runs: 'in process, for GetParameter, GetParameters, GetParametersByPath and DescribeParameters; one version; permissions on a declared key are evaluated',
    attributes: {
      name: z.string().min(1),
      type: z.enum(['String', 'StringList', 'SecureString']),
      value: z.string().optional(),
      insecure_value: z.string().optional(),
      value_wo: z.string().optional(),
      value_wo_version: z.number().optional(),
      key_id: z.string().optional(),
      data_type: z.string().default('text'),
      allowed_pattern: z.string().optional(),
      description: z.string().optional(),
      tags: z.record(z.string(), z.string()).default({}),
    },
    notSimulated: { tier: 'parameter tiers', overwrite: 'overwriting parameters' },
    create({ attributes }, parts) {
      const { name, type, key_id: key, data_type: dataType } = attributes;
      const value = attributes.value ?? attributes.insecure_value ?? attributes.value_wo;
      if (value === undefined) throw new Error('value: missing; declare value, insecure_value or value_wo');
      rejectMismatch(value, attributes.allowed_pattern);
      const { description, allowed_pattern: allowedPattern, tags } = attributes;
      const keyId = key || undefined;
      const declared = { name, type, value, dataType, description, allowedPattern, keyId, tags };
      const { arn, version } = parametersOf(parts).declare(declared);
      if (type === 'SecureString' && key) parts.authorizer.keys.encrypt(arn, key);
      return { id: name, arn, version, data_type: dataType };
    },
  }),
} as const;
