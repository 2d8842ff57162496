import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalAwsProcess, poll } from '@himeshima/local-aws/testing';
import { connectAsync, type MqttClient } from 'mqtt';
import WebSocket from 'ws';
import * as z from 'zod';
import { identityOf } from '../../commands/demonstration/clients';
import { startPlatformProcess } from '../../commands/platform/platform-process';
import { synthesizeIfStale } from '../../commands/platform/synthesize-if-stale';
import { environmentNamed } from '../../config/environments';
import { shadowTopics } from '../../contracts/topics';
import { connectDevice } from '../../devices/device-connection';
import { commandServer } from '../command-process';
import { type ConsoleClient, type ConsoleEvent, consoleClient, Events } from './console-client';

jest.setTimeout(60_000);

const root = process.cwd();
const directory = mkdtempSync(join(tmpdir(), 'himeshima-console-'));
const commands = commandServer();
let platform: LocalAwsProcess;
let client: ConsoleClient;
let light: MqttClient;

beforeAll(async () => {
  await synthesizeIfStale(root, environmentNamed('dev'));
  const state = join(directory, 'state');
  platform = await startPlatformProcess({ root, directory: state, args: ['--console', 'on', '--quotas', 'off'] });
  client = consoleClient(platform.console ?? '');
  light = await connectDevice(platform.mqttUrl, identityOf(state, 'light-1'));
});
afterAll(async () => {
  await commands.end();
  await light?.endAsync(true);
  await platform?.stop();
  rmSync(directory, { recursive: true, force: true });
});

const shadow = shadowTopics('light-1');
const report = (power: boolean) =>
  light.publishAsync(shadow.update, JSON.stringify({ state: { reported: { power } } }), { qos: 1 });

const Traces = z.object({ traces: z.array(z.object({ trace: z.number(), title: z.string(), failed: z.boolean() })) });
const Message = z.object({ message: z.string() });

/** Returns the events of the newest trace that meets the conditions, as soon as it contains an event of the kind. */
const traceWith = (filter: string, kind: string) =>
  poll(async () => {
    const { traces } = await client.get(`/traces?limit=1&${filter}`, Traces);
    const [newest] = traces;
    if (newest === undefined) return undefined;
    const { events } = await client.get(`/traces/${newest.trace}`, Events);
    return events.some((event) => event.kind === kind) ? events : undefined;
  }, `a trace with ${kind}`);

const eventOfKind = (events: readonly ConsoleEvent[], kind: string) => {
  const found = events.find((event) => event.kind === kind);
  if (found === undefined) throw new Error(`no ${kind} in ${events.map((event) => event.kind).join(', ')}`);
  return found;
};

