import { changed, type KnownChanges, made, removed } from './known-change';

const everywhere = ['0.0.0.0/0'];
const ingress = (cidr: readonly string[], port = 22) => ({
  ingress: [
    { from_port: port, to_port: port, protocol: 'tcp', cidr_blocks: cidr, ipv6_cidr_blocks: [], description: '' },
  ],
});
const policy = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
const document = (Action: string, Resource = 'arn:aws:s3:::main/*') => ({
  policy: policy({ Effect: 'Allow', Action, Resource }),
});

/** Source: Terraform Registry, hashicorp/aws 6 */
export const aws: KnownChanges = {
  dangers: [
    made('aws_cloudformation_stack', 'the stack may create administrators', {
      template_url: 'https://shop.s3.amazonaws.com/stack.json',
      capabilities: ['CAPABILITY_NAMED_IAM'],
    }),
    made('aws_eks_access_policy_association', 'a principal administers the cluster', {
      cluster_name: 'shop',
      policy_arn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy',
    }),
    made('aws_eks_access_entry', 'a principal administers the cluster', {
      cluster_name: 'shop',
      kubernetes_groups: ['system:masters'],
    }),
    changed('aws_security_group', 'SSH is open to the internet', ingress(['10.0.0.0/8']), ingress(everywhere)),
    made('aws_security_group', 'a new group opens RDP to the internet', ingress(everywhere, 3389)),
    made('aws_vpc_security_group_ingress_rule', 'opens a port to the internet', {
      cidr_ipv4: '0.0.0.0/0',
      from_port: 5432,
      ip_protocol: 'tcp',
    }),
    changed(
      'aws_db_instance',
      'the database is reachable from the internet',
      { publicly_accessible: false },
      { publicly_accessible: true },
    ),
    made('aws_db_instance', 'a new database is reachable from the internet', {
      publicly_accessible: true,
      storage_encrypted: true,
    }),
    changed('aws_db_instance', 'backups are disabled', { backup_retention_period: 14 }, { backup_retention_period: 0 }),
    changed('aws_db_instance', 'loses its standby', { multi_az: true }, { multi_az: false }),
    changed(
      'aws_rds_cluster',
      'loses deletion protection',
      { deletion_protection: true },
      { deletion_protection: false },
    ),
    removed('aws_db_instance', 'the database is lost', { skip_final_snapshot: true }),
    removed('aws_route53_zone', 'all names in the zone stop resolving'),
    removed('aws_route53_record', 'the name stops resolving', { type: 'A' }),
    removed('aws_subnet', 'resources in the subnet lose their network'),
    removed('aws_nat_gateway', 'private subnets lose access to the internet'),
    removed('aws_vpn_connection', 'the remote site loses its connection'),
    removed('aws_iam_role', 'services that assume the role fail'),
    removed('aws_eks_cluster', 'the cluster and its workloads are lost'),
    changed('aws_iam_role_policy', 'grants all actions', document('s3:GetObject'), document('*', '*')),
    made('aws_iam_role_policy_attachment', 'grants administrator rights', {
      role: 'app',
      policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    }),
    made('aws_iam_policy', 'a new policy grants all actions', document('*', '*')),
    made('aws_s3_bucket_policy', 'anyone can read the bucket', {
      policy: policy({ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::main/*' }),
    }),
    changed('aws_ebs_volume', 'is no longer encrypted', { encrypted: true }, { encrypted: false }),
    changed(
      'aws_elasticache_replication_group',
      'traffic is no longer encrypted',
      { transit_encryption_enabled: true },
      { transit_encryption_enabled: false },
    ),
    changed('aws_lb_listener', 'accepts plain HTTP', { protocol: 'HTTPS', port: 443 }, { protocol: 'HTTP', port: 443 }),
    changed(
      'aws_autoscaling_group',
      'can scale to zero instances',
      { min_size: 4, max_size: 8, desired_capacity: 4 },
      { min_size: 0, max_size: 1, desired_capacity: 1 },
    ),
    changed('aws_ecs_service', 'loses half of its tasks', { desired_count: 6 }, { desired_count: 2 }),
    changed(
      'aws_eks_cluster',
      'the API server is reachable from any address',
      { vpc_config: [{ endpoint_public_access: true, public_access_cidrs: ['203.0.113.0/24'] }] },
      { vpc_config: [{ endpoint_public_access: true, public_access_cidrs: everywhere }] },
    ),
    changed('aws_cloudtrail', 'API calls are no longer recorded', { enable_logging: true }, { enable_logging: false }),
    changed(
      'aws_instance',
      'accepts metadata requests without a token',
      { metadata_options: [{ http_tokens: 'required' }] },
      { metadata_options: [{ http_tokens: 'optional' }] },
    ),
    changed(
      'aws_ecr_repository',
      'images are no longer scanned',
      { image_scanning_configuration: [{ scan_on_push: true }] },
      { image_scanning_configuration: [{ scan_on_push: false }] },
    ),
    changed(
      'aws_wafv2_web_acl',
      'a group of rules only counts requests',
      { rule: [{ name: 'common', override_action: [{ none: [{}], count: [] }] }] },
      { rule: [{ name: 'common', override_action: [{ none: [], count: [{}] }] }] },
    ),
    changed(
      'aws_wafregional_web_acl',
      'a rule only counts requests',
      { rule: [{ priority: 1, action: [{ type: 'BLOCK' }] }] },
      { rule: [{ priority: 1, action: [{ type: 'COUNT' }] }] },
    ),
    changed(
      'aws_elb',
      'a port no longer accepts connections',
      { listener: [{ lb_port: 443 }, { lb_port: 8443 }] },
      { listener: [{ lb_port: 443 }] },
    ),
    removed('aws_wafv2_web_acl_association', 'requests are no longer filtered', {
      web_acl_arn: 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/a/b',
    }),
  ],
  harmless: [
    changed(
      'aws_cloudwatch_log_group',
      'logs are kept indefinitely',
      { retention_in_days: 365 },
      { retention_in_days: 0 },
    ),
    made('aws_subnet', 'a new public subnet', { cidr_block: '10.0.1.0/24', map_public_ip_on_launch: true }),
    made('aws_cloudfront_distribution', 'a new distribution that never restricted access by country', {
      restrictions: [{ geo_restriction: [{ locations: [], restriction_type: 'none' }] }],
      viewer_certificate: [
        {
          acm_certificate_arn: 'arn:aws:acm:us-east-1:111122223333:certificate/a',
          minimum_protocol_version: 'TLSv1.2_2021',
        },
      ],
    }),
    changed(
      'aws_security_group',
      'only the description changes',
      { ...ingress(['10.0.0.0/8']), tags: { a: '1' } },
      { ...ingress(['10.0.0.0/8']), tags: { a: '2' } },
    ),
    changed('aws_db_instance', 'more backups', { backup_retention_period: 7 }, { backup_retention_period: 14 }),
    changed('aws_db_instance', 'more storage', { allocated_storage: 100 }, { allocated_storage: 200 }),
    changed('aws_ecs_service', 'more tasks', { desired_count: 2 }, { desired_count: 4 }),
    changed(
      'aws_rds_cluster',
      'gains deletion protection',
      { deletion_protection: false },
      { deletion_protection: true },
    ),
    made('aws_s3_bucket', 'an empty private bucket', { bucket: 'main', force_destroy: false }),
    made('aws_cloudwatch_log_group', 'a new log group', { retention_in_days: 30 }),
    changed('aws_iam_role_policy', 'the policy is only reordered', document('s3:GetObject'), {
      policy: policy({ Resource: 'arn:aws:s3:::main/*', Action: ['s3:GetObject'], Effect: 'Allow' }),
    }),
  ],
};
