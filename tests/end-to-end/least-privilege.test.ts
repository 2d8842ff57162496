import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { IoTClient } from '@aws-sdk/client-iot';
import { PublishCommand, UpdateThingShadowCommand } from '@aws-sdk/client-iot-data-plane';
import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { type Clients, claimOf, clientsOf, identityOf } from '../../commands/demonstration/clients';
import { type PlatformProcess, poll, startPlatformProcess } from '../../commands/running/platform-process';
import { bringUpToDate } from '../../commands/running/up-to-date';
import { dev } from '../../config/dev';
import { environmentNamed } from '../../config/environments';
import { names } from '../../config/names';
import { shadowTopics } from '../../contracts/topics';
import { connectDevice } from '../../devices/light';
import { ProvisioningRefused, provision } from '../../devices/provision';
import { readStack, type Stack } from '../../lib/terraform';
import { certificateCalls } from './certificate-calls';
import { root } from './foreign-platform';
import { account } from './foreign-stack';
import { peopleCalls, writesToBuckets } from './people-calls';
import { type Iam, iamOf, type RoleStatement, roleStatements, type Statement, withoutIt } from './taken-away';

jest.setTimeout(120_000);

const folder = mkdtempSync(join(tmpdir(), 'himeshima-least-privilege-'));
const out = join(root, 'cdktf.out');

