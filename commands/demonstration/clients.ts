import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { LocalAwsProcess } from '@himeshima/local-aws/testing';
import type { DeviceIdentity } from '../../devices/device-connection';

/** Creates AWS SDK clients that use the platform's endpoint and profile. */
export function clientsOf(platform: LocalAwsProcess) {
  const config = readFileSync(join(platform.directory, 'aws-config'), 'utf8');
  const value = (name: string) => new RegExp(`^${name} = (.+)$`, 'm').exec(config)?.[1] ?? '';
  const common = {
    endpoint: platform.endpoint,
    region: value('region'),
    credentials: { accessKeyId: value('aws_access_key_id'), secretAccessKey: value('aws_secret_access_key') },
    maxAttempts: 1,
  };
  return {
    region: common.region,
    dynamodb: new DynamoDBClient(common),
    iotData: new IoTDataPlaneClient(common),
    lambda: new LambdaClient(common),
    sfn: new SFNClient(common),
    sns: new SNSClient(common),
    sqs: new SQSClient(common),
  };
}

export type Clients = ReturnType<typeof clientsOf>;

/** Returns the claim certificate from the platform's stack. Every device is manufactured with it. */
export function claimOf(directory: string): Omit<DeviceIdentity, 'thing'> {
  const read = (...path: string[]) => readFileSync(join(directory, ...path), 'utf8');
  const claim = (file: string) => read('claims', 'provisioning_claim', file);
  return { key: claim('key.pem'), certificate: claim('cert.pem'), authority: read('ca.pem') };
}

/** Returns the identity of a device. The platform creates the identity when it starts for the first time. */
export function identityOf(directory: string, thing: string): DeviceIdentity {
  const read = (...path: string[]) => readFileSync(join(directory, ...path), 'utf8');
  return {
    thing,
    key: read('devices', thing, 'key.pem'),
    certificate: read('devices', thing, 'cert.pem'),
    authority: read('ca.pem'),
  };
}
