/**
 * Resource types whose values matter even if they do not change, because they select or guard other resources. For example,
 * notification rules select monitors by tag, a public access block decides whether an ACL makes a bucket public,
 * a security group and its rules decide who can reach an instance, the teams of a person decide whether access remains, an API deployment decides whether changed methods are live, an Elastic IP address
 * whether a machine keeps its address, and a listener whether a load balancer accepts HTTPS.
 */
export const selectorTypes: ReadonlySet<string> = new Set([
  'aws_alb_listener',
  'aws_api_gateway_deployment',
  'aws_eip',
  'aws_eip_association',
  'aws_iam_role_policy',
  'aws_lb_listener',
  'aws_s3_bucket_public_access_block',
  'aws_security_group',
  'aws_security_group_rule',
  'aws_vpc_security_group_egress_rule',
  'aws_vpc_security_group_ingress_rule',
  'azurerm_storage_account',
  'datadog_downtime_schedule',
  'datadog_monitor_notification_rule',
  'github_team_membership',
  'github_team_repository',
  'google_storage_bucket',
]);
