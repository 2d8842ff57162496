import { isList, isObject, type Value } from '@himeshima/terraform-json';
import { uniqueNameOf } from '../knowledge/unique-names';
import { counted, say, words } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import type { Change } from '../plan/plan';
import { replacementReason } from '../plan/replacement-reason';
import { byType } from '../plan/type-table';
import { isUnknownAt, textAt } from '../plan/value-at';
import { changedIn } from '../renames';
import { isHarmlessRemoval } from './harmless-removal';
import type { Danger, Rule } from './rule';
import { describeSuccessor } from './successor';
import { type Switch, switchedOff, unlessSet, unlessTrue, whereFalse, whereOneOf } from './switches';

/** Consequence of deleting a resource. Keys are resource types. */
const consequenceOf = byType<string>({
  aws_api_gateway_authorizer: 'methods that use the authorizer reject every call',
  aws_api_gateway_method: 'calls to the method fail',
  aws_api_gateway_rest_api: 'the API is no longer reachable',
  aws_api_gateway_stage: 'the API is no longer reachable',
  aws_apigatewayv2_api: 'the API is no longer reachable',
  aws_apigatewayv2_route: 'calls to the route fail',
  aws_apigatewayv2_stage: 'the API is no longer reachable',
  aws_appsync_graphql_api: 'the API is no longer reachable',
  aws_cloudfront_distribution: 'its content is no longer reachable',
  aws_cloudwatch_event_bus: 'events sent to the bus are rejected',
  aws_cloudwatch_event_rule: 'the targets of the rule are no longer invoked',
  aws_cloudwatch_event_target: 'the target is no longer invoked',
  aws_cloudwatch_log_subscription_filter: 'log events are no longer forwarded',
  aws_cognito_user_pool_client: 'users can no longer sign in through the client',
  aws_dynamodb_kinesis_streaming_destination: 'changes to the table are no longer forwarded',
  aws_iot_topic_rule: 'matching messages are no longer processed',
  aws_iot_topic_rule_destination: 'topic rules that use the destination fail',
  aws_lambda_alias: 'invocations through the alias fail',
  aws_lambda_event_source_mapping: 'records are no longer processed',
  aws_lambda_function: 'invocations fail',
  aws_lambda_function_url: 'the function is no longer reachable through the URL',
  aws_lambda_permission: 'its principal can no longer invoke the function',
  aws_pipes_pipe: 'events are no longer forwarded',
  aws_s3_bucket_notification: 'no receiver is notified of new objects',
  aws_scheduler_schedule: 'the target is no longer invoked',
  aws_scheduler_schedule_group: 'the schedules in the group are also deleted',
  aws_sfn_state_machine: 'running executions are aborted, and new executions cannot start',
  aws_sns_topic_policy: 'services can no longer publish to the topic',
  aws_sqs_queue_policy: 'services can no longer send to the queue',
});

/** Returns whether the deletion of a resource of this type stops requests, events or messages. */
export const deletionStops = (type: string): boolean => consequenceOf(type) !== undefined;

const triggersNothing = 'is disabled: targets are no longer invoked';
const withoutPolicy = (what: string) => unlessSet(['policy'], `no longer has a policy: services can no longer ${what}`);
const throttled = (...block: readonly string[]) =>
  ['throttling_rate_limit', 'throttling_burst_limit'].map((name) =>
    whereOneOf([...block, name], [0], 'rejects every call, because the rate limit is 0'),
  );
const endpointDisabled = whereOneOf(
  ['disable_execute_api_endpoint'],
  [true],
  'is no longer reachable at its default endpoint',
);

// the Kubernetes provider writes the number of replicas as a string
const noPod = whereOneOf(['spec', 'replicas'], ['0', 0], 'no longer runs any pods');

