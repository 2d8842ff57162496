import { byType } from '../plan/type-table';

/** Resources whose deletion the cloud rejects as long as others use them. */
interface BlockedDeletion {
  /** Attributes that identify the resource. */
  readonly identities: readonly string[];
  /** Paths of the attributes that refer to the resource, by the types of its users. */
  readonly users: readonly (readonly [types: RegExp, ...paths: readonly string[]])[];
  /** Whether users are parts of the resource, so that it contains them. */
  readonly contains?: true;
  /** Attribute that lets the provider remove the users first. */
  readonly unless?: string;
}

const subnets = ['subnet_id', 'subnet_ids', 'subnets', 'vpc_config.subnet_ids'] as const;

/**
 * Types whose deletion is rejected while they are in use. Sources: Amazon VPC user guide, "Delete your VPC"; Amazon EC2 API reference,
 * error DependencyViolation; AWS IAM API reference, error DeleteConflict; AWS Certificate Manager API reference, DeleteCertificate; AWS IoT
 * API reference, DeletePolicy, DeleteThing and DeleteRoleAlias; Terraform Registry, hashicorp/azurerm 4, features block
 * (`prevent_deletion_if_contains_resources`); Azure Virtual Network and Google Cloud VPC documentation
 */
const blocked: Readonly<Record<string, BlockedDeletion>> = {
  aws_acm_certificate: {
    identities: ['arn'],
    users: [
      [/^aws_(?:a?lb|alb)_listener(?:_certificate)?$/, 'certificate_arn'],
      [/^aws_cloudfront_distribution$/, 'viewer_certificate.acm_certificate_arn'],
      [/^aws_api_gateway_domain_name$/, 'certificate_arn', 'regional_certificate_arn'],
      [/^aws_apigatewayv2_domain_name$/, 'domain_name_configuration.certificate_arn'],
      [/^aws_iot_domain_configuration$/, 'server_certificate_arns'],
    ],
  },
  aws_db_parameter_group: { identities: ['id', 'name'], users: [[/^aws_db_instance$/, 'parameter_group_name']] },
  aws_db_subnet_group: {
    identities: ['id', 'name'],
    users: [[/^aws_(?:db_instance|rds_cluster)$/, 'db_subnet_group_name']],
  },
  aws_ecs_cluster: { identities: ['id', 'arn', 'name'], users: [[/^aws_ecs_service$/, 'cluster']], contains: true },
  aws_eip: { identities: ['id', 'allocation_id'], users: [[/^aws_nat_gateway$/, 'allocation_id']] },
  aws_iam_policy: {
    identities: ['arn'],
    users: [[/^aws_iam_(?:role|user|group)_policy_attachment$/, 'policy_arn']],
  },
  aws_iam_role: {
    identities: ['id', 'name'],
    users: [[/^aws_iam_role_policy_attachment$/, 'role']],
    unless: 'force_detach_policies',
  },
  aws_iot_policy: { identities: ['id', 'name'], users: [[/^aws_iot_policy_attachment$/, 'policy']] },
  aws_iot_thing: { identities: ['id', 'name'], users: [[/^aws_iot_thing_principal_attachment$/, 'thing']] },
  aws_lb_target_group: {
    identities: ['arn'],
    users: [[/^aws_(?:lb|alb)_listener(?:_rule)?$/, 'default_action.target_group_arn', 'action.target_group_arn']],
  },
  aws_security_group: {
    identities: ['id'],
    users: [
      [
        /^aws_(?:instance|a?lb|elb|db_instance|rds_cluster|network_interface|elasticache_\w+|lambda_function|vpc_endpoint|efs_mount_target|launch_configuration)$/,
        'vpc_security_group_ids',
        'security_groups',
        'security_group_ids',
        'vpc_config.security_group_ids',
      ],
      [/^aws_ecs_service$/, 'network_configuration.security_groups'],
      [/^aws_security_group$/, 'ingress.security_groups', 'egress.security_groups'],
      [/^aws_security_group_rule$/, 'source_security_group_id'],
      [/^aws_vpc_security_group_(?:egress|ingress)_rule$/, 'referenced_security_group_id'],
    ],
  },
  aws_subnet: {
    identities: ['id'],
    users: [
      [
        /^aws_(?:instance|nat_gateway|network_interface|a?lb|efs_mount_target|lambda_function|eks_cluster)$/,
        ...subnets,
      ],
      [/^aws_ecs_service$/, 'network_configuration.subnets'],
    ],
    contains: true,
  },
  aws_vpc: {
    identities: ['id'],
    users: [
      [
        /^aws_(?:subnet|internet_gateway|egress_only_internet_gateway|security_group|route_table|network_acl|vpc_endpoint|a?lb)$/,
        'vpc_id',
      ],
    ],
    contains: true,
  },
  azurerm_public_ip: {
    identities: ['id'],
    users: [
      [/^azurerm_network_interface$/, 'ip_configuration.public_ip_address_id'],
      [/^azurerm_(?:lb|application_gateway)$/, 'frontend_ip_configuration.public_ip_address_id'],
    ],
  },
  azurerm_resource_group: {
    identities: ['name'],
    users: [[/^azurerm_(?!resource_group)/, 'resource_group_name']],
    contains: true,
  },
  azurerm_service_plan: {
    identities: ['id'],
    users: [[/^azurerm_(?:linux|windows)_(?:function_app|web_app)$/, 'service_plan_id']],
    contains: true,
  },
  azurerm_subnet: {
    identities: ['id'],
    users: [
      [/^azurerm_network_interface$/, 'ip_configuration.subnet_id'],
      [/^azurerm_(?:private_endpoint|bastion_host|application_gateway)$/, 'subnet_id', 'ip_configuration.subnet_id'],
    ],
    contains: true,
  },
  google_compute_network: {
    identities: ['id', 'self_link'],
    users: [[/^google_compute_(?:subnetwork|firewall|router)$/, 'network']],
  },
  google_compute_subnetwork: {
    identities: ['id', 'self_link'],
    users: [[/^google_compute_instance$/, 'network_interface.subnetwork']],
    contains: true,
  },
};

/** Returns whether a type is only identified by ids that are unique everywhere, and not by names that another account may use, too. */
export const isBlockedById = (type: string): boolean =>
  blockedDeletionOf(type)?.identities.every((identity) => identity !== 'name') === true;

/** Returns which users prevent the deletion of a resource of this type. Undefined if the cloud deletes resources that are in use. */
export const blockedDeletionOf = byType(blocked);
