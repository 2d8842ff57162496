import { z } from 'zod';
import { parsePolicy } from '../../lib/policy';
import { resourceType } from '../resource-type';

const rolePolicy = resourceType({
  runs: 'kept; roles are not enforced yet',
  attributes: { name: z.string().optional(), role: z.string(), policy: z.string() },
  create({ attributes }) {
    parsePolicy(attributes.policy);
    return { id: `${attributes.role}:${attributes.name ?? 'policy'}`, name: attributes.name ?? 'policy' };
  },
});

export const iamResources = {
  aws_iam_role: resourceType({
    runs: 'kept; roles are not enforced yet',
    attributes: {
      name: z.string(),
      assume_role_policy: z.string(),
      path: z.string().optional(),
      max_session_duration: z.number().optional(),
    },
    notSimulated: { permissions_boundary: 'permission boundaries' },
    create({ attributes }, { place }) {
      parsePolicy(attributes.assume_role_policy);
      const arn = `arn:aws:iam::${place.account}:role/${attributes.name}`;
      return { id: attributes.name, arn, name: attributes.name, unique_id: attributes.name };
    },
  }),
  aws_iam_role_policy: rolePolicy,
} as const;