/** Settings that disable a resource without deleting it. Source: Terraform Registry, hashicorp/aws 6.25, hashicorp/kubernetes */
const switchesOf = byType<readonly Switch[]>({
  aws_api_gateway_method_settings: throttled('settings'),
  aws_api_gateway_rest_api: [endpointDisabled],
  aws_api_gateway_usage_plan: [
    whereOneOf(['throttle_settings', 'rate_limit'], [0], 'rejects every call, because the rate limit is 0'),
    whereOneOf(['quota_settings', 'limit'], [0], 'rejects every call, because the quota is 0'),
  ],
  aws_apigatewayv2_api: [endpointDisabled],
  aws_apigatewayv2_stage: throttled('default_route_settings'),
  aws_athena_workgroup: [whereOneOf(['state'], ['DISABLED'], 'is disabled: queries fail')],
  aws_cloudfront_distribution: [whereFalse(['enabled'], 'is disabled: its content is no longer reachable')],
  aws_cloudwatch_event_rule: [
    whereOneOf(['state'], ['DISABLED'], triggersNothing),
    whereFalse(['is_enabled'], triggersNothing),
  ],
  aws_dynamodb_table: [unlessTrue(['stream_enabled'], 'no longer writes changes to a stream')],
  aws_ecs_service: [whereOneOf(['desired_count'], [0], 'no longer runs any tasks')],
  aws_iot_topic_rule: [whereFalse(['enabled'], 'is disabled: matching messages are no longer processed')],
  aws_kms_key: [whereFalse(['is_enabled'], 'is disabled: data encrypted with the key cannot be read')],
  aws_lambda_event_source_mapping: [whereFalse(['enabled'], 'is disabled: records are no longer processed')],
  aws_lambda_function: [
    whereOneOf(['reserved_concurrent_executions'], [0], 'can no longer run, because the reserved concurrency is 0'),
  ],
  aws_pipes_pipe: [whereOneOf(['desired_state'], ['STOPPED'], 'is stopped: events are no longer forwarded')],
  aws_scheduler_schedule: [whereOneOf(['state'], ['DISABLED'], triggersNothing)],
  aws_sns_topic: [withoutPolicy('publish to the topic')],
  aws_sns_topic_policy: [withoutPolicy('publish to the topic')],
  aws_sqs_queue: [withoutPolicy('send to the queue')],
  aws_sqs_queue_policy: [withoutPolicy('send to the queue')],
  kubernetes_deployment: [noPod],
  kubernetes_deployment_v1: [noPod],
});

/** Says when users notice a replacement. */
const whileReplaced = (change: Change): string =>
  isRenamed(change)
    ? 'under the old name'
    : change.createsFirst === true
      ? 'the new one is created first, but where the old one is still used'
      : 'during the replacement';

/** Reports resources that stop working because they are deleted, replaced or disabled. */
export const outage: Rule = (plan) => [
  ...changesOf(plan, 'delete', 'replace').flatMap((change): Danger[] => {
    const without = consequenceOf(change.type);
    if (without === undefined || isHarmlessRemoval(plan, change)) return [];
    const what =
      change.action === 'delete'
        ? say`${change.address} is deleted: ${[without]}${describeSuccessor(plan, change, false)}`
        : say`${change.address} is replaced${replacementReason(change)}: ${[whileReplaced(change)]}, ${[without]}`;
    return [{ kind: 'outage', address: change.address, what }];
  }),
  ...switchedOff(plan, 'outage', switchesOf),
  ...changedIn(plan).flatMap(indexesGone),
  ...changedIn(plan).flatMap((change): Danger[] => {
    if (change.type !== 'aws_s3_bucket_notification') return [];
    const gone = ['lambda_function', 'queue', 'topic'].reduce(
      (sum, name) =>
        isUnknownAt(change, [name])
          ? sum
          : sum + Math.max(0, lengthOf(change.before[name]) - lengthOf(change.after[name])),
      0,
    );
    const isOff = change.before['eventbridge'] === true && change.after['eventbridge'] === false;
    if (gone === 0 && !isOff) return [];
    const receivers = [...(gone > 0 ? [counted(gone, 'receiver')] : []), ...(isOff ? ['EventBridge'] : [])].join(
      ' and ',
    );
    return [
      {
        kind: 'outage',
        address: change.address,
        what: say`${change.address} no longer notifies ${words(receivers)} of new objects`,
      },
    ];
  }),
];

/** Returns whether a replacement gives a resource another name, so that its users have to change. */
const isRenamed = ({ type, replacedBecause }: Change): boolean =>
  replacedBecause.some(([attribute]) => attribute === uniqueNameOf(type)?.attribute);

function indexesGone(change: Change): readonly Danger[] {
  const name = 'global_secondary_index';
  if (change.type !== 'aws_dynamodb_table' || isUnknownAt(change, [name])) return [];
  const [was, is] = [change.before[name], change.after[name]].map((all) =>
    (all !== undefined && isList(all) ? all : []).flatMap((one) =>
      isObject(one) ? (textAt(one, ['name']) ?? []) : [],
    ),
  );
  return (was ?? [])
    .filter((index) => is?.includes(index) !== true)
    .map((index) => ({
      kind: 'outage',
      address: change.address,
      what: say`${change.address} loses its index ${index}: queries on the index fail`,
    }));
}

const lengthOf = (value: Value | undefined) => (value !== undefined && isList(value) ? value.length : 0);
