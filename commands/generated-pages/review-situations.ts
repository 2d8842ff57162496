import { planOfStacks } from '@himeshima/plan-review';
import type { Value } from '@himeshima/terraform-json';
import { removeResource, renameResource, replaceValue, textIn, valueIn } from './edit-stack';

/** An example change: its title and its plan. */
export interface Situation {
  readonly title: string;
  /** Pattern that the first lines of the note must match. */
  readonly names: RegExp;
  /** Returns the JSON of the change's plan. @param stack the synthesized stack without the change */
  plan(stack: Value): object;
}

const monitor = (attribute: string, id = 'states_executions_failed') => ['resource', 'datadog_monitor', id, attribute];
const dashboard = ['resource', 'datadog_dashboard_json', 'himeshima', 'dashboard'];
const table = ['resource', 'aws_dynamodb_table', 'device_power'];
const devicePolicy = ['resource', 'aws_iot_policy', 'device', 'policy'];

/** Returns the plan that turns a stack into a changed stack. */
const change = (stack: Value, changed: Value, more: object = {}): object => ({
  ...planOfStacks(stackOf(stack), stackOf(changed)),
  ...more,
});
const stackOf = (json: Value) => ({ json, hashOf: () => undefined });

/** Example changes, one for each kind of finding. */
export const situations: readonly Situation[] = [
  {
    title: 'A threshold is raised',
    names: /states_executions_failed.*alerts at 3 instead of 1 in 5 minutes/,
    plan(stack) {
      const query = textIn(stack, monitor('query')).replace(/1$/, '3');
      // the dashboard also contains the threshold
      const shown = textIn(stack, dashboard).replace(/(executions_failed\{.*?)y = 1(.*?)page 1/, '$1y = 3$2page 3');
      const loosened = replaceValue(replaceValue(stack, monitor('query'), query), dashboard, shown);
      return change(stack, replaceValue(loosened, monitor('monitor_thresholds'), { critical: '3' }));
    },
  },
  {
    title: 'The SQL of a rule changes',
    names: /Messages ignored: `aws_iot_topic_rule.power_on`: the WHERE clause is narrowed/,
    plan(stack) {
      const sql = ['resource', 'aws_iot_topic_rule', 'power_on', 'sql'];
      return change(stack, replaceValue(stack, sql, `${textIn(stack, sql)} AND state.reported.brightness > 10`));
    },
  },
  {
    title: 'The id of a construct changes',
    names: /^### 🔴 `dev` · Data loss: `aws_dynamodb_table\.device_power` is deleted\./,
    plan: (stack) => change(stack, renameResource(stack, ['aws_dynamodb_table', 'device_power'], 'power_of_devices')),
  },
  {
    title: 'The id and the physical name of a construct change',
    names: /^### 🔴 `dev` · Data loss: `aws_dynamodb_table\.device_power` is deleted\./,
    plan(stack) {
      const other = renameResource(stack, ['aws_dynamodb_table', 'device_power'], 'power_of_devices');
      const name = ['resource', 'aws_dynamodb_table', 'power_of_devices', 'name'];
      return change(stack, replaceValue(other, name, 'power-of-devices'));
    },
  },
  {
    title: 'A rule forwards fewer fields, and a schedule runs less often',
    names: /^### 🟠 `dev` · Outage: .*timer_event_schedule` runs less often.*; messages changed: /,
    plan(stack) {
      const sql = ['resource', 'aws_iot_topic_rule', 'power_on', 'sql'];
      const schedule = ['resource', 'aws_cloudwatch_event_rule', 'timer_event_schedule', 'schedule_expression'];
      const less = replaceValue(stack, sql, textIn(stack, sql).replace(', topic(3) AS thing', ''));
      return change(stack, replaceValue(less, schedule, 'cron(0 17 1 * ? *)'));
    },
  },
  {
    title: 'A function times out sooner',
    names: /Outage: `aws_lambda_function.power_on` times out after 1 second instead of 10\./,
    plan: (stack) => change(stack, replaceValue(stack, ['resource', 'aws_lambda_function', 'power_on', 'timeout'], 1)),
  },
  {
    title: 'A paging rule gets a stricter condition',
    names: /Weaker alerting: `aws_iot_topic_rule.too_hot`: the WHERE clause is narrowed/,
    plan(stack) {
      const sql = ['resource', 'aws_iot_topic_rule', 'too_hot', 'sql'];
      return change(stack, replaceValue(stack, sql, textIn(stack, sql).replace('>= 60', '>= 6000')));
    },
  },
  {
    title: 'The id and name of a protected table change',
    names: /Cannot be applied: `aws_dynamodb_table.device_power` is protected/,
    plan(stack) {
      const before = replaceValue(stack, [...table, 'deletion_protection_enabled'], true);
      const other = renameResource(before, ['aws_dynamodb_table', 'device_power'], 'power_of_devices');
      const name = ['resource', 'aws_dynamodb_table', 'power_of_devices', 'name'];
      return change(before, replaceValue(other, name, 'power-of-devices'));
    },
  },
  {
    title: 'A device policy is widened',
    names: /devices with `aws_iot_policy.device` can now publish to every topic/,
    plan(stack) {
      const policy = textIn(stack, devicePolicy);
      const arn = /"(arn:aws:iot:[^"]*:)topic\//.exec(policy)?.[1] ?? '';
      const anything = `{"Sid":"Anything","Effect":"Allow","Action":"iot:Publish","Resource":"${arn}topic/*"}`;
      return change(
        stack,
        replaceValue(stack, devicePolicy, policy.replace('"Statement":[', `"Statement":[${anything},`)),
      );
    },
  },
  {
    title: 'An API operation requires a different scope',
    names:
      /Broader access: .*`PUT \/devices\/\{thing\}\/owner` can now be called with the scope `himeshima\/read` instead/,
    plan(stack) {
      const body = ['resource', 'aws_api_gateway_rest_api', 'rest_api', 'body'];
      return change(stack, replaceValue(stack, body, textIn(stack, body).replace('himeshima/admin', 'himeshima/read')));
    },
  },
  {
    title: 'A policy is reformatted',
    names: /Changes the device policy `device` \(formatting only\)\.$/m,
    plan(stack) {
      const { Statement, ...rest } = JSON.parse(textIn(stack, devicePolicy));
      return change(
        stack,
        replaceValue(stack, devicePolicy, JSON.stringify({ ...rest, Statement: Statement.reverse() })),
      );
    },
  },
  {
    title: 'The ids of a rule and its related resources change',
    names:
      /^### 🟠 `dev` · Outage: .* is deleted\.\n[\s\S]*^Also deletes the permission .*; creates 1 rule, 1 role, 1 policy and 1 permission\.$/m,
    plan(stack) {
      const ids = [
        ['aws_iot_topic_rule', 'power_on'],
        ['aws_iam_role', 'power_on_rule_role'],
        ['aws_iam_role_policy', 'power_on_rule_role_policy'],
        ['aws_lambda_permission', 'power_on_rule_invokes_power_on'],
      ] as const;
      const other = ids.reduce((tree, id) => renameResource(tree, id, id[1].replace('power_on', 'power_is_on')), stack);
      return change(
        stack,
        replaceValue(other, ['resource', 'aws_iot_topic_rule', 'power_is_on', 'name'], 'power_is_on'),
      );
    },
  },
  {
    title: 'A stream is replaced',
    names: /Data loss: `aws_kinesis_stream\.telemetry_stream` is replaced because `name` changes/,
    plan: (stack) =>
      change(
        stack,
        replaceValue(stack, ['resource', 'aws_kinesis_stream', 'telemetry_stream', 'name'], 'measurements'),
      ),
  },
  {
    title: 'Two functions were changed outside Terraform',
    names:
      /Outage: .* times out after 10 seconds instead of 60 \(the same applies to `aws_lambda_function\.power_on`\)/,
    plan(stack) {
      const driftOf = (name: string) => ({
        address: `aws_lambda_function.${name}`,
        mode: 'managed',
        type: 'aws_lambda_function',
        name,
        change: {
          actions: ['update'],
          before: { timeout: 10, memory_size: 256 },
          after: { timeout: 60, memory_size: 256 },
        },
      });
      const names = ['power_on', 'power_confirm'];
      const found = names.reduce(
        (tree, name) => replaceValue(tree, ['resource', 'aws_lambda_function', name, 'timeout'], 60),
        stack,
      );
      return change(found, stack, { resource_drift: names.map(driftOf) });
    },
  },
  {
    title: 'An existing resource is imported',
    names: /Imports the queue `jobs`/,
    plan: (stack) => ({
      ...change(stack, stack),
      resource_changes: [
        {
          address: 'aws_sqs_queue.jobs',
          mode: 'managed',
          type: 'aws_sqs_queue',
          name: 'jobs',
          change: { actions: ['no-op'], before: { name: 'jobs' }, after: { name: 'jobs' }, importing: { id: 'jobs' } },
        },
      ],
    }),
  },
  {
    title: 'A plan failed',
    names: /This plan cannot be applied/,
    plan: (stack) => change(stack, removeResource(stack, ['aws_sqs_queue', 'rule_errors']), { errored: true }),
  },
  {
    title: 'A monitor is deleted, and another monitor notifies a different channel',
    names: /Weaker alerting/,
    plan(stack) {
      const message = textIn(stack, monitor('message')).replaceAll('@slack-iot-oncall', '@slack-iot-quiet');
      return change(
        stack,
        removeResource(replaceValue(stack, monitor('message'), message), ['datadog_monitor', 'api_errors']),
      );
    },
  },
  {
    title: 'The reserved concurrency of a function becomes 0, and a trigger is disabled',
    names: /Outage/,
    plan(stack) {
      const concurrency = ['resource', 'aws_lambda_function', 'power_on', 'reserved_concurrent_executions'];
      const trigger = ['resource', 'aws_lambda_event_source_mapping', 'telemetry_records', 'enabled'];
      // the attribute is optional, so set it explicitly before the change
      const before = replaceValue(stack, trigger, true);
      return change(before, replaceValue(replaceValue(before, concurrency, 0), trigger, false));
    },
  },
  {
    title: 'Data is kept for less time and with less protection',
    names: /Data loss/,
    plan(stack) {
      const retention = ['resource', 'aws_cloudwatch_log_group', 'api_logs', 'retention_in_days'];
      const recovery = ['resource', 'aws_dynamodb_table', 'readings', 'point_in_time_recovery'];
      return change(stack, replaceValue(replaceValue(stack, retention, 1), recovery, { enabled: false }));
    },
  },
  {
    title: 'Devices lose permissions',
    names: /Broader access: .*; devices cut off: /,
    plan(stack) {
      const policy = textIn(stack, devicePolicy);
      return change(stack, replaceValue(stack, devicePolicy, policy.replaceAll('/shadow/', '/shadow/name/')));
    },
  },
  {
    title: 'A role can be assumed by another account',
    names: /Broader access: `aws_iam_role.power_on_role` can now be assumed by the account `999900001111`/,
    plan(stack) {
      const trust = ['resource', 'aws_iam_role', 'power_on_role', 'assume_role_policy'];
      const other = '{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"arn:aws:iam::999900001111:root"}}';
      return change(
        stack,
        replaceValue(stack, trust, textIn(stack, trust).replace('"Statement":[', `"Statement":[${other},`)),
      );
    },
  },
  {
    title: 'A monitor covers fewer resources',
    names: /Weaker alerting: `states_executions_failed` watches only `environment:prod` instead of `\*`/,
    plan: (stack) =>
      change(
        stack,
        replaceValue(stack, monitor('query'), textIn(stack, monitor('query')).replace('{*}', '{environment:prod}')),
      ),
  },
  {
    title: 'A Device Defender threshold is raised, and fewer log lines are forwarded',
    names: /forwards `\?REPORT` instead of `\?ERROR \?REPORT`.*; weaker alerting: /,
    plan(stack) {
      const profile = ['resource', 'aws_cloudcontrolapi_resource', 'every_device', 'desired_state'];
      const loose = replaceValue(stack, profile, textIn(stack, profile).replace(/"Count":"5"/, '"Count":"500"'));
      const filter = ['resource', 'aws_cloudwatch_log_subscription_filter', 'errors_and_reports_api', 'filter_pattern'];
      return change(stack, replaceValue(loose, filter, '?REPORT'));
    },
  },
  {
    title: 'Archived objects expire sooner',
    names: /Data loss: .*archive_lifecycle`, rule `expire`, keeps objects for 7 days instead of 90 days/,
    plan(stack) {
      const rules = ['resource', 'aws_s3_bucket_lifecycle_configuration', 'archive_lifecycle', 'rule'];
      const sooner = JSON.stringify(valueIn(stack, rules)).replace('"days":90', '"days":7');
      return change(stack, replaceValue(stack, rules, JSON.parse(sooner)));
    },
  },
  {
    title: 'A change adds a policy check finding and resolves another finding',
    names: /no longer has an error action/,
    plan(stack) {
      const untagged = replaceValue(stack, monitor('tags'), []);
      const changed = replaceValue(stack, ['resource', 'aws_iot_topic_rule', 'power_on', 'error_action'], null);
      return change(untagged, changed);
    },
  },
  {
    title: 'A storage account in Azure allows public containers',
    names: /🟠 .*Exposure: `azurerm_storage_account\.files` allows containers to be made public/,
    plan(stack) {
      const account = ['resource', 'azurerm_storage_account', 'files'];
      const before = replaceValue(stack, account, { name: 'files', allow_nested_items_to_be_public: false });
      return change(before, replaceValue(before, [...account, 'allow_nested_items_to_be_public'], true));
    },
  },
  {
    title: 'A Helm release runs fewer pods and is reachable from outside the cluster',
    names: /🟠 .*Exposure: `helm_release\.shop` is reachable from outside the cluster; outage: /,
    plan(stack) {
      const release = ['resource', 'helm_release', 'shop'];
      const values = (replicas: number, type: string) => [`replicaCount: ${replicas}\nservice:\n  type: ${type}\n`];
      const before = replaceValue(stack, release, { name: 'shop', chart: 'web', values: values(6, 'ClusterIP') });
      return change(before, replaceValue(before, [...release, 'values'], values(2, 'LoadBalancer')));
    },
  },
  {
    title: 'A resource of a type without rules is created',
    names: /🟡 `dev` · Creates `okta_app\.shop`: `label` = `shop`\. 1 change is not judged\.$/m,
    plan: (stack) => change(stack, replaceValue(stack, ['resource', 'okta_app', 'shop'], { label: 'shop' })),
  },
];
