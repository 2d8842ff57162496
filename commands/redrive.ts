import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { FirehoseClient } from '@aws-sdk/client-firehose';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createCommand, runCommand } from '@himeshima/cli';
import { environmentNamed } from '../config/environments';
import { awsAccount } from './platform/aws-account';
import { projectFolder } from './platform/project-folder';
import { failureLocations } from './redrive-steps/failure-locations';
import { redriveParked } from './redrive-steps/redrive-parked-records';
import { redriveQueue } from './redrive-steps/redrive-queue';
import type { RedriveResult } from './redrive-steps/redrive-result';
import { reinvokeFunction } from './redrive-steps/reinvoke-function';
import { runFailedActions } from './redrive-steps/run-failed-actions';

interface Options {
  readonly env: string;
  readonly json: boolean;
}

async function redrive({ env, json }: Options): Promise<void> {
  const environment = environmentNamed(env);
  const { buckets, rules } = failureLocations(projectFolder(), environment, await awsAccount());
  const kinesis = new KinesisClient();
  const lambda = new LambdaClient();
  const sqs = new SQSClient();
  // a bucket as a host name is one that nobody resolves on a laptop
  const s3 = new S3Client({ forcePathStyle: process.env['AWS_ENDPOINT_URL'] !== undefined });
  const services = {
    kinesis,
    lambda,
    firehose: new FirehoseClient(),
    dynamodb: new DynamoDBClient(),
    sns: new SNSClient(),
  };
  const tally = { done: 0, refused: 0 };
  const tell = (one: RedriveResult) => {
    tally['refused' in one ? 'refused' : 'done'] += 'refused' in one ? 1 : one.count;
    console.log(json ? JSON.stringify(one) : inWords(one));
  };
  for (const bucket of buckets) for await (const one of redriveParked({ s3, kinesis }, bucket)) tell(one);
  for await (const one of redriveQueue(sqs, 'failed-events', (message) => reinvokeFunction(lambda, message))) tell(one);
  for await (const one of redriveQueue(sqs, 'rule-errors', (message) => runFailedActions(services, rules, message)))
    tell(one);
  if (!json) console.log(`${tally.done} put back, ${tally.refused} refused`);
  if (tally.refused > 0) process.exitCode = 1;
}

function inWords(one: RedriveResult): string {
  if ('refused' in one) return `✗ ${one.what} stays: ${one.refused}`;
  return `✓ ${one.what} → ${one.to.split(/[:/]/).at(-1)} (${one.count})`;
}

const command = createCommand('npm run redrive --', {
  summary:
    'Retries failed work after its cause is fixed: parked records go back to their streams, events to their functions, and failed rule actions run again. Deletes what succeeds and keeps the rest; the exit code is then 1. Uses the credentials and endpoint of the AWS SDK: AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL.',
  example: 'AWS_CONFIG_FILE=.himeshima/aws-config AWS_PROFILE=himeshima npm run redrive',
})
  .option('--env <name>', 'environment whose stack declares the buckets and queues of failures', 'dev')
  .option('--json', 'print one JSON object per line', false)
  .action(redrive);

void runCommand(command);
