import { planOf } from './plan/read-plan';
import { reviewOf } from './review';
import { created } from './rules/dangers.fixture';

/** Returns the verdict on a new resource with an attribute that is known only after apply. */
function verdictOf(type: string, name: string, reference: string, values: object = {}) {
  const { change, ...resource } = created(`${type}.x`, values);
  const expressions = { [name]: { references: [reference] } };
  const configuration = { root_module: { resources: [{ address: `${type}.x`, expressions }] } };
  const resource_changes = [{ ...resource, change: { ...change, after_unknown: { [name]: true } } }];
  return reviewOf(planOf({ resource_changes, configuration }, { stack: 'dev' })).verdict;
}

test.each([
  ['aws_security_group_rule', 'cidr_blocks', { type: 'ingress' }],
  ['aws_vpc_security_group_ingress_rule', 'cidr_ipv4', {}],
  ['google_compute_firewall', 'source_ranges', { direction: 'INGRESS' }],
  ['aws_network_acl_rule', 'cidr_block', { egress: false }],
  ['aws_s3_bucket_acl', 'acl', {}],
  ['aws_iam_user_policy_attachment', 'policy_arn', {}],
])('a new %s is not judged if its %s is known only after apply', (type, name, values) =>
  expect(verdictOf(type, name, 'module.access.given', values)).toBe('unjudged'),
);

test.each([
  ['aws_security_group_rule', 'cidr_blocks', 'aws_vpc.main.cidr_block', { type: 'ingress' }],
  ['aws_security_group_rule', 'cidr_blocks', 'module.vpc.vpc_cidr_block', { type: 'ingress' }],
  ['aws_security_group_rule', 'cidr_blocks', 'module.access.given', { type: 'egress' }],
  ['aws_iam_role_policy_attachment', 'policy_arn', 'aws_iam_policy.read.arn', {}],
])('a new %s with %s from %s is harmless', (type, name, reference, values) =>
  expect(verdictOf(type, name, reference, values)).toBe('harmless'),
);
