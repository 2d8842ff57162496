import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { Caller } from './aws-apis/caller';
import { describeFunctions } from './aws-apis/functions';
import { describeMetricsAndLogGroups } from './aws-apis/metrics-and-log-groups';
import { describeObjectsAndBuckets } from './aws-apis/objects-and-buckets';
import { describeQueuesAndStores } from './aws-apis/queues-and-stores';
import { describeRejectedCalls } from './aws-apis/rejected-calls';
import { describeStateMachines } from './aws-apis/state-machines';
import { describeStreamsAndLogs } from './aws-apis/streams-and-logs';
import { startForeignPlatform } from './foreign-platform';
import { account, functionOf, letsSend, region } from './foreign-stack';

jest.setTimeout(60_000);

const definition = JSON.stringify({
  StartAt: 'Work',
  States: {
    Work: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: '${aws_lambda_function.flaky.arn}' },
      OutputPath: '$.Payload',
      End: true,
    },
  },
});

let shared: Caller | undefined;
beforeAll(async () => {
  const theirs = await startForeignPlatform({
    resource: {
      aws_sqs_queue: {
        jobs: { name: 'jobs' },
        news: { name: 'news' },
        dead: { name: 'dead' },
        tasks: { name: 'tasks' },
        orders: {
          name: 'orders',
          redrive_policy: '{"deadLetterTargetArn":"${aws_sqs_queue.dead.arn}","maxReceiveCount":1}',
        },
      },
      aws_sns_topic: { news: { name: 'news' } },
      aws_sqs_queue_policy: {
        news: { queue_url: '${aws_sqs_queue.news.url}', policy: letsSend('${aws_sns_topic.news.arn}') },
      },
      aws_sns_topic_subscription: {
        news: { topic_arn: '${aws_sns_topic.news.arn}', protocol: 'sqs', endpoint: '${aws_sqs_queue.news.arn}' },
      },
      aws_s3_bucket: { archive: { bucket: 'archive' } },
      aws_kinesis_stream: { events: { name: 'events', shard_count: 2 } },
      aws_dynamodb_table: {
        things: { name: 'things', hash_key: 'thing', attribute: [{ name: 'thing', type: 'S' }] },
      },
      aws_lambda_function: { greet: functionOf('greet'), flaky: functionOf('flaky') },
      aws_lambda_event_source_mapping: {
        tasks: {
          event_source_arn: '${aws_sqs_queue.tasks.arn}',
          function_name: '${aws_lambda_function.greet.arn}',
        },
      },
      aws_lambda_permission: {
        news: {
          statement_id: 'news',
          action: 'lambda:InvokeFunction',
          function_name: '${aws_lambda_function.greet.function_name}',
          principal: 'sns.amazonaws.com',
        },
      },
      aws_sfn_state_machine: {
        flaky: { name: 'flaky', role_arn: `arn:aws:iam::${account}:role/flaky`, definition },
      },
      aws_cloudwatch_log_group: { greet: { name: '/aws/lambda/greet' } },
    },
    zips: {
      flaky:
        "let calls = 0; exports.handler = async () => { calls += 1; if (calls === 1) throw new Error('broken'); return calls; };",
      greet: "exports.handler = async ({ name }) => { console.warn('hello', name); return `hello ${name}`; };",
    },
  });
  const { endpoint } = theirs.platform;
  const signer = { endpoint, region, credentials: await theirs.clients.sqs.config.credentials(), maxAttempts: 1 };
  shared = { theirs, signer, logs: new CloudWatchLogsClient(signer) };
});
afterAll(() => shared?.theirs.stop());

function caller(): Caller {
  if (shared === undefined) throw new Error('the platform has not started');
  return shared;
}

for (const describeSuite of [
  describeRejectedCalls,
  describeStreamsAndLogs,
  describeMetricsAndLogGroups,
  describeQueuesAndStores,
  describeObjectsAndBuckets,
  describeFunctions,
  describeStateMachines,
])
  describeSuite(caller);