describe('access to the console', () => {
  const head = (headers: Readonly<Record<string, string>>, path = '/_console/api/v1/platform') =>
    new Promise<number | undefined>((resolve, reject) => {
      request(`${client.origin}${path}`, { headers }, (response) => resolve(response.resume().statusCode))
        .once('error', reject)
        .end();
    });

  test.each([
    ['no token', {}, 401],
    ['another token', { authorization: `Bearer ${'x'.repeat(32)}` }, 401],
    ['a foreign Host', { host: 'example.com' }, 403],
    ['a Host without the port', { host: '127.0.0.1' }, 403],
    ['a foreign Origin', { origin: 'https://example.com' }, 403],
    ['the origin of another local server', { origin: 'http://127.0.0.1:1' }, 403],
  ])('rejects a request with %s', async (_, headers, status) => {
    const authorized = { authorization: `Bearer ${client.token}`, ...headers };
    expect(await head(status === 401 ? headers : authorized)).toBe(status);
  });

  test('serves the page without a token, but with a policy that allows only its own scripts', async () => {
    const response = await fetch(client.origin);
    const page = await response.text();
    const policy = response.headers.get('content-security-policy') ?? '';
    const [, nonce = 'none'] = /'nonce-([^']+)'/.exec(policy) ?? [];
    expect([response.status, policy.includes("script-src 'self'"), page.includes(nonce)]).toEqual([200, true, true]);
    expect(await head({}, '/../package.json')).toBe(404);
    expect(await head({}, '/index.html')).toBe(404);
  });

  test.each([
    ['a wrong token', JSON.stringify({ token: 'x' }), 4401],
    ['no JSON', 'hello', 4401],
  ])('closes a stream that begins with %s', async (_, hello, code) => {
    const socket = new WebSocket(`${client.origin.replace('http', 'ws')}/_console/api/v1/stream`);
    socket.once('open', () => socket.send(hello));
    expect(await new Promise((resolve) => socket.once('close', resolve))).toBe(code);
  });

  const withProperties = (properties: object) => ({ topic: 'a', payload: '', properties });
  test.each([
    ['an unknown path', 'GET', '/x', undefined, 404],
    ['an unknown thing', 'GET', '/devices/nobody', undefined, 404],
    ['an unknown monitor', 'GET', '/monitors/x', undefined, 404],
    ['an unknown trace', 'GET', '/traces/999999', undefined, 404],
    ['a malformed reference', 'GET', '/payloads/..%2F..', undefined, 404],
    ['the reference of an earlier start', 'GET', '/payloads/1-0', undefined, 404],
    ['the trace of an earlier start', 'GET', '/traces/1', undefined, 404],
    ['a query with a mistake', 'GET', '/devices?query=a%3A(', undefined, 400],
    ['an invalid limit', 'GET', '/events?limit=0', undefined, 400],
    ['a body of another shape', 'POST', '/replays', { event: 'x' }, 400],
    ['an invalid topic', 'POST', '/messages', { topic: 'a/+', payload: '' }, 400],
    ['an invalid response topic', 'POST', '/messages', withProperties({ responseTopic: 'a/#' }), 400],
    ['correlation data that is not base64', 'POST', '/messages', withProperties({ correlationData: '*' }), 400],
    ['an expiry of zero', 'POST', '/messages', withProperties({ messageExpiry: 0 }), 400],
  ])('answers %s with one line', async (_, method, path, body, status) => {
    const answer = await client.ask(method, path, body);
    expect([answer.status, Message.parse(answer.body).message]).toEqual([status, expect.stringMatching(/^[^\n]+$/)]);
  });
});

test('shows a message as a tree from the shadow to the table, with payloads and decisions', async () => {
  await report(true);
  const events = await traceWith('thing=light-1&kind=shadow-updated', 'invoked');
  const update = eventOfKind(events, 'shadow-updated');
  const rule = events.find(({ kind, resource }) => kind === 'rule-matched' && resource?.endsWith('.power_on') === true);
  expect(update).toMatchObject({ thing: 'light-1', replayable: true });
  expect(rule).toMatchObject({ cause: update.id, decision: { outcome: 'matched' } });
  expect(eventOfKind(events, 'invoked').payloads.map(({ label }) => label)).toEqual(['event', 'result']);
  const message = update.payloads.find(({ label }) => label === 'message');
  const content = await client.get(`/payloads/${message?.ref}`, z.object({ text: z.string() }));
  expect(JSON.parse(content.text)).toEqual({ state: { reported: { power: true } } });
});

test('prints the thing, the address, the decision and the payloads of each event as JSON', async () => {
  await report(true);
  const events = await traceWith('thing=light-1&kind=shadow-updated', 'invoked');
  const { id, payloads } = eventOfKind(events, 'shadow-updated');
  const line = await platform.event((event) => event['id'] === id, 'the line of the update');
  expect(line).toMatchObject({ kind: 'shadow-updated', thing: 'light-1', trace: id, payloads });
  const invoked = eventOfKind(events, 'invoked');
  expect(await platform.event((event) => event['id'] === invoked.id, 'the line of the invocation')).toMatchObject({
    address: invoked.resource,
    payloads: [{ label: 'event', ref: `${invoked.id}-0` }, { label: 'result' }],
  });
  const matched = await platform.event(({ kind }) => kind === 'rule-matched', 'the line of a rule');
  expect(matched).toMatchObject({ decision: { outcome: 'matched' }, address: expect.stringContaining('topic_rule') });
});

