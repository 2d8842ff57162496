import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { type LocalAwsProcess, poll, startLocalAwsProcess } from '@himeshima/local-aws/testing';
import { connectAsync } from 'mqtt';

jest.setTimeout(60_000);

let platform: LocalAwsProcess;
beforeAll(async () => {
  platform = await startLocalAwsProcess({
    stacks: 'cdktf.out',
    args: ['--stack', 'starter-dev-foundation', '--stack', 'starter-dev'],
  });
  process.env['AWS_CONFIG_FILE'] = platform.awsConfig;
  process.env['AWS_PROFILE'] = 'local-aws';
});
afterAll(() => platform.stop());

test('the reading of a meter is stored in the table', async () => {
  const device = join(platform.directory, 'devices', 'meter-1');
  const client = await connectAsync(platform.mqttUrl, {
    clientId: 'meter-1',
    ca: readFileSync(join(platform.directory, 'ca.pem')),
    cert: readFileSync(join(device, 'cert.pem')),
    key: readFileSync(join(device, 'key.pem')),
    reconnectPeriod: 0,
  });
  await client.publishAsync('meters/meter-1/readings', '{"at":1700000000000,"value":21.5}', { qos: 1 });
  const database = new DynamoDBClient({});
  const item = await poll(async () => {
    const { Items } = await database.send(new ScanCommand({ TableName: 'meter-readings' }));
    return Items?.[0];
  }, 'an item in the table');
  expect(item).toMatchObject({ thing: { S: 'meter-1' }, value: { N: '21.5' } });
  await client.endAsync();
  database.destroy();
});
