import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { connectDevice } from '../../devices/device-connection';
import { onPath, runProgram } from './command-line';
import { describeIfInstalled } from './optional-client';
import type { ThePlatform } from './running-platform';

const missing = onPath('aws') === undefined ? 'aws is not on the PATH: install the AWS CLI, version 1 or 2' : undefined;

const Things = z.object({ things: z.array(z.object({ thingName: z.string() })) });
const Keys = z.object({
  certificateArn: z.string(),
  certificatePem: z.string(),
  keyPair: z.object({ PrivateKey: z.string() }),
});
/** Allows a device to connect as its thing and to publish its data. */
const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: 'iot:Connect', Resource: 'arn:aws:iot:*:*:client/${iot:Connection.Thing.ThingName}' },
    { Effect: 'Allow', Action: 'iot:Publish', Resource: 'arn:aws:iot:*:*:topic/cli-1/data' },
  ],
});
const Retained = z.object({ retainedTopics: z.array(z.object({ topic: z.string() })) });
const Message = z.object({ payload: z.base64() });

/** Tests the AWS CLI, version 1 or 2, configured only with the platform's profile. */
export function describeAwsCli(runningPlatform: ThePlatform): void {
  const aws = (...args: readonly string[]) =>
    runProgram('aws', args, {
      AWS_CONFIG_FILE: runningPlatform().platform.awsConfig,
      AWS_PROFILE: 'himeshima',
      AWS_DEFAULT_OUTPUT: 'json',
      AWS_PAGER: '',
    });
  const awsJson = async (...args: readonly string[]): Promise<unknown> => {
    const { code, printed, complained } = await aws(...args);
    if (code !== 0) throw new Error(`aws ${args.join(' ')} ended with ${code}: ${complained}`);
    return printed === '' ? undefined : JSON.parse(printed);
  };
  const file = (name: string) => join(runningPlatform().platform.directory, name);
  /** Returns arguments that pass the payload as a file. AWS CLI 2 would decode an inline payload as base64. */
  const payloadOf = (text: string) => {
    writeFileSync(file('cli-payload'), text);
    return ['--payload', `fileb://${file('cli-payload')}`];
  };

  describeIfInstalled('the AWS CLI', missing, () => {
    test('lists and describes things', async () => {
      const { things } = Things.parse(await awsJson('iot', 'list-things'));
      expect(things.map(({ thingName }) => thingName)).toEqual(expect.arrayContaining(['light-1', 'sensor-1']));
      const described = await awsJson('iot', 'describe-thing', '--thing-name', 'light-1');
      expect(described).toMatchObject({ thingName: 'light-1', thingTypeName: 'light' });
    });

    test('writes a metric, lists it, and receives the error for a reserved namespace', async () => {
      const data = 'MetricName=Orders,Value=2,Unit=Count,Dimensions=[{Name=Room,Value=hall}]';
      await awsJson('cloudwatch', 'put-metric-data', '--namespace', 'Cli', '--metric-data', data);
      expect(await awsJson('cloudwatch', 'list-metrics', '--namespace', 'Cli')).toEqual({
        Metrics: [{ Namespace: 'Cli', MetricName: 'Orders', Dimensions: [{ Name: 'Room', Value: 'hall' }] }],
      });
      const reserved = await aws('cloudwatch', 'put-metric-data', '--namespace', 'AWS/Cli', '--metric-data', data);
      expect(reserved.code).not.toBe(0);
      expect(reserved.complained).toContain('(InvalidParameterValue)');
    });

    test('registers a device that connects with the returned keys, may do what its policy allows, and is found', async () => {
      const own = ['--thing-name', 'cli-1'];
      const certificate = Keys.parse(await awsJson('iot', 'create-keys-and-certificate', '--set-as-active'));
      const principal = certificate.certificateArn;
      const indexed = 'thingIndexingMode=REGISTRY,thingConnectivityIndexingMode=STATUS';
      await awsJson('iot', 'update-indexing-configuration', '--thing-indexing-configuration', indexed);
      await awsJson('iot', 'create-thing', ...own);
      await awsJson('iot', 'create-policy', '--policy-name', 'cli-1', '--policy-document', policy);
      await awsJson('iot', 'create-thing-group', '--thing-group-name', 'cli-1');
      await awsJson('iot', 'attach-policy', '--policy-name', 'cli-1', '--target', principal);
      await awsJson('iot', 'attach-thing-principal', ...own, '--principal', principal);
      await awsJson('iot', 'add-thing-to-thing-group', ...own, '--thing-group-name', 'cli-1');
      const device = await connectDevice(runningPlatform().platform.mqttUrl, {
        thing: 'cli-1',
        key: certificate.keyPair.PrivateKey,
        certificate: certificate.certificatePem,
        authority: runningPlatform().identity('light-1').authority,
      });
      await device.publishAsync('cli-1/data', '{}', { qos: 1 });
      const query = ['--query-string', 'thingGroupNames:cli-1 AND connectivity.connected:true'];
      expect(await awsJson('iot', 'search-index', ...query)).toMatchObject({ things: [{ thingName: 'cli-1' }] });
      const closed = new Promise((resolve) => device.once('close', () => resolve('closed')));
      device.publish('elsewhere', '{}', { qos: 1 });
      expect(await closed).toBe('closed');
      await device.endAsync(true);
    });

    test('publishes and reads a retained message', async () => {
      await awsJson('iot-data', 'publish', '--topic', 'cli/news', '--qos', '1', '--retain', ...payloadOf('hello'));
      const { retainedTopics } = Retained.parse(await awsJson('iot-data', 'list-retained-messages'));
      expect(retainedTopics.map(({ topic }) => topic)).toContain('cli/news');
      const { payload } = Message.parse(await awsJson('iot-data', 'get-retained-message', '--topic', 'cli/news'));
      expect(Buffer.from(payload, 'base64').toString()).toBe('hello');
    });

    test('updates and reads a shadow, and reports a missing shadow with the AWS IoT error', async () => {
      const thing = ['--thing-name', 'sensor-1'];
      const desired = { asked: 'by the AWS CLI' };
      const update = [
        'iot-data',
        'update-thing-shadow',
        ...thing,
        ...payloadOf(JSON.stringify({ state: { desired } })),
      ];
      await awsJson(...update, file('cli-updated'));
      await awsJson('iot-data', 'get-thing-shadow', ...thing, file('cli-shadow'));
      expect(JSON.parse(readFileSync(file('cli-shadow'), 'utf8'))).toMatchObject({
        state: { desired, delta: desired },
      });
      const absent = await aws('iot-data', 'get-thing-shadow', ...thing, '--shadow-name', 'none', file('cli-none'));
      expect(absent.code).not.toBe(0);
      expect(absent.complained).toContain(
        "(ResourceNotFoundException) when calling the GetThingShadow operation: No shadow exists with name: 'none'",
      );
    });
  });
}