test('explains why a rule skipped a message', async () => {
  await report(false);
  const events = await traceWith('thing=light-1&kind=shadow-updated', 'rule-skipped');
  expect(eventOfKind(events, 'rule-skipped')).toMatchObject({
    decision: { outcome: 'not matched' },
    below: expect.arrayContaining([expect.stringMatching(/power .*false/)]),
  });
});

test('shows a denied message with the missing statement', async () => {
  await light.publishAsync('other/topic', 'x', { qos: 0 });
  const [denied] = await poll(async () => {
    const { events } = await client.get('/events?kind=refused&thing=light-1', Events);
    return events.length > 0 ? events : undefined;
  }, 'the denial');
  expect(denied?.decision).toMatchObject({
    outcome: 'denied',
    statement: expect.stringContaining('topic/other/topic'),
  });
  const state = join(directory, 'state');
  light = await connectDevice(platform.mqttUrl, identityOf(state, 'light-1'));
  const question = { action: 'iot:Publish', resource: 'other/topic' };
  const { body } = await client.ask('POST', '/devices/light-1/permissions', question);
  expect(body).toMatchObject({
    allowed: false,
    reason: 'no statement in the policy device allows the action',
    policies: ['device'],
  });
});

test('replays a message as a new trace', async () => {
  await report(true);
  const events = await traceWith('thing=light-1&kind=shadow-updated', 'invoked');
  const { body } = await client.ask('POST', '/replays', { event: eventOfKind(events, 'shadow-updated').id });
  const { trace } = z.object({ trace: z.number(), what: z.string() }).parse(body);
  const again = await poll(async () => {
    const found = await client.get(`/traces/${trace}`, Events);
    return found.events.some(({ title }) => title === 'power-on') ? found.events : undefined;
  }, 'the replayed message');
  expect(eventOfKind(again, 'shadow-updated').details[0]).toBe('reported.power = true');
  expect(again.filter(({ resource }) => resource?.endsWith('.power_on') === true).map(({ kind }) => kind)).toContain(
    'rule-matched',
  );
});

test('replays an invocation', async () => {
  await report(true);
  const events = await traceWith('thing=light-1&kind=shadow-updated', 'invoked');
  const invoked = eventOfKind(events, 'invoked');
  const { body } = await client.ask('POST', '/replays', { event: invoked.id });
  const { trace } = z.object({ trace: z.number() }).parse(body);
  const again = await poll(async () => {
    const found = await client.get(`/traces/${trace}`, Events);
    return found.events.some(({ kind }) => kind === 'invoked') ? found.events : undefined;
  }, 'the replayed invocation');
  expect(eventOfKind(again, 'invoked').title).toBe(invoked.title);
});

test('streams events and the messages of subscribed topics', async () => {
  const stream = await client.listen(['$aws/things/light-1/shadow/update/accepted']);
  await report(false);
  await poll(async () => (stream.topics.length > 0 ? stream.topics : undefined), 'the message');
  await poll(async () => stream.events.find(({ kind }) => kind === 'shadow-updated'), 'the event');
  stream.close();
  expect(new Set(stream.topics)).toEqual(new Set(['$aws/things/light-1/shadow/update/accepted']));
});

test('finds devices by an index query, and shows their shadows and certificates', async () => {
  const Devices = z.object({ devices: z.array(z.object({ thing: z.string(), connected: z.boolean() })) });
  expect((await client.get('/devices?query=connectivity.connected%3Atrue', Devices)).devices).toEqual([
    { thing: 'light-1', connected: true },
  ]);
  expect((await client.ask('GET', '/devices/light-1')).body).toMatchObject({
    certificates: [{ status: 'ACTIVE', policies: ['device'] }],
    shadows: [{ reported: { power: expect.any(Boolean) } }],
    hasCredentials: true,
  });
});

