import type { Value, ValueObject } from '@himeshima/terraform-json';
import { blocksIn, textsOf } from './block-values';
import { isAnyInput } from './known-values';
import { isNoneOf, isOneOf, type PublicAccessRule, settingRule } from './public-access-rule';

/** Returns whether a CIDR block covers at least half of the internet: 0.0.0.0/0, ::/0, 128.0.0.0/1. */
export const isInternet = (cidr: string): boolean => /^[\d.]+\/0*[01]$|^[\da-f:.]*:[\da-f:.]*\/0*[01]$/i.test(cidr);

const cidrAttributes = ['cidr_blocks', 'ipv6_cidr_blocks', 'cidr_ipv4', 'cidr_ipv6'];
const fix = 'list only the networks that need access';

function ingressFaults(rule: ValueObject): ReturnType<PublicAccessRule['faultsOf']> {
  const cidrs = cidrAttributes.flatMap((name) => textsOf(rule[name]));
  const open = cidrs.filter(isInternet);
  const inputs = [...cidrs, ...textsOf(rule['unreadable'])].filter(isAnyInput);
  return [
    ...(open.length === 0 ? [] : [{ problem: `accepts connections from ${open.join(', ')}`, fix }]),
    ...inputs.map((input) => ({ problem: `accepts connections from ${input}, which may be 0.0.0.0/0`, fix })),
  ];
}

const isReachable = { path: 'publicly_accessible', fix: 'set publicly_accessible to false' };
const reachable = 'is reachable from the internet';

/** Rules about security groups, and about databases and brokers in a network. */
export const networkAccess: readonly PublicAccessRule[] = [
  {
    types: ['aws_security_group', 'aws_default_security_group'],
    faultsOf: (group, stack) => blocksIn(stack.read(group, 'ingress')).flatMap(ingressFaults),
  },
  {
    types: ['aws_security_group_rule', 'aws_vpc_security_group_ingress_rule'],
    faultsOf(rule, stack) {
      if (stack.read(rule, 'type') === 'egress') return [];
      const attributes = cidrAttributes.map((name): [string, Value] => [name, stack.read(rule, name) ?? []]);
      return ingressFaults(Object.fromEntries(attributes));
    },
  },
  settingRule({
    types: [
      'aws_db_instance',
      'aws_dms_replication_instance',
      'aws_mq_broker',
      'aws_neptune_cluster_instance',
      'aws_rds_cluster_instance',
      'aws_redshiftserverless_workgroup',
    ],
    isPublic: isOneOf(true),
    problem: reachable,
    ...isReachable,
  }),
  settingRule({
    types: ['aws_redshift_cluster'],
    isPublic: isNoneOf(false),
    problem: `${reachable} by default in version 5 of the provider`,
    ...isReachable,
  }),
];