let stack: Stack;
let platform: PlatformProcess;
let clients: Clients;
let kinesis: KinesisClient;
let logs: CloudWatchLogsClient;
let iam: Iam;
let iot: IoTClient;
beforeAll(async () => {
  await bringUpToDate(root, environmentNamed('dev'));
  stack = readStack(JSON.parse(readFileSync(join(out, 'stacks', dev.stack, 'cdk.tf.json'), 'utf8')));
  // rules that may invoke nothing carry out their error action
  const permissions = stack.resources.filter(
    ({ type, attributes }) =>
      type === 'aws_lambda_permission' && String(attributes['statement_id']).startsWith('rule-'),
  );
  const without = permissions.flatMap(({ address }) => ['--without', address]);
  const args = ['--out', out, '--stack', dev.stack, ...without];
  platform = await startPlatformProcess({ root, directory: join(folder, 'state'), args });
  clients = clientsOf(platform);
  const common = {
    endpoint: platform.endpoint,
    region: clients.region,
    credentials: await clients.lambda.config.credentials(),
    maxAttempts: 1,
  };
  kinesis = new KinesisClient(common);
  logs = new CloudWatchLogsClient(common);
  iam = iamOf(common);
  iot = new IoTClient(common);
});
afterAll(async () => {
  kinesis?.destroy();
  iot?.destroy();
  await platform?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const json = (value: object) => Buffer.from(JSON.stringify(value));

const invoke = async (FunctionName: string, event: object, InvocationType: 'Event' | 'RequestResponse' = 'Event') => {
  const { FunctionError, Payload } = await clients.lambda.send(
    new InvokeCommand({ FunctionName, InvocationType, Payload: json(event) }),
  );
  const payload: unknown = InvocationType === 'Event' ? undefined : JSON.parse(Buffer.from(Payload ?? []).toString());
  return { error: FunctionError, payload };
};

const publish = async (topic: string, message: object) => {
  await clients.iotData.send(new PublishCommand({ topic, payload: json(message) }));
};

const append = async (StreamName: string, Data: Uint8Array) => {
  await kinesis.send(new PutRecordCommand({ StreamName, PartitionKey: 'k', Data }));
};

const report = (thing: string) => ({
  thing,
  receivedAt: Date.now(),
  traceId: 't',
  state: { reported: { power: true } },
});
const changeShadow = async (power: boolean) => {
  const payload = json({ state: { reported: { power } } });
  await clients.iotData.send(new UpdateThingShadowCommand({ thingName: 'light-1', payload }));
};
const command = async (thing: string) => {
  const stateMachineArn = `arn:aws:states:${clients.region}:${account}:stateMachine:power-command`;
  await clients.sfn.send(new StartExecutionCommand({ stateMachineArn, input: JSON.stringify({ thing, power: true }) }));
};
const logRecord = () =>
  gzipSync(
    JSON.stringify({
      messageType: 'DATA_MESSAGE',
      owner: account,
      logGroup: '/aws/lambda/power-on',
      logStream: 's',
      subscriptionFilters: ['f'],
      logEvents: [{ id: '1', timestamp: Date.now(), message: `ERROR ${Date.now()} something went wrong` }],
    }),
  );
const measurement = (value: number) => ({ v: 1, at: Date.now(), value });
const measured = () => ({
  ...measurement(20),
  thing: 'sensor-1',
  kind: 'temp',
  room: 'r',
  receivedAt: 1,
  traceId: 't',
});

/** A batch that comes twice is found to be counted already. */
async function measureTwice(): Promise<void> {
  const data = json(measured()).toString('base64');
  const event = { Records: [{ eventID: 'shardId-000000000000:1', kinesis: { sequenceNumber: '1', data } }] };
  await append('telemetry', json(measured()));
  await invoke('telemetry-writer', event);
  await invoke('telemetry-writer', event);
}

/** @returns the moment to which the platform's clock has come, in ms since the epoch */
async function advance(advanceSeconds: number): Promise<number> {
  const response = await fetch(`${platform.endpoint}/_local/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advanceSeconds }),
  });
  return Date.parse(z.object({ now: z.string() }).parse(await response.json()).now);
}

/** A change of a shadow is delivered when its buffer has waited long enough. */
async function archiveChange(): Promise<void> {
  await changeShadow(true);
  await advance(301);
}

/** A device sends more at once than any of ours does, and behaves in the span after it. */
async function misbehave(): Promise<void> {
  const client = await connectDevice(platform.mqttUrl, identityOf(platform.directory, 'light-1'));
  const [topic, large] = [shadowTopics('light-1').update, JSON.stringify({ pad: 'x'.repeat(100_000) })];
  await client.publishAsync(topic, large, { qos: 1 });
  await client.endAsync();
  await advance(301);
  await advance(301);
}

/** Answers a command that the device has been asked, as its report would. */
async function answerCommand(): Promise<void> {
  await command('light-1');
  const asked = new GetItemCommand({ TableName: 'commands', Key: { thing: { S: 'light-1' } } });
  await poll(async () => (await clients.dynamodb.send(asked)).Item, 'a command that waits');
  await invoke('power-confirm', { thing: 'light-1', power: true, receivedAt: Date.now(), traceId: 't' });
}

let made = 0;
/** A new device comes with the claim certificate; that it may be refused is what is looked for. @returns its name */
async function comes(template: 'light' | 'sensor'): Promise<string> {
  made += 1;
  const serial = `SERIAL${made}`;
  const Item = { serial: { S: serial }, type: { S: template } };
  await clients.dynamodb.send(new PutItemCommand({ TableName: 'serial-numbers', Item }));
  const parameters = { Kind: 'temp', Room: 'room1' };
  const device = { claim: claimOf(platform.directory), serial, template, parameters };
  await provision(platform.mqttUrl, device).catch((error: unknown) => {
    if (!(error instanceof ProvisioningRefused)) throw error;
  });
  return `${template}-${serial}`;
}

/** What sets off all that a role does where everything goes well; of a rule, where its action fails as well. */
const works = (): Readonly<Record<string, () => Promise<unknown>>> => ({
  [names.role('power-on')]: () => invoke('power-on', report('light-1')),
  [names.role('power-command')]: () => command('light-1'),
  [names.role('power-confirm')]: answerCommand,
  [names.role('workflow-power-command')]: () => command('light-1'),
  [names.role('alert-message')]: () => append('AlertMessageStream', logRecord()),
  [names.role('telemetry-writer')]: measureTwice,
  [names.role('provisioning-hook')]: () => comes('light'),
  [names.role('provision-light')]: () => comes('light'),
  [names.role('provision-sensor')]: () => comes('sensor'),
  [names.role('firehose-shadow-archive')]: archiveChange,
  [names.role('violations')]: misbehave,
  [names.role('errors-and-reports')]: () => invoke('power-on', report('light-1')),
  [names.role('rule-power-on')]: () =>
    publish('$aws/things/light-1/shadow/update', { state: { reported: { power: true } } }),
  [names.role('rule-power-reported')]: () => changeShadow(true),
  [names.role('rule-shadow-documents')]: () => changeShadow(false),
  [names.role('rule-telemetry')]: () => publish('Sensor/temp/room1', measurement(20)),
  [names.role('rule-too-hot')]: () => publish('Sensor/temp/room1', measurement(70)),
  ...peopleCalls({
    call: (name, event) => invoke(name, event, 'RequestResponse').catch(() => undefined),
    now: () => advance(0),
    archiveChange,
    measure: measureTwice,
  }),
  ...certificateCalls({ platform, clients, iot, invoke, publish, comes }),
});

const garbage = Buffer.from('garbage');

/** What sets off what a role does with what it could not process. */
const fails: Readonly<Record<string, () => Promise<unknown>>> = {
  [names.role('power-on')]: () => invoke('power-on', {}),
  [names.role('power-confirm')]: () => invoke('power-confirm', {}),
  [names.role('rotate-answer')]: () => invoke('rotate-answer', {}),
  [names.role('timer-event')]: () => invoke('timer-event', {}),
  [names.role('alert-message')]: () => append('AlertMessageStream', garbage),
  [names.role('telemetry-writer')]: () => append('telemetry', garbage),
};

const isRule = ({ role }: Pick<RoleStatement, 'role'>) => role.startsWith(names.role('rule-'));
/** Queues and buckets are for what failed. */
const isForFailures = (statement: Statement) => /\b(sqs|s3)\b/.test(JSON.stringify(statement));
const isOfBuckets = (statement: Statement) => /\bs3\b/.test(JSON.stringify(statement));
const isForFailuresAlone = ({ role, statement }: RoleStatement) =>
  fails[role] !== undefined && isForFailures(statement) && !(writesToBuckets({ role }) && isOfBuckets(statement));

/** Those without which everything went on as before. */
async function dead(
  statements: readonly RoleStatement[],
  setsOff: Readonly<Record<string, () => Promise<unknown>>>,
): Promise<object[]> {
  const found: object[] = [];
  for (const taken of statements) {
    const refused = await withoutIt(taken, {
      iam,
      platform,
      // the error action of a rule wants an action that fails: it has no right to that either
      stays: (statement) => !isRule(taken) || !isForFailures(taken.statement) || isForFailures(statement),
      async setOff() {
        const set = setsOff[taken.role];
        if (set === undefined) throw new Error(`${taken.role}: this test does not set off what it does`);
        await set();
      },
    });
    if (refused === undefined) found.push({ role: taken.role, statement: taken.statement });
  }
  return found;
}

test('with all their statements no role is refused anything', async () => {
  for (const [role, setOff] of Object.entries(works())) if (!role.startsWith(names.role('rule-'))) await setOff();
  await poll(() => platform.events.find(({ kind }) => kind === 'notification'), 'an alert');
  expect(platform.events.filter(({ kind, reason }) => kind === 'refused' && `${reason}`.includes('role'))).toEqual([]);
});

describe('no statement of a role is dead: without it', () => {
  test('a call is refused, by its action and resource', async () => {
    const all = await roleStatements(stack, iam);
    expect(all.length).toBeGreaterThan(40);
    const statements = all.filter((taken) => !isForFailuresAlone(taken));
    expect(await dead(statements, works())).toEqual([]);
  });

  test('what failed is not kept', async () => {
    await platform.setSpeed(300);
    const statements = (await roleStatements(stack, iam)).filter(isForFailuresAlone);
    expect(await dead(statements, fails)).toEqual([]);
    await platform.setSpeed(1);
  });
});

/** What comes of an invocation of power-on while it lacks the statement that speaks of `action`. */
async function lacking<Value>(action: string, run: () => Promise<Value>): Promise<Value> {
  const role = names.role('power-on');
  const [policy = ''] = await iam.names(role);
  const whole = await iam.policy(role, policy);
  const left = whole.Statement.filter((statement) => !JSON.stringify(statement).includes(action));
  await iam.put(role, policy, { ...whole, Statement: left });
  try {
    return await run();
  } finally {
    await iam.put(role, policy, whole);
  }
}

const Saved = z.record(z.string(), z.array(z.object({ sum: z.number() })));

/** How many trace segments power-on has sent. */
async function segments(): Promise<number> {
  const response = await fetch(`${platform.endpoint}/_local/metrics`);
  const saved = Object.entries(Saved.parse(await response.json()));
  const own = saved.filter(([name]) => name.startsWith('local.trace_segments') && name.includes('power-on'));
  return own.flatMap(([, minutes]) => minutes).reduce((total, { sum }) => total + sum, 0);
}

const powerOn = (thing: string) => invoke('power-on', report(thing), 'RequestResponse');
const session = `arn:aws:sts::${account}:assumed-role/${names.role('power-on')}/power-on`;

describe('a function that lacks a right', () => {
  test('gets the error of AWS from its own SDK', async () => {
    const { error, payload } = await lacking('dynamodb:PutItem', () => powerOn('light-1'));
    const table = `arn:aws:dynamodb:${clients.region}:${account}:table/device-power`;
    expect(error).toBe('Unhandled');
    expect(payload).toMatchObject({
      errorType: 'AccessDeniedException',
      errorMessage: `User: ${session} is not authorized to perform: dynamodb:PutItem on resource: ${table} because no identity-based policy allows the dynamodb:PutItem action`,
    });
  });

  test('to its key does not run at all', async () => {
    const refused = await lacking('lambda.', () => powerOn('light-1').catch(String));
    expect(refused).toContain('Lambda was unable to decrypt the environment variables because KMS access was denied');
    expect(refused).toContain(`${session} is not authorized to perform: kms:Decrypt`);
  });

  test('to its log runs as before, and its lines are gone', async () => {
    expect(await lacking('logs:PutLogEvents', () => powerOn('unheard'))).toMatchObject({ error: undefined });
    await powerOn('heard');
    const asked = new FilterLogEventsCommand({ logGroupName: '/aws/lambda/power-on', filterPattern: 'heard' });
    const told = await poll(async () => {
      const { events = [] } = await logs.send(asked);
      return events.length > 0 ? events.map(({ message = '' }) => message) : undefined;
    }, 'the lines of the other');
    expect(told.filter((line) => line.includes('unheard'))).toEqual([]);
  });

  test('to send traces runs as before, and its traces are gone', async () => {
    const before = await segments();
    expect(await lacking('xray:PutTraceSegments', () => powerOn('light-1'))).toMatchObject({ error: undefined });
    expect(await segments()).toBe(before);
    await powerOn('light-1');
    expect(await segments()).toBe(before + 1);
  });
});
