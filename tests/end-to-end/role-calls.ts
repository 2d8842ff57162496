import { gzipSync } from 'node:zlib';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { IoTClient } from '@aws-sdk/client-iot';
import { PublishCommand, UpdateThingShadowCommand } from '@aws-sdk/client-iot-data-plane';
import { type KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { type LocalAwsProcess, poll } from '@himeshima/local-aws/testing';
import * as z from 'zod';
import { type Clients, claimOf, identityOf } from '../../commands/demonstration/clients';
import { names } from '../../config/names';
import { shadowTopics } from '../../contracts/topics';
import { connectDevice } from '../../devices/device-connection';
import { ProvisioningRejectedError, provision } from '../../devices/provision';
import { accountCalls } from './account-calls';
import { certificateCalls } from './certificate-calls';
import { account } from './foreign-stack';
import { liveCalls } from './live-calls';
import { peopleCalls } from './people-calls';

interface RoleCallContext {
  platform: LocalAwsProcess;
  clients: Clients;
  kinesis: KinesisClient;
  iot: IoTClient;
  /** Names of the provisioning templates. */
  templates: readonly string[];
}

/** Calls by role. Between calls, each function checks whether a call has already been rejected. */
export type Calls = Readonly<Record<string, (enough: () => boolean) => Promise<unknown>>>;

/** Returns successful and failing calls that together use every statement of a role. */
export function roleCalls({ platform, clients, kinesis, iot, templates }: RoleCallContext) {
  const json = (value: object) => Buffer.from(JSON.stringify(value));

  /** Request ids of the asynchronous invocations. */
  const queued: unknown[] = [];
  const invoke = async (FunctionName: string, event: object, InvocationType: 'Event' | 'RequestResponse' = 'Event') => {
    const { FunctionError, Payload, $metadata } = await clients.lambda.send(
      new InvokeCommand({ FunctionName, InvocationType, Payload: json(event) }),
    );
    if (InvocationType === 'Event') queued.push($metadata.requestId);
    const payload: unknown = InvocationType === 'Event' ? undefined : JSON.parse(Buffer.from(Payload ?? []).toString());
    return { error: FunctionError, payload };
  };

  /** Waits for the first attempt of each asynchronous invocation. */
  const queueIsEmpty = () =>
    poll(() => {
      const ended = new Set(
        platform.events.filter(({ kind }) => kind === 'invoked').map((event) => event['requestId']),
      );
      return queued.every((id) => ended.has(id)) ? true : undefined;
    }, 'the asynchronous invocations');

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
  const start = async (workflow: string, input: object, name?: string) => {
    const stateMachineArn = `arn:aws:states:${clients.region}:${account}:stateMachine:${workflow}`;
    await clients.sfn.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
  };
  const command = (thing: string) => start('power-command', { thing, power: true });

  let commanded = 0;
  /** Thing without a command in flight. */
  const nextThing = () => {
    commanded += 1;
    return `light-c${commanded}`;
  };

  /** Sends a command to a thing and waits until its task token is stored, unless a call is rejected first. */
  async function waitForTaskToken<Given>(
    thing: string,
    give: () => Promise<Given>,
    enough: () => boolean,
  ): Promise<Given> {
    const from = platform.events.length;
    const given = await give();
    const isTokenStored = ({ kind, table, operation, item }: LocalAwsProcess['events'][number]) =>
      kind === 'table-written' && table === 'commands' && operation === 'update' && `${item}`.includes(thing);
    const isStored = () => platform.events.slice(from).some(isTokenStored);
    await poll(() => isStored() || enough() || undefined, 'a waiting command, or a rejected call', 30);
    return given;
  }

  /** Sends a command, which expires a second later, to an offline device. */
  async function sendExpiringCommand(enough: () => boolean): Promise<void> {
    const thing = nextThing();
    const input = { thing, power: true, expiresInSeconds: 1 };
    await waitForTaskToken(thing, () => start('power-command', input), enough);
    await advance(2);
  }

  /** Sends a command, in a batch or separately, and answers it as a device would. */
  async function sendAndAnswer(
    workflow: 'power-command' | 'power-commands',
    id: string,
    enough: () => boolean,
  ): Promise<string> {
    const thing = nextThing();
    const input = { thing, power: true, expiresInSeconds: 60 };
    const many = { owner: 'me', commands: [{ command: id, input }] };
    const give = () => (workflow === 'power-command' ? start(workflow, input, id) : start(workflow, many));
    await waitForTaskToken(thing, give, enough);
    const report = { thing, power: true, command: id, receivedAt: await advance(0), traceId: 't' };
    await invoke('power-confirm', report);
    return thing;
  }

  /** Answers a command, and reports that the device is off. */
  async function answerCommand(enough: () => boolean): Promise<void> {
    const thing = await sendAndAnswer('power-command', `answered-${commanded}`, enough);
    await invoke('power-confirm', { thing, power: false, receivedAt: await advance(0), traceId: 't' });
  }

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
  const newMeasurement = () => ({
    ...measurement(20),
    thing: 'sensor-1',
    kind: 'temp',
    room: 'room1',
    receivedAt: 1,
    traceId: 't',
  });

  /** Sends a batch twice. The second batch contains a record that was already counted. */
  async function measureTwice(): Promise<void> {
    const data = json(newMeasurement()).toString('base64');
    const event = { Records: [{ eventID: 'shardId-000000000000:1', kinesis: { sequenceNumber: '1', data } }] };
    await append('telemetry', json(newMeasurement()));
    await invoke('telemetry-writer', event);
    await invoke('telemetry-writer', event);
  }

  /** Advances the platform's clock. @returns its new time in ms since the epoch */
  async function advance(advanceSeconds: number): Promise<number> {
    const response = await fetch(`${platform.endpoint}/_local/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ advanceSeconds }),
    });
    return Date.parse(z.object({ now: z.string() }).parse(await response.json()).now);
  }

  /** Changes a shadow and waits until the buffer is delivered. */
  async function archiveChange(): Promise<void> {
    await changeShadow(true);
    await advance(301);
  }

  /** Publishes a measurement of the sensor. A record in another format would be retried and delay other records. */
  async function measure(value: number): Promise<void> {
    const client = await connectDevice(platform.mqttUrl, identityOf(platform.directory, 'sensor-1'));
    await client.publishAsync('Sensor/temp/room1', JSON.stringify(measurement(value)), { qos: 1 });
    await client.endAsync();
  }

  async function archiveMeasurement(): Promise<void> {
    await measure(20);
    await advance(301);
  }

  /** Violates the behavior limits in one interval, and complies with them in the next. */
  async function misbehave(): Promise<void> {
    const client = await connectDevice(platform.mqttUrl, identityOf(platform.directory, 'light-1'));
    const [topic, large] = [shadowTopics('light-1').update, JSON.stringify({ pad: 'x'.repeat(100_000) })];
    await client.publishAsync(topic, large, { qos: 1 });
    await client.endAsync();
    await advance(301);
    await advance(301);
  }

  let made = 0;
  /** Provisions a new device with the claim certificate; the request may be rejected. @returns the device name */
  async function provisionDevice(template: string): Promise<string> {
    made += 1;
    const serial = `SERIAL${made}`;
    const Item = { serial: { S: serial }, type: { S: template } };
    await clients.dynamodb.send(new PutItemCommand({ TableName: 'serial-numbers', Item }));
    const parameters = { Kind: 'temp', Room: 'room1' };
    const device = { claim: claimOf(platform.directory), serial, template, parameters };
    await provision(platform.mqttUrl, device).catch((error: unknown) => {
      if (!(error instanceof ProvisioningRejectedError)) throw error;
    });
    return `${template}-${serial}`;
  }

  /** Returns calls that use every statement of a role: successful calls and, for a rule, calls that make its action fail. */
  const works = (): Calls => ({
    [names.role('power-on')]: () => invoke('power-on', report('light-1')),
    [names.role('power-command')]: sendExpiringCommand,
    [names.role('power-confirm')]: answerCommand,
    [names.role('workflow-power-command')]: () => command(nextThing()),
    [names.role('workflow-power-commands')]: (enough) => sendAndAnswer('power-commands', `many-${commanded}`, enough),
    [names.role('alert-message')]: () => append('AlertMessageStream', logRecord()),
    [names.role('telemetry-writer')]: measureTwice,
    [names.role('provisioning-hook')]: () => provisionDevice('light'),
    ...Object.fromEntries(
      templates.map((template) => [names.role(`provision-${template}`), () => provisionDevice(template)]),
    ),
    [names.role('firehose-shadow-archive')]: archiveChange,
    [names.role('firehose-measurement-archive')]: archiveMeasurement,
    [names.role('violations')]: misbehave,
    [names.role('errors-and-reports')]: () => invoke('power-on', report('light-1')),
    [names.role('rule-power-on')]: () =>
      publish('$aws/things/light-1/shadow/update', { state: { reported: { power: true } } }),
    [names.role('rule-power-reported')]: () => changeShadow(true),
    [names.role('rule-shadow-documents')]: () => changeShadow(false),
    [names.role('rule-telemetry')]: () => measure(20),
    [names.role('rule-too-hot')]: () => measure(70),
    ...accountCalls({ iot, publish, request: () => fetch(`${platform.api}/devices`).then(() => undefined) }),
    ...peopleCalls({
      call: (name, event) => invoke(name, event, 'RequestResponse').catch(() => undefined),
      now: () => advance(0),
      archiveChange,
      measure: measureTwice,
      letExpire: () => advance(91),
      waitForTaskToken,
    }),
    ...liveCalls({
      clients,
      call: (name, event) => invoke(name, event, 'RequestResponse').catch(() => undefined),
      publish,
      changeShadow: () => changeShadow(true),
    }),
    ...certificateCalls({ platform, clients, iot, invoke, publish, provisionDevice }),
  });

  const garbage = Buffer.from('garbage');

  /** Calls that use a role's statements for failed input. */
  const fails: Calls = {
    [names.role('power-on')]: () => invoke('power-on', {}),
    [names.role('power-confirm')]: () => invoke('power-confirm', {}),
    [names.role('rotate-answer')]: () => invoke('rotate-answer', {}),
    [names.role('live-push')]: () => invoke('live-push', {}),
    [names.role('alert-message')]: () => append('AlertMessageStream', garbage),
    [names.role('telemetry-writer')]: () => append('telemetry', garbage),
    [names.role('timer-event')]: () => invoke('timer-event', {}),
  };

  return { works, fails, invoke, queueIsEmpty, report };
}
