import { joined, type Phrase, plural, say, words } from './phrase';
import { byType } from './plan/by-type';
import { idOf } from './plan/id-of';
import type { Change } from './plan/plan';

/** What people call a resource, by its type; the rest are resources. */
const knownNoun = byType<string>({
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
  aws_kms_key: 'key',
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
});

/** `table`; `resource` for what has no noun. */
export const nounOf = (type: string) => knownNoun(type) ?? 'resource';

/** `the table device_power`, `the queues jobs and mails`; what has no noun is called by its address. */
export function namesOf(changes: readonly Named[]): Phrase {
  const nouns = [...new Set(changes.map(({ type }) => knownNoun(type)))];
  return joined(
    nouns.map((noun) => {
      const those = changes.filter(({ type }) => knownNoun(type) === noun);
      if (noun === undefined) return joined(those.map(({ address, beside = [] }) => say`${address}${beside}`));
      const names = joined(those.map((one) => say`${idOf(one)}${one.beside ?? []}`));
      return say`the ${words(those.length > 1 ? plural(noun) : noun)} ${names}`;
    }),
  );
}

interface Named extends Pick<Change, 'type' | 'address'> {
  /** What is said of it alone, behind its name. */
  readonly beside?: Phrase;
}