test('shows how much of its quotas a connected device uses', async () => {
  await light.subscribeAsync('$aws/things/light-1/shadow/get/accepted');
  const Quotas = z.object({ quotas: z.array(z.object({ name: z.string(), used: z.string().optional() })) });
  const usedBy = async (thing: string) => {
    const { quotas } = await client.get(`/devices/${thing}`, Quotas);
    return new Map(quotas.map(({ name, used }) => [name, used]));
  };
  expect((await usedBy('light-1')).get('subscriptions')).toBe('1');
  expect((await usedBy('light-1')).get('unacknowledged messages')).toBe('0');
  expect((await usedBy('sensor-1')).get('subscriptions')).toBeUndefined();
});

test('changes the desired state, and rejects an outdated version', async () => {
  const { status, body } = await client.ask('POST', '/devices/light-1/shadow', { desired: { power: true } });
  expect([status, body]).toMatchObject([200, { desired: { power: true } }]);
  const outdated = await client.ask('POST', '/devices/light-1/shadow', { desired: { power: false }, version: 1 });
  expect(outdated).toEqual({ status: 409, body: { message: 'Version conflict' } });
});

test('runs a simulated device with the certificate of its thing', async () => {
  const simulation = { topic: '$aws/things/sensor-1/shadow/get', payload: '', seconds: 0.2 };
  const started = await client.ask('POST', '/devices/sensor-1/simulation', simulation);
  expect(started).toEqual({ status: 200, body: { done: true } });
  expect((await client.ask('POST', '/devices/sensor-1/simulation', simulation)).status).toBe(409);
  const Running = z.object({ connected: z.boolean(), simulation: z.object({ sent: z.number() }) });
  await poll(async () => {
    const device = Running.safeParse((await client.ask('GET', '/devices/sensor-1')).body);
    return device.data?.connected === true && device.data.simulation.sent > 1 ? device.data : undefined;
  }, 'messages of the simulated device');
  expect((await client.ask('DELETE', '/devices/sensor-1/simulation')).status).toBe(200);
  await poll(async () => {
    const stopped = await client.ask('DELETE', '/devices/sensor-1/simulation');
    return stopped.status === 404 ? true : undefined;
  }, 'the end of the simulated device');
});

test('publishes a retained message, lists its topic, and tries rule SQL on it', async () => {
  const message = { topic: 'console/test', payload: '{"celsius": 7}', qos: 1, retain: true };
  expect((await client.ask('POST', '/messages', message)).status).toBe(200);
  expect((await client.ask('GET', '/retained-messages')).body).toMatchObject({
    messages: [{ topic: 'console/test', text: '{"celsius": 7}' }],
  });
  expect((await client.ask('GET', '/messages?filter=console%2F%2B')).body).toMatchObject({
    messages: [{ topic: 'console/test', text: '{"celsius": 7}' }],
  });
  const matching = { sql: "SELECT celsius * 2 AS twice FROM 'console/+' WHERE celsius > 5" };
  expect((await client.ask('POST', '/rule-trials', matching)).body).toMatchObject({
    results: [{ matched: true, output: '{"twice":14}' }],
  });
  const skipping = { sql: "SELECT * FROM 'console/+' WHERE celsius > 10" };
  expect((await client.ask('POST', '/rule-trials', skipping)).body).toMatchObject({
    results: [{ matched: false, why: [expect.stringContaining('false'), expect.stringContaining('7')] }],
  });
  const invalid = await client.ask('POST', '/rule-trials', { sql: 'SELECT' });
  expect(invalid).toMatchObject({ status: 200, body: { error: expect.any(String), results: [] } });
});

