import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { FirehoseClient } from '@aws-sdk/client-firehose';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { fail } from '@himeshima/cli';
import { environmentNamed } from '../config/environments';
import { carryOut } from './redriving/failed-action';
import { invokeAgain } from './redriving/failed-event';
import { redriveParked } from './redriving/parked-records';
import type { Redriven } from './redriving/redriven';
import { redriveQueue } from './redriving/waiting-messages';
import { failurePlaces } from './redriving/what-fails-where';
import { awsAccount } from './running/aws-account';
import { projectFolder } from './running/project-folder';

const help = `npm run redrive [-- --env NAME --json …]

  Puts back what failed, once its cause is mended: parked records into their streams, events to their functions,
  and what a rule could not do is done. What is put back is deleted; what is refused stays, and the exit code is 1.
  It goes where the AWS SDK is told to: AWS_PROFILE, AWS_REGION, AWS_ENDPOINT_URL.

  --env NAME   whose plan says where failures are kept (dev)
  --json       a line of JSON for each

  example   AWS_CONFIG_FILE=.himeshima/aws-config AWS_PROFILE=himeshima npm run redrive`;

async function redrive(): Promise<void> {
  const { values } = parseArgs({
    options: {
      env: { type: 'string', default: 'dev' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return console.log(help);
  const environment = environmentNamed(values.env);
  const { buckets, rules } = failurePlaces(projectFolder(), environment, await awsAccount());
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
  const tell = (one: Redriven) => {
    tally['refused' in one ? 'refused' : 'done'] += 'refused' in one ? 1 : one.count;
    console.log(values.json ? JSON.stringify(one) : inWords(one));
  };
  for (const bucket of buckets) for await (const one of redriveParked({ s3, kinesis }, bucket)) tell(one);
  for await (const one of redriveQueue(sqs, 'failed-events', (message) => invokeAgain(lambda, message))) tell(one);
  for await (const one of redriveQueue(sqs, 'rule-errors', (message) => carryOut(services, rules, message))) tell(one);
  if (!values.json) console.log(`${tally.done} put back, ${tally.refused} refused`);
  if (tally.refused > 0) process.exitCode = 1;
}

function inWords(one: Redriven): string {
  if ('refused' in one) return `✗ ${one.what} stays: ${one.refused}`;
  return `✓ ${one.what} → ${one.to.split(/[:/]/).at(-1)} (${one.count})`;
}

redrive().catch(fail);
