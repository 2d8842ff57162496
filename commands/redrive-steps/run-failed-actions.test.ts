import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { FirehoseClient } from '@aws-sdk/client-firehose';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SNSClient } from '@aws-sdk/client-sns';
import { type TestTable, testTable } from '../../functions/shared/test-table';
import { runFailedActions } from './run-failed-actions';

let table: TestTable;
beforeAll(async () => {
  table = await testTable('readings', 'thing', 'at');
});
afterAll(() => table?.close());

// no server listens on this port
const unreachable = {
  endpoint: 'http://127.0.0.1:1',
  region: 'ap-northeast-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
};
const rules = new Map([
  ['measured', { sql: "SELECT *, clientid() AS thing FROM 'Sensor/+/+'", partitionKey: '${clientid()}' }],
]);

const redrive = (...failures: readonly (readonly [failedAction: string, failedResource: string])[]) => {
  const body = JSON.stringify({
    ruleName: 'measured',
    topic: 'Sensor/temp/room1',
    cloudwatchTraceId: 'trace',
    clientId: 'sensor-1',
    base64OriginalPayload: Buffer.from('{"at":1,"value":20}').toString('base64'),
    failures: failures.map(([failedAction, failedResource]) => ({ failedAction, failedResource })),
  });
  const services = {
    dynamodb: table.client,
    firehose: new FirehoseClient(unreachable),
    kinesis: new KinesisClient(unreachable),
    lambda: new LambdaClient(unreachable),
    sns: new SNSClient(unreachable),
  };
  return runFailedActions(services, rules, { body, sentAt: 0 });
};

test('runs all actions even if one fails again, and reports the result of each', async () => {
  const failure = await redrive(
    ['KinesisAction', 'telemetry'],
    ['DynamoDBv2Action', 'readings'],
    ['TimestreamAction', 'measures'],
  ).catch(String);
  expect(failure).toMatch(
    /^Error: KinesisAction on telemetry: .*ECONNREFUSED.*; TimestreamAction on measures: Error: npm run redrive does not support TimestreamAction; succeeded: readings$/,
  );
  const { Items } = await table.client.send(new ScanCommand({ TableName: 'readings' }));
  expect(Items).toEqual([{ thing: { S: 'sensor-1' }, at: { N: '1' }, value: { N: '20' } }]);
});

test('returns the resources of the actions that succeeded', async () => {
  expect(await redrive(['DynamoDBv2Action', 'readings'], ['DynamoDBv2Action', 'readings'])).toBe('readings, readings');
});
