import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { generatedNames } from '../generated-name';
import { resourceType } from '../resource-type';

const evaluated = 'permissions that are evaluated for each call with a role';

/** Returns the ARN of a role or policy, including its path, such as `/service/`. */
const arnOf = (account: string, kind: 'role' | 'policy', path: string, name: string) =>
  `arn:aws:iam::${account}:${kind}${path}${name}`;

const Path = z
  .string()
  .regex(/^\/([\w+=,.@-]+\/)*$/, 'must begin and end with a slash')
  .default('/');

const InlinePolicy = z.object({ name: z.string().optional(), policy: z.string().optional() });

export const iamResources = {
  aws_iam_role: resourceType({
    runs: "grants the permissions in the role's policies; services can assume the role if the trust policy allows them",
    generatedName: generatedNames.name,
    attributes: {
      name: z.string(),
      assume_role_policy: z.string(),
      path: Path,
      max_session_duration: z.number().optional(),
      permissions_boundary: z.string().optional(),
      managed_policy_arns: z.array(z.string()).default([]),
      inline_policy: z.array(InlinePolicy).default([]),
    },
    create({ attributes, isUpdate }, { authorizer, place }) {
      const { name, permissions_boundary: boundary, assume_role_policy: trust } = attributes;
      const arn = arnOf(place.account, 'role', attributes.path, name);
      authorizer.roles.declare({ arn, name, trust, boundary }, isUpdate);
      for (const policy of attributes.managed_policy_arns) authorizer.roles.attach(name, policy);
      for (const { name: inline = 'inline', policy } of attributes.inline_policy) {
        if (policy !== undefined) authorizer.roles.putPolicy(name, { name: inline, document: policy });
      }
      return { id: name, arn, name, unique_id: name };
    },
    updatesInPlace: (before, after) =>
      ['managed_policy_arns', 'inline_policy'].every((name) => isDeepStrictEqual(before[name], after[name])) ||
      'restart',
    remove: ({ attributes }, { authorizer, place }) =>
      authorizer.roles.remove(arnOf(place.account, 'role', attributes.path, attributes.name)),
  }),
  aws_iam_role_policy: resourceType({
    runs: evaluated,
    generatedName: generatedNames.name,
    attributes: { name: z.string(), role: z.string(), policy: z.string() },
    create({ attributes }, { authorizer }) {
      const { name } = attributes;
      authorizer.roles.putPolicy(attributes.role, { name, document: attributes.policy });
      return { id: `${attributes.role}:${name}`, name };
    },
    remove: ({ attributes }, { authorizer }) => authorizer.roles.removePolicy(attributes.role, attributes.name),
  }),
  aws_iam_policy: resourceType({
    runs: evaluated,
    generatedName: generatedNames.name,
    attributes: { name: z.string(), path: Path, policy: z.string() },
    create({ attributes }, { authorizer, place }) {
      const arn = arnOf(place.account, 'policy', attributes.path, attributes.name);
      authorizer.roles.declarePolicy({ arn, document: attributes.policy });
      return { id: arn, arn, name: attributes.name };
    },
    updatesInPlace: true,
    remove: ({ attributes }, { authorizer, place }) =>
      authorizer.roles.removeDeclaredPolicy(arnOf(place.account, 'policy', attributes.path, attributes.name)),
  }),
  aws_iam_openid_connect_provider: resourceType({
    runs: 'stored; web identities cannot assume roles',
    attributes: { url: z.string(), client_id_list: z.array(z.string()) },
    notSimulated: { thumbprint_list: 'identity providers' },
    create({ attributes }, { place }) {
      const arn = `arn:aws:iam::${place.account}:oidc-provider/${attributes.url.replace(/^https:\/\//, '')}`;
      return { id: arn, arn };
    },
    updatesInPlace: true,
    remove: () => undefined,
  }),
  aws_iam_role_policy_attachment: resourceType({
    runs: 'declared policies, and AWS managed policies for functions: basic, Kinesis and SQS execution, X-Ray, Device Defender audit, administrator',
    attributes: { role: z.string(), policy_arn: z.string() },
    create({ attributes }, { authorizer }) {
      authorizer.roles.attach(attributes.role, attributes.policy_arn);
      return { id: `${attributes.role}-${attributes.policy_arn}` };
    },
    remove: ({ attributes }, { authorizer }) => authorizer.roles.detach(attributes.role, attributes.policy_arn),
  }),
} as const;
