import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { type LocalAwsProcess, poll, startLocalAwsProcess } from '@himeshima/local-aws/testing';
import { connectAsync } from 'mqtt';

jest.setTimeout(60_000);

interface MessagePath {
  /** Example thing that connects. */
  readonly thing: string;
  /** Topic and JSON text that the thing publishes; undefined if it only connects. */
  readonly publishes?: readonly [topic: string, message: string];
  /** Table in which an item with the thing's name is expected. */
  readonly table: string;
}

/** Every message path from a device to a table. A missing permission fails the path's test. */
const paths: readonly MessagePath[] = [
  {
    thing: 'meter-1',
    publishes: ['meters/meter-1/readings', '{"at":1700000000000,"value":21.5}'],
    table: 'meter-readings',
  },
];

let platform: LocalAwsProcess;
let database: DynamoDBClient;
beforeAll(async () => {
  platform = await startLocalAwsProcess({
    stacks: 'cdktf.out',
    args: ['--stack', 'starter-dev-foundation', '--stack', 'starter-dev'],
  });
  process.env['AWS_CONFIG_FILE'] = platform.awsConfig;
  process.env['AWS_PROFILE'] = 'local-aws';
  database = new DynamoDBClient({});
});
afterAll(async () => {
  database.destroy();
  await platform.stop();
});

test.each(paths)('a message from $thing is stored in $table', async ({ thing, publishes, table }) => {
  const device = join(platform.directory, 'devices', thing);
  const client = await connectAsync(platform.mqttUrl, {
    clientId: thing,
    ca: readFileSync(join(platform.directory, 'ca.pem')),
    cert: readFileSync(join(device, 'cert.pem')),
    key: readFileSync(join(device, 'key.pem')),
    reconnectPeriod: 0,
  });
  if (publishes !== undefined) await client.publishAsync(...publishes, { qos: 1 });
  const item = await poll(async () => {
    const { Items } = await database.send(new ScanCommand({ TableName: table }));
    return Items?.find((one) => Object.values(one).some(({ S }) => S === thing));
  }, `an item of ${thing} in ${table}`);
  expect(item).toBeDefined();
  await client.endAsync();
});
