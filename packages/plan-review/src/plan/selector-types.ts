import { byType } from './type-table';

/**
 * Resource types whose values matter even if they do not change, because they select or guard other resources. For example,
 * notification rules select monitors by tag, a public access block decides whether an ACL makes a bucket public,
 * a security group decides who can reach an instance, an API deployment decides whether changed methods are live, an Elastic IP address
 * whether a machine keeps its address, and a listener whether a load balancer accepts HTTPS.
 */
export const selectorTypes: ReadonlySet<string> = new Set([
  'aws_alb_listener',
  'aws_api_gateway_deployment',
  'aws_eip',
  'aws_eip_association',
  'aws_lb_listener',
  'aws_s3_bucket_public_access_block',
  'aws_security_group',
  'azurerm_storage_account',
  'datadog_downtime_schedule',
  'datadog_monitor_notification_rule',
  'google_storage_bucket',
]);

/** Attributes of a firewall rule that say which traffic it accepts. */
const traffic = [
  'cidr_blocks',
  'cidr_ipv4',
  'cidr_ipv6',
  'from_port',
  'ip_protocol',
  'ipv6_cidr_blocks',
  'prefix_list_id',
  'prefix_list_ids',
  'protocol',
  'referenced_security_group_id',
  'security_group_id',
  'source_security_group_id',
  'to_port',
  'type',
];

/**
 * Attributes that matter even if their resource does not change, because they say whether another resource keeps what a deleted one
 * allowed. Keys are resource types. A large plan has many such resources, so that reading their other attributes would be slow.
 */
export const selectorAttributesOf = byType<readonly string[]>({
  aws_iam_role_policy: ['name', 'role'],
  aws_security_group_rule: traffic,
  aws_vpc_security_group_egress_rule: traffic,
  aws_vpc_security_group_ingress_rule: traffic,
  github_team_membership: ['team_id', 'username'],
  github_team_repository: ['permission', 'repository', 'team_id'],
});
