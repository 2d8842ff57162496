import { z } from 'zod';
import { generatedNames } from '../generated-name';
import { resourceType } from '../resource-type';
import { stableUuid } from '../utility/stable-bytes';

const encryption = { enable_key_rotation: 'KMS key rotation', rotation_period_in_days: 'KMS key rotation' } as const;

export const kmsResources = {
  aws_kms_key: resourceType({
    runs: 'evaluates permissions from the key policy and from roles; nothing is encrypted',
    attributes: { policy: z.string().optional(), deletion_window_in_days: z.number().optional() },
    notSimulated: {
      ...encryption,
      multi_region: 'KMS multi-region keys',
      bypass_policy_lockout_safety_check: 'KMS policy lockout',
    },
    create({ address, attributes }, { authorizer, place }) {
      const id = stableUuid(address);
      const arn = `arn:aws:kms:${place.region}:${place.account}:key/${id}`;
      authorizer.keys.declare({ arn, policy: attributes.policy });
      return { id, key_id: id, arn };
    },
    updatesInPlace: true,
  }),
  aws_kms_alias: resourceType({
    runs: 'a name',
    generatedName: generatedNames.alias,
    attributes: { name: z.string(), target_key_id: z.string() },
    create({ attributes }, { authorizer, place }) {
      authorizer.keys.alias(attributes.name, attributes.target_key_id);
      return {
        id: attributes.name,
        arn: `arn:aws:kms:${place.region}:${place.account}:${attributes.name}`,
        target_key_arn: attributes.target_key_id,
      };
    },
    updatesInPlace: true,
  }),
} as const;
