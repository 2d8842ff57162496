import { InvokeCommand } from '@aws-sdk/client-lambda';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { type ForeignPlatform, startForeignPlatform } from './foreign-platform';
import { functionOf } from './foreign-stack';

jest.setTimeout(60_000);

let theirs: ForeignPlatform;
beforeAll(async () => {
  theirs = await startForeignPlatform({
    resource: {
      aws_iam_role: {
        worker: { name_prefix: 'worker-', assume_role_policy: '${data.aws_iam_policy_document.trust.json}' },
      },
      aws_sqs_queue: { jobs: { fifo_queue: true } },
      aws_sns_topic: { alerts: {} },
      aws_s3_bucket: { files: {} },
      aws_cloudwatch_log_group: { worker: { name_prefix: '/worker/' } },
      aws_lambda_function: {
        worker: functionOf('worker', {
          role: '${aws_iam_role.worker.arn}',
          environment: {
            variables: {
              ROLE: '${aws_iam_role.worker.name}',
              QUEUE: '${aws_sqs_queue.jobs.name}',
              TOPIC: '${aws_sns_topic.alerts.arn}',
              BUCKET: '${aws_s3_bucket.files.id} ${aws_s3_bucket.files.bucket}',
              LOGS: '${aws_cloudwatch_log_group.worker.name}',
            },
          },
        }),
      },
      aws_lambda_permission: {
        worker: {
          action: 'lambda:InvokeFunction',
          function_name: '${aws_lambda_function.worker.function_name}',
          principal: 's3.amazonaws.com',
        },
      },
    },
    data: {
      aws_iam_policy_document: {
        trust: {
          statement: {
            actions: ['sts:AssumeRole'],
            principals: { type: 'Service', identifiers: ['lambda.amazonaws.com'] },
          },
        },
      },
    },
    zips: { worker: 'exports.handler = async () => process.env;' },
  });
});
afterAll(() => theirs?.stop());

const invoke = async (name: string, event: object = {}): Promise<unknown> => {
  const { Payload = [] } = await theirs.clients.lambda.send(
    new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event) }),
  );
  return JSON.parse(Buffer.from(Payload).toString());
};

test('runs resources without a name, and references to their names', async () => {
  const suffix = '[a-z-]+-[0-9a-f]{8}';
  expect(await invoke('worker')).toMatchObject({
    ROLE: expect.stringMatching(`^worker-${suffix}$`),
    QUEUE: expect.stringMatching(`^terraform-${suffix}.fifo$`),
    TOPIC: expect.stringMatching(`^arn:aws:sns:eu-west-1:000000000000:terraform-${suffix}$`),
    BUCKET: expect.stringMatching(`^(terraform-${suffix}) \\1$`),
    LOGS: expect.stringMatching(`^/worker/${suffix}$`),
  });
  const { QueueUrls } = await theirs.clients.sqs.send(new ListQueuesCommand({}));
  expect(QueueUrls).toEqual([expect.stringMatching(`/000000000000/terraform-${suffix}.fifo$`)]);
});
