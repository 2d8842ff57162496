import { createHash } from 'node:crypto';
import { z } from 'zod';
import { parsePolicy } from '../../lib/policy';
import { resourceType } from '../resource-type';

/** A key id that stays the same from start to start. */
const keyIdOf = (address: string) => {
  const hex = createHash('sha256').update(address).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
};

const encryption = { enable_key_rotation: 'KMS key rotation', rotation_period_in_days: 'KMS key rotation' } as const;

export const kmsResources = {
  aws_kms_key: resourceType({
    runs: 'a name; nothing is encrypted on a laptop',
    attributes: { policy: z.string().optional(), deletion_window_in_days: z.number().optional() },
    notSimulated: {
      ...encryption,
      multi_region: 'KMS multi-region keys',
      bypass_policy_lockout_safety_check: 'KMS policy lockout',
    },
    create({ address, attributes }, { place }) {
      if (attributes.policy !== undefined) parsePolicy(attributes.policy);
      const id = keyIdOf(address);
      return { id, key_id: id, arn: `arn:aws:kms:${place.region}:${place.account}:key/${id}` };
    },
  }),
  aws_kms_alias: resourceType({
    runs: 'a name',
    attributes: { name: z.string(), target_key_id: z.string() },
    create: ({ attributes }, { place }) => ({
      id: attributes.name,
      arn: `arn:aws:kms:${place.region}:${place.account}:${attributes.name}`,
      target_key_arn: attributes.target_key_id,
    }),
  }),
} as const;
