import type { Change } from './plan/plan';
import { byType } from './plan/type-table';
import { isUnknownAt } from './plan/value-at';

/** Attributes that decide who can reach a resource, or what it may do, and that no table lists. Keys are resource types. */
const grantsOf = byType<readonly string[]>({
  aws_iam_group_policy_attachment: ['policy_arn'],
  aws_iam_policy_attachment: ['policy_arn'],
  aws_iam_role_policy_attachment: ['policy_arn'],
  aws_iam_user_policy_attachment: ['policy_arn'],
  aws_network_acl_rule: ['cidr_block', 'ipv6_cidr_block'],
  aws_s3_bucket_acl: ['acl'],
  aws_security_group: ['ingress'],
  aws_security_group_rule: ['cidr_blocks', 'ipv6_cidr_blocks'],
  aws_vpc_security_group_ingress_rule: ['cidr_ipv4', 'cidr_ipv6'],
  google_compute_firewall: ['source_ranges'],
});

/** Matches references to the addresses of a network, which are private, to a security group, and to a policy that is in the plan. */
const harmless =
  /(?:^|[._])(?:vpc|subnets?|network)\w*_cidrs?(?:_blocks?)?\b|\baws_(?:default_)?(?:vpc|subnet)\b.*\b(?:ipv6_)?cidr_block\b|\bip_cidr_range\b|^(?:module\..*\.)?aws_(?:security_group|iam_policy)\b|security_group(?:_ids?)?\b/;

const isOutgoing = ({ after }: Change): boolean =>
  after['type'] === 'egress' || after['egress'] === true || after['direction'] === 'EGRESS';

/** Returns the attributes of a change that may admit anyone, or grant any right, because their values are known only after apply. */
export function unknownGrantsIn(change: Change): readonly string[] {
  if (isOutgoing(change)) return [];
  return (grantsOf(change.type) ?? []).filter((name) => {
    const references = change.references[name] ?? [];
    return (
      change.declaredLater?.includes(name) === true &&
      isUnknownAt(change, [name]) &&
      !(references.length > 0 && references.every((one) => harmless.test(one)))
    );
  });
}