test('publishes the MQTT 5 properties that AWS IoT supports, and shows them on received and retained messages', async () => {
  const properties = {
    contentType: 'application/json',
    responseTopic: 'console/answers',
    correlationData: 'AQI=',
    payloadFormatIndicator: 'UTF8_DATA',
    messageExpiry: 60,
    userProperties: [
      ['site', 'tokyo'],
      ['site', 'osaka'],
    ],
  };
  const message = { topic: 'console/properties', payload: '{}', qos: 1, retain: true, properties };
  expect((await client.ask('POST', '/messages', message)).status).toBe(200);
  const { body } = await client.ask('GET', '/messages?filter=console%2Fproperties');
  expect(body).toMatchObject({ messages: [{ properties }] });
  const { messageExpiry: _, ...retained } = properties;
  const Retained = z.object({ messages: z.array(z.object({ topic: z.string(), properties: z.unknown().optional() })) });
  const { messages } = await client.get('/retained-messages', Retained);
  expect(messages.find(({ topic }) => topic === message.topic)?.properties).toEqual(retained);
});

test('shows the MQTT 5 properties of a message from a device', async () => {
  const { thing, key, certificate, authority } = identityOf(join(directory, 'state'), 'sensor-1');
  const identity = { clientId: thing, key, cert: certificate, ca: authority };
  const modern = await connectAsync(platform.mqttUrl, { ...identity, protocolVersion: 5, reconnectPeriod: 0 });
  const properties = { contentType: 'text/plain', messageExpiryInterval: 30, userProperties: { site: 'tokyo' } };
  await modern.publishAsync('$aws/things/sensor-1/shadow/get', '', { qos: 1, properties });
  await modern.endAsync(true);
  const Received = z.object({ messages: z.array(z.object({ properties: z.unknown().optional() })) });
  const received = await poll(async () => {
    const { messages } = await client.get('/messages?filter=%24aws%2Fthings%2Fsensor-1%2Fshadow%2Fget', Received);
    return messages.find((message) => message.properties !== undefined);
  }, 'the recorded message');
  expect(received.properties).toEqual({
    contentType: 'text/plain',
    messageExpiry: 30,
    userProperties: [['site', 'tokyo']],
  });
});

test('hides the secrets of a resource, and shows its policies and monitors', async () => {
  const { body } = await client.ask('GET', '/resources/aws_lambda_function.power_on');
  expect(body).toMatchObject({
    type: 'aws_lambda_function',
    policies: expect.arrayContaining([{ name: expect.any(String), document: expect.objectContaining({}) }]),
    monitors: expect.arrayContaining(['lambda_errors']),
  });
});

test('a changed monitor raises the same alerts as the backtest command on the same metrics', async () => {
  for (const count of [4, 0, 2, 1]) {
    for (let sent = 0; sent < count; sent++) await light.publishAsync(shadow.update, '{', { qos: 1 });
    await report(true);
    await platform.advance(60);
  }
  // longer than the evaluation delay of CloudWatch metrics, which the command respects
  await platform.advance(1_200);
  const Result = z.object({
    query: z.string(),
    timeline: z.object({ alerts: z.array(z.object({ group: z.string(), from: z.string() })) }),
  });
  const id = 'iot_message_unreadable';
  const change = { threshold: 2, windowMinutes: 1, delaySeconds: 900 };
  const answer = await client.ask('POST', `/monitors/${id}/what-if`, change);
  const { query, timeline } = Result.parse(answer.body);
  const metrics = await (await fetch(`${platform.endpoint}/_local/metrics`)).text();
  const file = join(directory, 'metrics.json');
  writeFileSync(file, metrics);
  const { stdout } = await commands.run('monitors', ['backtest', id, '--data', file, '--query', query, '--json']);
  const Outcome = z.object({ query: z.string(), all: z.array(z.object({ group: z.string(), from: z.number() })) });
  const { outcomes } = z.object({ outcomes: z.array(Outcome) }).parse(JSON.parse(stdout));
  const expected = outcomes.find((outcome) => outcome.query === query)?.all;
  expect(expected).not.toHaveLength(0);
  expect(timeline.alerts.map(({ group, from }) => [group, Date.parse(from) / 60_000])).toEqual(
    expected?.map(({ group, from }) => [group, from]),
  );
});
