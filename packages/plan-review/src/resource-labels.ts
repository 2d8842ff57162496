import { joined, type Phrase, plural, say, words } from './phrase';
import type { Change } from './plan/plan';
import { idOf, modulesOf } from './plan/resource-id';
import { byType } from './plan/type-table';

/** Common names of resource types. */
const knownLabel = byType<string>({
  aws_api_gateway_deployment: 'API deployment',
  aws_api_gateway_rest_api: 'API',
  aws_apigatewayv2_api: 'API',
  aws_athena_workgroup: 'workgroup',
  aws_cloudwatch_composite_alarm: 'alarm',
  aws_cloudwatch_event_rule: 'event rule',
  aws_cloudwatch_event_target: 'event target',
  aws_cloudwatch_log_group: 'log group',
  aws_cloudwatch_log_subscription_filter: 'log subscription',
  aws_cloudwatch_metric_alarm: 'alarm',
  aws_cognito_user_pool: 'user pool',
  aws_dynamodb_table: 'table',
  aws_iam_policy: 'policy',
  aws_iam_role: 'role',
  aws_iam_role_policy: 'policy',
  aws_iot_ca_certificate: 'CA certificate',
  aws_iot_certificate: 'certificate',
  aws_iot_policy: 'device policy',
  aws_iot_provisioning_template: 'provisioning template',
  aws_iot_security_profile: 'security profile',
  aws_iot_thing: 'thing',
  aws_iot_thing_group: 'thing group',
  aws_iot_thing_type: 'thing type',
  aws_iot_topic_rule: 'rule',
  aws_kinesis_firehose_delivery_stream: 'delivery stream',
  aws_kinesis_stream: 'stream',
  aws_kms_key: 'KMS key',
  aws_lambda_event_source_mapping: 'event source mapping',
  aws_lambda_function: 'function',
  aws_lambda_permission: 'permission',
  aws_s3_bucket: 'bucket',
  aws_s3_bucket_policy: 'bucket policy',
  aws_scheduler_schedule: 'schedule',
  aws_secretsmanager_secret: 'secret',
  aws_sfn_state_machine: 'workflow',
  aws_sns_topic: 'topic',
  aws_sns_topic_policy: 'topic policy',
  aws_sns_topic_subscription: 'subscription',
  aws_sqs_queue: 'queue',
  aws_sqs_queue_policy: 'queue policy',
  datadog_dashboard: 'dashboard',
  datadog_dashboard_json: 'dashboard',
  datadog_downtime: 'downtime',
  datadog_downtime_schedule: 'downtime',
  datadog_monitor: 'monitor',
  datadog_monitor_json: 'monitor',
  datadog_service_level_objective: 'SLO',
  helm_release: 'Helm release',
  null_resource: 'null resource',
  terraform_data: 'terraform_data resource',
});

/** Common names of further types, which only counts use: the address of such a resource says more than its name. */
const countedLabel = byType<string>({
  aws_alb: 'load balancer',
  aws_ebs_encryption_by_default: 'default of EBS encryption',
  aws_elb: 'classic load balancer',
  aws_lb: 'load balancer',
  aws_s3_bucket_logging: 'S3 bucket logging configuration',
  aws_s3_bucket_server_side_encryption_configuration: 'S3 bucket encryption configuration',
  aws_s3_bucket_versioning: 'S3 bucket versioning configuration',
  aws_vpc_security_group_egress_rule: 'security group egress rule',
  aws_vpc_security_group_ingress_rule: 'security group ingress rule',
  google_compute_address: 'IP address',
  google_compute_disk: 'disk',
  google_compute_firewall: 'firewall rule',
  google_compute_instance: 'VM instance',
  google_compute_network: 'VPC network',
  google_compute_subnetwork: 'subnet',
  modtm_telemetry: 'telemetry resource',
  time_rotating: 'rotation period',
  aws_acm_certificate: 'certificate',
  aws_acm_certificate_validation: 'certificate validation',
  aws_appautoscaling_policy: 'scaling policy',
  aws_appautoscaling_target: 'scaling target',
  aws_iam_openid_connect_provider: 'OIDC provider',
  aws_iam_role_policy_attachment: 'policy attachment',
  aws_route53_record: 'DNS record',
  aws_route53_zone: 'DNS zone',
  aws_secretsmanager_secret_version: 'secret version',
  azurerm_consumption_budget_resource_group: 'budget',
  azurerm_consumption_budget_subscription: 'budget',
  google_cloud_run_service: 'Cloud Run service',
  google_cloud_run_v2_job: 'Cloud Run job',
  google_cloud_run_v2_service: 'Cloud Run service',
  google_secret_manager_secret: 'secret',
  google_secret_manager_secret_version: 'secret version',
  local_file: 'local file',
  proxmox_virtual_environment_vm: 'VM',
  random_id: 'random id',
  random_integer: 'random number',
  random_password: 'random password',
  random_pet: 'random name',
  random_shuffle: 'random order',
  random_string: 'random string',
  random_uuid: 'random UUID',
});

