import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Monitor } from '@cdktf/provider-datadog/lib/monitor';
import { App, TerraformStack } from 'cdktf';
import { findingsOf, linesOf } from './error-lines.fixture';
import { expectEveryResourceMonitored, type MonitoredOptions } from './every-resource-monitored';

/** Returns a `datadog_monitor` for a series such as `aws.sns.number_of_notifications_failed{*}`. */
const monitorOf = (series: string) => ({
  name: 'x',
  type: 'metric alert',
  message: 'x',
  query: `sum(last_5m):sum:${series}.as_count() > 1`,
});

const monitored = (resource: object, ...series: readonly string[]) => ({
  resource: {
    ...resource,
    datadog_monitor: Object.fromEntries(series.map((one, index) => [`m${index}`, monitorOf(one)])),
  },
});

const findingsIn = (stack: object, options?: MonitoredOptions) =>
  findingsOf(() => expectEveryResourceMonitored(stack, options));

const failures = 'aws.sns.number_of_notifications_failed';
const unwatchedTopic = `aws_sns_topic.alerts: no monitor watches ${failures}`;

describe('expectEveryResourceMonitored', () => {
  test.each([
    ['*'],
    ['topicname:alerts'],
    ['topicname:ALERTS'],
    ['topicname:al*'],
    ['topicname:alerts,env:prod'],
    ['!topicname:other'],
    ['topicname IN (other,alerts)'],
    ['topicname:${aws_sns_topic.alerts.name}'],
    ['env:prod'],
  ])('a monitor of {%s} watches the topic "alerts"', (scope) => {
    expect(findingsIn(monitored({ aws_sns_topic: { alerts: { name: 'alerts' } } }, `${failures}{${scope}}`))).toEqual(
      [],
    );
  });

  test.each([
    ['topicname:other'],
    ['topicname:other*'],
    ['!topicname:alerts'],
    ['topicname IN (other,another)'],
    ['topicname:other,env:prod'],
    ['topicname:${aws_sns_topic.other.name}'],
  ])('a monitor of {%s} does not watch the topic "alerts"', (scope) => {
    const stack = monitored({ aws_sns_topic: { alerts: { name: 'alerts' } } }, `${failures}{${scope}}`);
    expect(findingsIn(stack)).toEqual([unwatchedTopic]);
  });

  test('reports the metrics that no monitor watches, in one line per resource', () => {
    const stack = monitored({ aws_sqs_queue: { jobs: {} } }, 'aws.sqs.number_of_messages_sent{*}');
    expect(linesOf(() => expectEveryResourceMonitored(stack))).toEqual([
      "aws_sqs_queue.jobs: no monitor watches aws.sqs.approximate_number_of_messages_visible, aws.sqs.approximate_age_of_oldest_message; add a monitor whose scope includes it, or give a reason in because: 'aws_sqs_queue.jobs'",
    ]);
  });

  test('an unnamed topic is watched by a reference to it, not by one to another or by a name', () => {
    const watchedBy = (scope: string) =>
      findingsIn(monitored({ aws_sns_topic: { alerts: {} } }, `${failures}{topicname:${scope}}`));
    expect(watchedBy('${aws_sns_topic.alerts.name}')).toEqual([]);
    expect(watchedBy('${aws_sns_topic.other.name}')).toEqual([unwatchedTopic]);
    // the provider generates a name
    expect(watchedBy('other')).toEqual([unwatchedTopic]);
    expect(watchedBy('alerts-*')).toEqual([]);
  });

  test.each([
    ['statemachinearn:arn:aws:states:eu-west-1:111122223333:stateMachine:orders', true],
    ['statemachinearn:*:orders', true],
    ['statemachinearn:*ers', true],
    ['statemachinearn:${aws_sfn_state_machine.orders.arn}', true],
    ['statemachinearn:arn:aws:states:eu-west-1:111122223333:stateMachine:other', false],
    ['statemachinearn:arn:aws:states:eu-west-1:111122223333:stateMachine:more-orders', false],
    ['statemachinearn:*:other', false],
    ['statemachinearn:${aws_sfn_state_machine.other.arn}', false],
    ['!statemachinearn:*:stateMachine:orders', false],
  ])('a monitor of {%s} watches the state machine "orders": %s', (scope, isWatched) => {
    const metrics = ['executions_failed', 'executions_timed_out', 'executions_aborted', 'execution_throttled'];
    const series = metrics.map((metric) => `aws.states.${metric}{${scope}}`);
    const stack = monitored({ aws_sfn_state_machine: { orders: { name: 'orders' } } }, ...series);
    expect(findingsIn(stack)).toHaveLength(isWatched ? 0 : 1);
  });

  test('an event source mapping is watched under the name of its function', () => {
    const resource = {
      aws_lambda_event_source_mapping: { mine: { function_name: '${aws_lambda_function.mine.arn}' } },
      aws_lambda_function: { mine: { function_name: 'mine' } },
    };
    const because = { aws_lambda_function: 'Only its mapping matters here.' };
    const watchedBy = (name: string) =>
      findingsIn(monitored(resource, `aws.lambda.iterator_age.maximum{functionname:${name}}`), { because });
    expect(watchedBy('mine')).toEqual([]);
    expect(watchedBy('other')).toEqual([
      'aws_lambda_event_source_mapping.mine: no monitor watches aws.lambda.iterator_age.maximum',
    ]);
  });

  test('concurrent executions matter only for functions that reserve some', () => {
    const series = ['errors', 'throttles', 'duration.maximum'].map((metric) => `aws.lambda.${metric}{*}`);
    const functions = {
      free: { function_name: 'free' },
      reserved: { function_name: 'reserved', reserved_concurrent_executions: 5 },
    };
    expect(findingsIn(monitored({ aws_lambda_function: functions }, ...series))).toEqual([
      'aws_lambda_function.reserved: no monitor watches aws.lambda.concurrent_executions.maximum',
    ]);
  });

  test('one of several metrics is enough if they say the same', () => {
    const stage = { aws_apigatewayv2_stage: { live: { name: 'live' } } };
    for (const metric of ['client_error', '4xx'])
      expect(findingsIn(monitored(stage, `aws.apigateway.${metric}{stage:live}`))).toEqual([]);
    expect(findingsIn(monitored(stage, 'aws.apigateway.4xx{stage:other}'))).toEqual([
      'aws_apigatewayv2_stage.live: no monitor watches aws.apigateway.client_error or aws.apigateway.4xx',
    ]);
  });

  test('reads monitors in JSON, and monitors of other stacks', () => {
    const { name, type, message, query } = monitorOf(`${failures}{*}`);
    const monitoring = {
      resource: { datadog_monitor_json: { m: { monitor: JSON.stringify({ name, type, message, query }) } } },
    };
    const topics = { resource: { aws_sns_topic: { alerts: { name: 'alerts' } } } };
    expect(findingsIn(topics)).toEqual([unwatchedTopic]);
    expect(findingsIn(topics, { monitoredBy: [monitoring] })).toEqual([]);
    expect(findingsIn(topics, { monitoredBy: [topics, JSON.stringify(monitoring)] })).toEqual([]);
  });

  test('reports a monitor whose query cannot be read', () => {
    const [finding = '', ...others] = findingsIn(monitored({}, 'aws.sns.x{'));
    expect(finding).toMatch(/^datadog_monitor.m0: its query cannot be read: /);
    expect(others).toEqual([]);
  });

  test('ignores monitors that watch no metric', () => {
    const composite = {
      name: 'x',
      type: 'composite',
      message: 'x',
      query: '${datadog_monitor.a.id} && ${datadog_monitor.b.id}',
    };
    expect(findingsIn({ resource: { datadog_monitor: { both: composite } } })).toEqual([]);
  });

  describe('an unknown type', () => {
    const services = { resource: { aws_ecs_service: { web: { name: 'web' }, worker: { name: 'worker' } } } };
    const unknown = 'aws_ecs_service: no metrics are known for aws_ecs_service.web, aws_ecs_service.worker';

    test('is reported once', () => expect(findingsIn(services)).toEqual([unknown]));

    test('is accepted with a reason, by type or address', () => {
      expect(findingsIn(services, { because: { aws_ecs_service: 'ECS restarts it.' } })).toEqual([]);
      expect(findingsIn(services, { because: { 'aws_ecs_service.web': 'It has a health check.' } })).toEqual([
        'aws_ecs_service: no metrics are known for aws_ecs_service.worker',
      ]);
    });

    test('is watched by the given metrics', () => {
      const metrics = {
        aws_ecs_service: { metrics: ['aws.ecs.running'], names: [{ tag: 'servicename', path: 'name' }] },
      };
      const stack = monitored(services.resource, 'aws.ecs.running{servicename:web}');
      expect(findingsIn(stack, { metrics })).toEqual(['aws_ecs_service.worker: no monitor watches aws.ecs.running']);
    });

    test('of Cloud Control is its CloudFormation type', () => {
      const profile = { type_name: 'AWS::IoT::SecurityProfile' };
      expect(findingsIn({ resource: { aws_cloudcontrolapi_resource: { profile } } })).toEqual([
        'aws_cloudcontrolapi_resource.profile: no monitor watches aws.iot.violations',
      ]);
    });
  });

  test('reports reasons and metrics that are not needed', () => {
    const stack = monitored(
      { aws_sns_topic: { alerts: { name: 'alerts' } }, aws_iam_role: { r: {} } },
      `${failures}{*}`,
    );
    const because = {
      'aws_sns_topic.alerts': 'It is watched.',
      [`aws_sns_topic.alerts: ${failures}`]: 'It is watched.',
      aws_iam_role: 'The type has a reason already.',
      aws_sqs_queue: 'There is no queue.',
    };
    const metrics = { aws_ecs_service: { metrics: ['aws.ecs.running'] } };
    expect(linesOf(() => expectEveryResourceMonitored(stack, { because, metrics }))).toEqual([
      "metrics: 'aws_ecs_service': the stack has no resource of this type; remove it",
      ...Object.keys(because).map((key) => `because['${key}']: is not needed; remove it`),
    ]);
  });

  test('reads a stack of CDKTF', () => {
    const stack = new TerraformStack(new App(), 'shop');
    const queue = new SqsQueue(stack, 'jobs');
    new LambdaFunction(stack, 'worker', { functionName: 'worker', role: 'arn:aws:iam::111122223333:role/worker' });
    const watch = (id: string, series: string) => new Monitor(stack, id, monitorOf(series));
    watch('full', `aws.sqs.approximate_number_of_messages_visible{queuename:${queue.name}}`);
    watch('old', 'aws.sqs.approximate_age_of_oldest_message{*}');
    watch('errors', 'aws.lambda.errors{functionname:worker}');
    watch('slow', 'aws.lambda.duration.p99{functionname:other}');
    expect(findingsIn(stack)).toEqual([
      'aws_lambda_function.worker: no monitor watches aws.lambda.throttles, aws.lambda.duration.maximum or aws.lambda.duration.p99 or aws.lambda.enhanced.duration',
    ]);
  });
});
