import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetQueueUrlCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { type ForeignPlatform, startForeignPlatform } from './foreign-platform';
import { functionOf } from './foreign-stack';

jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'himeshima-queue-mapping-'));
const platforms: ForeignPlatform[] = [];
afterAll(async () => {
  for (const platform of platforms) await platform.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(code: string): Promise<ForeignPlatform> {
  const started = await startForeignPlatform(
    {
      resource: {
        aws_sqs_queue: { jobs: { name: 'jobs', visibility_timeout_seconds: 3600 } },
        aws_lambda_function: { worker: functionOf('worker') },
        aws_lambda_event_source_mapping: {
          jobs: { event_source_arn: '${aws_sqs_queue.jobs.arn}', function_name: '${aws_lambda_function.worker.arn}' },
        },
      },
      zips: { worker: code },
    },
    ['--data', join(folder, 'data')],
  );
  platforms.push(started);
  return started;
}

const batch = ({ platform }: ForeignPlatform, failures: number) =>
  platform.event(({ kind, failed }) => kind === 'batch' && failed === failures, `a batch with ${failures} failures`);

test('a message that was in flight when the platform was killed is delivered to the function after the restart', async () => {
  const before = await start("exports.handler = async () => { throw new Error('not yet'); };");
  const { sqs } = before.clients;
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'jobs' }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'once' }));
  await batch(before, 1);
  process.kill(before.platform.pid, 'SIGKILL');
  await before.platform.stop();
  const after = await start(
    "exports.handler = async ({ Records: [{ attributes }] }) => { if (attributes.ApproximateReceiveCount !== '2') throw new Error('no'); };",
  );
  await batch(after, 0);
});
