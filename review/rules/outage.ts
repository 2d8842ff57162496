import { isList, isObject, type Value } from '../../lib/terraform';
import { counted, say, words } from '../phrase';
import { byType } from '../plan/by-type';
import { changesOf } from '../plan/changes-of';
import type { Change } from '../plan/plan';
import { isUnknownAt, textAt } from '../plan/value-at';
import { changedIn, renamedTo } from '../renames';
import type { Danger, Rule } from './rule';
import { type Switch, switchedOff, unlessSet, unlessTrue, whereFalse, whereOneOf } from './switches';

/** What stands still without the resource, by its type. */
const carriesOf = byType<string>({
  aws_api_gateway_authorizer: 'methods that ask it refuse everybody',
  aws_api_gateway_method: 'whoever calls it gets an error',
  aws_api_gateway_rest_api: 'nobody reaches the API any more',
  aws_api_gateway_stage: 'nobody reaches the API any more',
  aws_apigatewayv2_api: 'nobody reaches the API any more',
  aws_apigatewayv2_route: 'whoever calls it gets an error',
  aws_apigatewayv2_stage: 'nobody reaches the API any more',
  aws_appsync_graphql_api: 'nobody reaches the API any more',
  aws_cloudfront_distribution: 'nobody reaches what it served',
  aws_cloudwatch_event_bus: 'events that are sent to it are refused',
  aws_cloudwatch_event_rule: 'its schedule or its events set off nothing any more',
  aws_cloudwatch_event_target: 'what it set off stands still',
  aws_cloudwatch_log_subscription_filter: 'log lines are not handed on any more',
  aws_cognito_user_pool_client: 'nobody logs in by it any more',
  aws_dynamodb_kinesis_streaming_destination: 'changes of the table are not handed on any more',
  aws_iot_topic_rule: 'messages that it matched go nowhere',
  aws_iot_topic_rule_destination: 'rules that send to it fail',
  aws_lambda_alias: 'whoever invokes the function by it fails',
  aws_lambda_event_source_mapping: 'records are not processed any more',
  aws_lambda_function: 'whoever invokes it fails',
  aws_lambda_function_url: 'nobody reaches the function by it any more',
  aws_lambda_permission: 'whoever invokes the function by it is refused',
  aws_pipes_pipe: 'what it moved stays where it is',
  aws_s3_bucket_notification: 'objects that arrive set off nothing any more',
  aws_scheduler_schedule: 'its schedule sets off nothing any more',
  aws_scheduler_schedule_group: 'its schedules go with it',
  aws_sfn_state_machine: 'executions under way end, and nobody can start one',
  aws_sns_topic_policy: 'services that publish to the topic are refused',
  aws_sqs_queue_policy: 'services that send to the queue are refused',
});

const setsOffNothing = 'is disabled: it sets off nothing any more';
const refused = (what: string) => unlessSet(['policy'], `has no policy any more: services that ${what} are refused`);
const throttled = (...block: readonly string[]) =>
  ['throttling_rate_limit', 'throttling_burst_limit'].map((name) =>
    whereOneOf([...block, name], [0], 'lets no call through: its limit is 0'),
  );
const hidden = whereOneOf(['disable_execute_api_endpoint'], [true], 'is not reached by its own name any more');

// its provider writes the number as a text
const noPod = whereOneOf(['spec', 'replicas'], ['0', 0], 'runs no pod any more');

/** What can be switched off while it stays. Terraform Registry, hashicorp/aws 6.25, and hashicorp/kubernetes */
const switchesOf = byType<readonly Switch[]>({
  aws_api_gateway_method_settings: throttled('settings'),
  aws_api_gateway_rest_api: [hidden],
  aws_api_gateway_usage_plan: [
    whereOneOf(['throttle_settings', 'rate_limit'], [0], 'lets no call through: its limit is 0'),
    whereOneOf(['quota_settings', 'limit'], [0], 'lets no call through: its quota is 0'),
  ],
  aws_apigatewayv2_api: [hidden],
  aws_apigatewayv2_stage: throttled('default_route_settings'),
  aws_athena_workgroup: [whereOneOf(['state'], ['DISABLED'], 'is disabled: nobody can query by it')],
  aws_cloudfront_distribution: [whereFalse(['enabled'], 'is disabled: nobody reaches what it served')],
  aws_cloudwatch_event_rule: [
    whereOneOf(['state'], ['DISABLED'], setsOffNothing),
    whereFalse(['is_enabled'], setsOffNothing),
  ],
  aws_dynamodb_table: [unlessTrue(['stream_enabled'], 'does not hand on its changes any more')],
  aws_ecs_service: [whereOneOf(['desired_count'], [0], 'runs no task any more')],
  aws_iot_topic_rule: [whereFalse(['enabled'], 'is disabled: messages that it matched go nowhere')],
  aws_kms_key: [whereFalse(['is_enabled'], 'is disabled: data encrypted with it cannot be read')],
  aws_lambda_event_source_mapping: [whereFalse(['enabled'], 'is disabled: records are not processed any more')],
  aws_lambda_function: [
    whereOneOf(['reserved_concurrent_executions'], [0], 'may not run at all: its concurrency is 0'),
  ],
  aws_pipes_pipe: [whereOneOf(['desired_state'], ['STOPPED'], 'is stopped: what it moved stays where it is')],
  aws_scheduler_schedule: [whereOneOf(['state'], ['DISABLED'], setsOffNothing)],
  aws_sns_topic: [refused('publish to the topic')],
  aws_sns_topic_policy: [refused('publish to the topic')],
  aws_sqs_queue: [refused('send to the queue')],
  aws_sqs_queue_policy: [refused('send to the queue')],
  kubernetes_deployment: [noPod],
  kubernetes_deployment_v1: [noPod],
});

/** Something that worked stands still. */
export const outage: Rule = (plan) => [
  ...changesOf(plan, 'delete', 'replace').flatMap((change): Danger[] => {
    const without = carriesOf(change.type);
    if (without === undefined) return [];
    const next = renamedTo(plan, change);
    const what =
      next !== undefined
        ? say`${change.address} is deleted: ${[without]}; ${next.address}, which looks like a rename of it, is created`
        : change.action === 'delete'
          ? say`${change.address} is deleted: ${[without]}`
          : say`${change.address} is replaced: until it is there again, ${[without]}`;
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
    const whom = [...(gone > 0 ? [counted(gone, 'receiver')] : []), ...(isOff ? ['EventBridge'] : [])].join(' and ');
    return [
      {
        kind: 'outage',
        address: change.address,
        what: say`${change.address} tells ${words(whom)} less of objects that arrive`,
      },
    ];
  }),
];

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
      what: say`${change.address} loses its index ${index}: who asks by it gets an error`,
    }));
}

const lengthOf = (value: Value | undefined) => (value !== undefined && isList(value) ? value.length : 0);
