import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { localAccount } from '@himeshima/local-aws';
import { environmentNamed } from '../../config/environments';
import type { NewDevice } from '../../devices/provision';
import { claimOf, clientsOf } from '../demonstration/clients';
import { awsAccount } from '../platform/aws-account';
import { startPlatformProcess } from '../platform/platform-process';
import { synthesizeIfStale } from '../platform/synthesize-if-stale';

/** A platform to run the load test against. */
export interface Target {
  readonly mqttUrl: string;
  readonly claim: NewDevice['claim'];
  readonly dynamodb: DynamoDBClient;
  readonly sfn: SFNClient;
  readonly workflowArn: string;
  /** Process id of the platform, if the load test started it. */
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

const workflowOf = (region: string, account: string) =>
  `arn:aws:states:${region}:${account}:stateMachine:power-command`;

/** Starts a temporary platform on free ports. The platform stops when the load test exits. */
export async function startLocalTarget(root: string): Promise<Target> {
  await synthesizeIfStale(root, environmentNamed('dev'));
  const directory = mkdtempSync(join(tmpdir(), 'himeshima-fleet-'));
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  const platform = await startPlatformProcess({ root, directory, args: ['--temporary', '--quiet'] });
  const { dynamodb, sfn, region } = clientsOf(platform);
  return {
    mqttUrl: platform.mqttUrl,
    claim: claimOf(directory),
    dynamodb,
    sfn,
    workflowArn: workflowOf(region, localAccount),
    pid: platform.pid,
    stop: async () => void (await platform.stop()),
  };
}

/**
 * Returns a deployed platform as the target. It is accessed with the caller's AWS credentials.
 * @param claim folder with key.pem, cert.pem and ca.pem (Amazon's root) of the claim certificate
 * @throws Error with the path of an unreadable file
 */
export async function awsTarget({ endpoint, claim }: { endpoint: string; claim: string }): Promise<Target> {
  const read = (file: string) => {
    try {
      return readFileSync(join(claim, file), 'utf8');
    } catch (error) {
      const reason = error instanceof Error ? error.message.split(',')[0] : String(error);
      throw new Error(`cannot read ${file} in --claim ${claim} (${reason}): expected key.pem, cert.pem and ca.pem`);
    }
  };
  const certificate = { key: read('key.pem'), certificate: read('cert.pem'), authority: read('ca.pem') };
  const account = await awsAccount();
  const sfn = new SFNClient();
  return {
    mqttUrl: endpoint,
    claim: certificate,
    dynamodb: new DynamoDBClient(),
    sfn,
    workflowArn: workflowOf(await sfn.config.region(), account),
    pid: undefined,
    stop: async () => undefined,
  };
}
