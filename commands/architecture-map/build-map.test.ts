import { type ArchitectureMap, buildMap, overview, sliceOf, slicesOf } from '@himeshima/local-aws/architecture-map';
import { readStack } from '@himeshima/terraform-json';
import { mermaidOf } from './mermaid';

const metadata = (slice: string) => ({ '//': { metadata: { path: `stack/${slice}/x`, uniqueId: 'x' } } });
const policy = (...Statement: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const allow = (Action: string | readonly string[], Resource: string) => ({ Effect: 'Allow', Action, Resource });

/** A rule invokes a function, which reads one table, writes another, and publishes a message to a second rule. */
const resource = {
  aws_iot_topic_rule: {
    on: { name: 'on', sql: "SELECT * FROM '$aws/things/+/shadow/update'", ...metadata('power') },
    told: { name: 'told', sql: "SELECT * FROM 'told/+'", ...metadata('pages') },
    measured: { name: 'measured', sql: "SELECT * FROM 'Sensor/+'", ...metadata('telemetry') },
  },
  aws_lambda_function: {
    power: { function_name: 'power-on', role: '${aws_iam_role.power.arn}', ...metadata('power') },
  },
  aws_lambda_permission: {
    on: { function_name: '${aws_lambda_function.power.function_name}', source_arn: '${aws_iot_topic_rule.on.arn}' },
  },
  aws_iam_role: { power: { name: 'power' } },
  aws_iam_role_policy: {
    power: {
      role: '${aws_iam_role.power.name}',
      policy: policy(
        allow(['dynamodb:GetItem'], '${aws_dynamodb_table.owners.arn}'),
        allow(['dynamodb:PutItem'], '${aws_dynamodb_table.states.arn}'),
        allow(['dynamodb:Query'], '${aws_dynamodb_table.states.arn}/index/*'),
        allow(['kms:Decrypt'], '${aws_kms_key.key.arn}'),
        allow('sqs:SendMessage', '${aws_sqs_queue.failed.arn}'),
        allow('iot:UpdateThingShadow', 'arn:aws:iot:eu-west-1:111122223333:thing/*'),
        allow('iot:Publish', 'arn:aws:iot:eu-west-1:111122223333:topic/told/*'),
      ),
    },
  },
  aws_dynamodb_table: {
    owners: { name: 'owners', ...metadata('owners') },
    states: { name: 'states', ...metadata('power') },
  },
  aws_sqs_queue: { failed: { name: 'failed', ...metadata('failures') } },
  aws_kms_key: { key: {} },
  datadog_monitor: {
    lambda_errors: { query: 'sum(last_5m):sum:aws.lambda.errors{*} by {functionname}.as_count() >= 1' },
    neither_slow: { query: 'max(last_5m):max:aws.lambda.duration.maximum{functionname NOT IN (a,power-on)} >= 1' },
    one_of_two_busy: {
      query: 'max(last_5m):max:aws.lambda.concurrent_executions.maximum{functionname IN (a,power-on)} >= 1',
    },
    others_busy: { query: 'max(last_5m):max:aws.lambda.concurrent_executions.maximum{functionname IN (a,b)} >= 1' },
    other_slow: { query: 'max(last_5m):max:aws.lambda.duration.maximum{!functionname:power-on} >= 1' },
    power_slow: { query: 'max(last_5m):max:aws.lambda.duration.maximum{functionname:power-on} >= 1' },
  },
};
const map = buildMap(readStack({ resource }).resources);

const describeEdges = ({ edges }: ArchitectureMap) =>
  edges.map(
    ({ from, to, flow, what, label }) => `${from} ${flow} ${to} ${what}${label === undefined ? '' : ` ${label}`}`,
  );

test('derives edges from role policies, permissions and topic filters', () => {
  const [rule, power, table] = ['aws_iot_topic_rule', 'aws_lambda_function.power', 'aws_dynamodb_table'];
  expect(describeEdges(map).sort()).toEqual(
    [
      'devices both shadow data reported, delta',
      `shadow there ${rule}.on data /update`,
      `${rule}.on there ${power} data`,
      `${power} back ${table}.owners data`,
      `${power} both ${table}.states data`,
      `${power} there shadow data`,
      `${power} there aws_sqs_queue.failed failure`,
      `${power} there ${rule}.told data told/+`,
      `devices there ${rule}.measured data Sensor/+`,
    ].sort(),
  );
});

test('assigns monitors to the nodes that they watch, not to nodes that they exclude', () => {
  const monitors = map.nodes.find(({ id }) => id === 'aws_lambda_function.power')?.monitors;
  expect(monitors).toEqual(['lambda_errors', 'one_of_two_busy', 'power_slow']);
});

test('omits failure destinations and unconnected nodes from the overview', () => {
  const ids = overview(map).nodes.map(({ id }) => id);
  expect(ids).not.toContain('aws_sqs_queue.failed');
  expect(ids).not.toContain('people');
  expect(ids).toContain('aws_dynamodb_table.owners');
});

test('draws a slice with its own nodes, their neighbors and their monitors', () => {
  expect(slicesOf(map)).toEqual(['power', 'pages', 'telemetry', 'owners', 'failures']);
  const part = sliceOf(map, 'power');
  expect(part.nodes.map(({ id }) => id)).not.toContain('aws_iot_topic_rule.measured');
  expect(part.nodes.find(({ id }) => id === 'monitors-of-function')?.label).toBe('3 monitors');
  expect(describeEdges(part)).toContain('aws_lambda_function.power there monitors-of-function watch');
});

describe('the map of a stack whose permissions name no resources', () => {
  const queue = 'aws_sqs_queue';
  const foreign = {
    data: {
      aws_iam_policy_document: {
        read: { statement: [{ actions: ['dynamodb:GetItem'], resources: ['${aws_dynamodb_table.users.arn}'] }] },
      },
    },
    resource: {
      aws_iam_role: { worker: { name: 'worker' }, reader: { name: 'reader' } },
      aws_iam_role_policy: {
        unknown: { role: '${aws_iam_role.worker.id}', policy: '${jsonencode(var.policy)}' },
        all: { role: '${aws_iam_role.worker.id}', policy: policy(allow('sqs:*', '*')) },
      },
      aws_iam_policy: { read: { name: 'read', policy: '${data.aws_iam_policy_document.read.json}' } },
      aws_iam_role_policy_attachment: {
        read: { role: '${aws_iam_role.reader.name}', policy_arn: '${aws_iam_policy.read.arn}' },
      },
      aws_lambda_function: {
        worker: {
          function_name: 'worker',
          role: '${aws_iam_role.worker.arn}',
          s3_bucket: '${aws_s3_bucket.code.id}',
          environment: [{ variables: { RESULTS: '${aws_dynamodb_table.results.name}' } }],
        },
        // its permissions name a resource, so a name in its environment is not a data flow
        reader: {
          function_name: 'reader',
          role: '${aws_iam_role.reader.arn}',
          environment: [{ variables: { OTHER: '${aws_dynamodb_table.results.name}' } }],
        },
      },
      aws_lambda_function_event_invoke_config: {
        worker: {
          function_name: 'worker',
          destination_config: [{ on_failure: [{ destination: '${aws_sqs_queue.failed.arn}' }] }],
        },
      },
      aws_lambda_permission: { anyone: { function_name: 'worker', principal: 'iot.amazonaws.com' } },
      aws_iot_topic_rule: {
        jobs: {
          name: 'jobs',
          sql: "SELECT * FROM 'jobs'",
          lambda: [{ function_arn: '${aws_lambda_function.worker.arn}' }],
        },
      },
      aws_sns_topic: { news: { name: 'news' } },
      aws_sns_topic_subscription: {
        news: { topic_arn: '${aws_sns_topic.news.arn}', endpoint: '${aws_sqs_queue.news.arn}' },
      },
      aws_sqs_queue: {
        failed: { name: 'failed' },
        news: {
          name: 'news',
          redrive_policy: '{"deadLetterTargetArn":"${aws_sqs_queue.failed.arn}","maxReceiveCount":1}',
        },
      },
      aws_dynamodb_table: { results: { name: 'results' }, users: { name: 'users' } },
      aws_s3_bucket: { code: { bucket: 'code' } },
    },
  };
  const { resources, dataSources } = readStack(foreign);
  const drawn = buildMap([...resources, ...dataSources]);

  test('derives edges from references, from policy documents and from attached policies', () => {
    const worker = 'aws_lambda_function.worker';
    expect(describeEdges(drawn).sort()).toEqual(
      [
        'devices both shadow data reported, delta',
        'devices there aws_iot_topic_rule.jobs data jobs',
        `aws_iot_topic_rule.jobs there ${worker} data`,
        'aws_lambda_function.reader back aws_dynamodb_table.users data',
        `${worker} there aws_dynamodb_table.results data`,
        `${worker} there ${queue}.failed failure`,
        `aws_sns_topic.news there ${queue}.news data`,
        `${queue}.news there ${queue}.failed failure`,
      ].sort(),
    );
  });

  test('contains resources without edges', () => {
    expect(drawn.nodes.map(({ id }) => id)).toContain('aws_s3_bucket.code');
  });
});

test('writes valid Mermaid ids and quotes topics', () => {
  const text = mermaidOf(map);
  expect(text).toContain('aws_lambda_function_power["function power-on"]:::function');
  expect(text).toContain('devices -->|"Sensor/+"| aws_iot_topic_rule_measured');
  expect(text).toContain('aws_lambda_function_power -.-> aws_sqs_queue_failed');
  // for a read, the arrow points from the table to the function
  expect(text).toContain('aws_dynamodb_table_owners --> aws_lambda_function_power');
});