/** Returns the label of a resource type, such as `table`. Returns the words of a type without a label: `key vault secret`. */
export const labelOf = (type: string): string => knownLabel(type) ?? countedLabel(type) ?? wordsOf(type);

/** Returns a type without its provider and version: `deployment` for `kubernetes_deployment_v1`. */
const wordsOf = (type: string): string =>
  /^(?:aws_ec2|ibm_is|oci_core|[a-z0-9]+)_([a-z0-9_]+?)(?:_v\d+)?$/
    .exec(type)?.[1]
    ?.split('_')
    .map((word) => (acronyms.has(word) ? word.toUpperCase() : (longForms.get(word) ?? word)))
    .join(' ') ?? 'resource';

const acronyms: ReadonlySet<string> = new Set(
  'acl ami api asg cdn cidr cors db dhcp dns ebs ec2 ecr ecs efs eks elb emr http https iam ip kms lb mfa mq mssql nat nsg rbac rds s3 ses slo sns sql sqs ssh ssl ssm sso tls url vm vpc vpn waf'.split(
    ' ',
  ),
);
const longForms: ReadonlyMap<string, string> = new Map([
  ['alb', 'load balancer'],
  ['apigatewayv2', 'HTTP API'],
  ['bigquery', 'BigQuery'],
  ['cloudfront', 'CloudFront'],
  ['cloudfunctions', 'cloud'],
  ['cloudfunctions2', 'cloud'],
  ['cloudtrail', 'CloudTrail'],
  ['cloudwatch', 'CloudWatch'],
  ['cognito', 'Cognito'],
  ['codebuild', 'CodeBuild'],
  ['cosmosdb', 'Cosmos DB'],
  ['docdb', 'DocumentDB'],
  ['drg', 'DRG'],
  ['dx', 'Direct Connect'],
  ['dynamodb', 'DynamoDB'],
  ['eip', 'Elastic IP address'],
  ['elasticache', 'ElastiCache'],
  ['eventgrid', 'Event Grid'],
  ['firestore', 'Firestore'],
  ['fsx', 'FSx'],
  ['glue', 'Glue'],
  ['guardduty', 'GuardDuty'],
  ['iot', 'IoT'],
  ['kubernetes', 'Kubernetes'],
  ['linux', 'Linux'],
  ['lustre', 'Lustre'],
  ['mysql', 'MySQL'],
  ['neptune', 'Neptune'],
  ['postgresql', 'PostgreSQL'],
  ['pubsub', 'Pub/Sub'],
  ['redis', 'Redis'],
  ['securityhub', 'Security Hub'],
  ['vcn', 'VCN'],
  ['wafv2', 'WAF'],
  ['windows', 'Windows'],
]);

/**
 * Formats names: `the table device_power`, `the queues jobs and mails`. Uses the addresses of resources without a label, and of those in
 * modules, because a name in a module is not unique.
 */
export function namesOf(changes: readonly LabelledResource[]): Phrase {
  const labelIn = ({ type, address }: LabelledResource) => (modulesOf(address) === '' ? knownLabel(type) : undefined);
  const labels = [...new Set(changes.map(labelIn))];
  return joined(
    labels.map((label) => {
      const those = changes.filter((change) => labelIn(change) === label);
      if (label === undefined) return joined(those.map(({ address, suffix = [] }) => say`${address}${suffix}`));
      const names = joined(those.map((one) => say`${idOf(one)}${one.suffix ?? []}`));
      return say`the ${words(those.length > 1 ? plural(label) : label)} ${names}`;
    }),
  );
}

interface LabelledResource extends Pick<Change, 'type' | 'address'> {
  /** Text to append to the name. */
  readonly suffix?: Phrase;
}
