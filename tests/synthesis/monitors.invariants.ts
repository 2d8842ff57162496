import { existsSync } from 'node:fs';
import { ownMetrics } from '../../contracts/metrics';
import {
  catalogue,
  handlesIn,
  type MonitorDefinition,
  parseMetricQuery,
  readTerraformMonitor,
  seriesIn,
  validate,
} from '../../lib/datadog';
import { monitors } from '../../monitors/monitors';
import { at, ofType, type Synthesized, textAt } from './synthesized';

/** The metric that matters most of each type of resource: a monitor of every such resource looks at it. */
const watchedBy: Readonly<Record<string, readonly string[]>> = {
  aws_cloudwatch_log_subscription_filter: ['aws.logs.delivery_errors'],
  aws_dynamodb_table: ['aws.dynamodb.throttled_requests'],
  aws_iot_policy: ['aws.iot.connect_auth_error'],
  aws_iot_topic_rule: ['aws.iot.failure', 'aws.iot.error_action_failure'],
  aws_kinesis_stream: [
    'aws.kinesis.get_records_iterator_age_milliseconds.maximum',
    'aws.kinesis.write_provisioned_throughput_exceeded',
  ],
  aws_lambda_event_source_mapping: ['aws.lambda.iterator_age.maximum'],
  aws_lambda_function: ['aws.lambda.errors', 'aws.lambda.throttles'],
  aws_sfn_state_machine: ['aws.states.executions_failed'],
  aws_sns_topic: ['aws.sns.number_of_notifications_failed'],
  aws_sqs_queue: ['aws.sqs.approximate_number_of_messages_visible'],
};

/** Types that have no behaviour of their own, or whose failures show in one of the above. */
const unwatched =
  /^(aws_iam_|aws_kms_|aws_s3_|aws_iot_(thing|certificate|policy_attachment)|aws_lambda_(permission|function_event_invoke_config)|aws_cloudwatch_log_group$|aws_sns_topic_subscription$|datadog_)/;

/** What holds for every monitor, and for every resource that wants one. */
export function monitorInvariants(the: () => Synthesized): void {
  const blocks = () => ofType(the(), 'datadog_monitor');
  const definitions = (): readonly MonitorDefinition[] =>
    blocks().map(({ attributes }) => readTerraformMonitor(attributes));

  test('every resource is watched by a monitor that sees all of its kind', () => {
    const seen = definitions().flatMap(({ query }) => seriesIn(parseMetricQuery(query).expression));
    const everywhere = seen.filter(({ scope }) => scope.kind === 'all').map(({ metric }) => metric.text);
    for (const { type, address } of the().stack.resources) {
      if (unwatched.test(type)) continue;
      const wanted = watchedBy[type] ?? [`a metric of ${type}: see watchedBy in this file`];
      expect({ address, unwatched: wanted.filter((metric) => !everywhere.includes(metric)) }).toEqual({
        address,
        unwatched: [],
      });
    }
  });

  test('every monitor is in the plan under its own id, and Datadog would take it', () => {
    expect(
      blocks()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(monitors.map(({ id }) => id).sort());
    const own = Object.values(ownMetrics).map(({ datadog: name, kind: type, tags }) => ({
      name,
      type,
      tags,
      unit: undefined,
      source: '',
    }));
    for (const definition of definitions()) expect(validate(definition, catalogue.with(own))).toEqual([]);
  });

  test('every monitor says what to do and calls those whom its severity calls', () => {
    for (const { id, runbook, severity } of monitors) {
      const block = at(the(), `datadog_monitor.${id}`);
      expect({ runbook, there: existsSync(`docs/runbooks/${runbook}.md`) }).toEqual({ runbook, there: true });
      expect(textAt(block, 'message')).toContain(`docs/runbooks/${runbook}.md`);
      expect(handlesIn(textAt(block, 'message'))).toEqual(the().environment.calls[severity]);
      expect(block.attributes['tags']).toContain(`severity:${severity}`);
    }
  });

  test("the talk's monitor has the talk's values", () => {
    expect(at(the(), 'datadog_monitor.states_executions_failed').attributes).toMatchObject({
      name: '[Step Functions] ExecutionsFailed 監視',
      type: 'metric alert',
      query: 'sum(last_5m):sum:aws.states.executions_failed{*}.as_count() >= 1',
      monitor_thresholds: { critical: '1' },
      notify_no_data: false,
      renotify_interval: 10,
      notify_audit: false,
      timeout_h: 0,
      evaluation_delay: 900,
      include_tags: false,
      locked: false,
      new_host_delay: 300,
      no_data_timeframe: 10,
      require_full_window: false,
    });
  });
}
