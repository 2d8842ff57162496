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
import { redriveParkedRecords } from './redrive-steps/redrive-parked-records';
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
  // bucket names cannot be resolved as host names locally
  const s3 = new S3Client({ forcePathStyle: process.env['AWS_ENDPOINT_URL'] !== undefined });
  const services = {
    kinesis,
    lambda,
    firehose: new FirehoseClient(),
    dynamodb: new DynamoDBClient(),
    sns: new SNSClient(),
  };
  const tally = { done: 0, refused: 0 };
  const report = (result: RedriveResult) => {
    tally['refused' in result ? 'refused' : 'done'] += 'refused' in result ? 1 : result.count;
    console.log(json ? JSON.stringify(result) : formatResult(result));
  };
  for (const bucket of buckets)
    for await (const result of redriveParkedRecords({ s3, kinesis }, bucket)) report(result);
  for await (const result of redriveQueue(sqs, 'failed-events', (message) => reinvokeFunction(lambda, message)))
    report(result);
  for await (const result of redriveQueue(sqs, 'rule-errors', (message) => runFailedActions(services, rules, message)))
    report(result);
  if (!json) console.log(`${tally.done} redriven, ${tally.refused} failed`);
  if (tally.refused > 0) process.exitCode = 1;
}

function formatResult(result: RedriveResult): string {
  if ('refused' in result) return `✗ ${result.what} failed and was kept: ${result.refused}`;
  return `✓ ${result.what} → ${result.to.split(/[:/]/).at(-1)} (${result.count})`;
}

const command = createCommand('npm run redrive --', {
  summary:
    "Retries failed work after its cause is fixed: parked records go back to their streams, events to their functions, and failed rule actions run again. Deletes items that succeed. Keeps items that fail again, and then exits with code 1. Uses the AWS SDK's credentials and endpoint: AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL.",
  example: 'AWS_CONFIG_FILE=.himeshima/aws-config AWS_PROFILE=himeshima npm run redrive',
})
  .option('--env <name>', 'environment whose failed work is retried', 'dev')
  .option('--json', 'print one JSON object per line', false)
  .action(redrive);

void runCommand(command);
