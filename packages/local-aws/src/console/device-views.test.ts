import { parsePolicy } from '@himeshima/aws-policy';
import { createAuthorizer } from '../authorize';
import { makeTestAuthority } from '../certificates/test-authority.fixture';
import type { EventDetails } from '../events';
import { createPresence } from '../iot/presence';
import { createRegistry } from '../iot/registry/thing-registry';
import { memoryStore } from '../store';
import { createDeviceViews } from './device-views';
import type { RecordedEvent } from './event-log';

const clock = { now: () => 10_000 };
const place = { region: 'eu-west-1', account: '000000000000', directory: '' };
const arnOf = (resource: string) => `arn:aws:iot:${place.region}:${place.account}:${resource}`;

interface SentEvent {
  readonly at: number;
  readonly event: EventDetails;
  readonly cause?: number;
}

/** Creates the views of `light-1` and `light-2`, which sent the events, oldest first. */
function devices(sent: readonly SentEvent[] = []) {
  const store = memoryStore();
  const registry = createRegistry(store, clock);
  const authorizer = createAuthorizer(store, clock, registry);
  const presence = createPresence(clock);
  for (const thing of ['light-1', 'light-2']) registry.addThing(thing, { type: undefined, attributes: {} });
  const recorded = sent.map(({ at, event, cause }, index): RecordedEvent => {
    const id = index + 1;
    return { event: { id, at, cause, trace: id, depth: 0, ...event }, payloads: [], links: [] };
  });
  const search = jest.fn(() => recorded.toReversed());
  const views = createDeviceViews({
    parts: {
      store,
      clock,
      registry,
      authorizer,
      presence,
      place,
      shadows: {
        document: () => undefined,
        names: () => [],
        update: () => ({ kind: 'accepted', accepted: {} }),
        requestsTo: () => 0,
      },
      deviceDefender: { violationsOf: () => [] },
      broker: { disconnectClient: () => false, rates: 1, usageOf: () => undefined },
      authority: { certificatePem: '' },
    },
    directory: '',
    search,
    toEvent: () => {
      throw new Error('no event is shown');
    },
    simulationOf: () => undefined,
  });
  /** Attaches a certificate with a policy. The certificate's ID is the policy's name. */
  const addCertificate = (
    id: string,
    pem: string,
    {
      status = 'ACTIVE',
      Action = 'iot:*',
      Resource = '*',
    }: { status?: 'ACTIVE' | 'REVOKED'; Action?: string; Resource?: string } = {},
  ) => {
    registry.addCertificate({ id, arn: arnOf(`cert/${id}`), pem, status });
    registry.attachThing('light-1', arnOf(`cert/${id}`));
    const document = parsePolicy({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action, Resource } });
    authorizer.attachIotPolicy(id, { name: id, document });
  };
  return { ...views, presence, search, addCertificate };
}

const published = (from: string) => ({ kind: 'published', topic: 't', bytes: 1, from }) as const;
const updated = (shadow: string) =>
  ({ kind: 'shadow-updated', shadow, changes: '', version: 1, delta: undefined }) as const;
const refused = (action: string) =>
  ({ kind: 'refused', who: 'light-1', action, resource: 'topic/t', reason: 'denied' }) as const;
const violation = { kind: 'violation', thing: 'light-1', behaviour: 'b', profile: 'p', state: 'in alarm' } as const;

describe('last seen', () => {
  const lastSeen = (sent: readonly SentEvent[]) => devices(sent).list(undefined, 10).devices[0]?.lastSeen;
  const at = 5_000;

  test.each([
    ['a message', { at, event: published('light-1') }],
    ['an update of a named shadow', { at, event: updated('light-1/config') }],
    ['a denied message', { at, event: refused('iot:Publish') }],
  ])('is the time of %s from the device', (_, sent) => {
    expect(lastSeen([sent])).toBe('1970-01-01T00:00:05.000Z');
  });

  test.each([
    ['a message of another device', { at, event: published('light-2') }],
    ['an update of its shadow by a service', { at, event: { ...updated('light-1'), overHttp: true } as const }],
    ['an update of its shadow by a rule', { at, event: updated('light-1'), cause: 1 }],
    ['a message that it may not receive', { at, event: refused('iot:Receive') }],
    ['a violation', { at, event: violation }],
  ])('is not the time of %s', (_, sent) => {
    expect(lastSeen([sent])).toBeUndefined();
  });

  test('is the time of the connection if the device has sent nothing since', () => {
    const views = devices([{ at: 5_000, event: published('light-1') }]);
    views.presence.connected('light-1', undefined);
    expect(views.list(undefined, 10).devices[0]?.lastSeen).toBe('1970-01-01T00:00:10.000Z');
  });

  test('is found for all devices in one pass over the events', () => {
    const views = devices([
      { at: 4_000, event: published('light-1') },
      { at: 5_000, event: published('light-2') },
      { at: 6_000, event: published('light-1') },
    ]);
    const seen = views.list(undefined, 10).devices.map(({ lastSeen: time }) => time?.slice(17, 19));
    expect([seen, views.search.mock.calls.length]).toEqual([['06', '05'], 1]);
  });
});

describe('certificates', () => {
  let soon = '';
  let later = '';
  beforeAll(async () => {
    const authority = await makeTestAuthority('factory');
    const issue = async (year: string) =>
      (await authority.issue('light-1', { notAfter: new Date(`${year}-01-01`) })).certificatePem;
    soon = await issue('2030');
    later = await issue('2035');
  });

  test('certificate expiry ignores revoked certificates', () => {
    const views = devices();
    views.addCertificate('revoked', soon, { status: 'REVOKED' });
    views.addCertificate('active', later);
    expect(views.list(undefined, 10).devices[0]?.certificateExpiry).toBe('2035-01-01T00:00:00.000Z');
  });

  test('a connection is evaluated with the requested client ID', () => {
    const views = devices();
    const anyClient = arnOf(`client/\${iot:ClientId}`);
    views.addCertificate('device', later, { Resource: anyClient });
    const connects = (resource: string) => views.checkPermission('light-1', { action: 'iot:Connect', resource });
    expect([connects('light-1'), connects('other')]).toMatchObject([{ allowed: true }, { allowed: true }]);
  });

  test('an action is allowed if any active certificate allows it', () => {
    const views = devices();
    views.addCertificate('receiver', later, { Action: 'iot:Receive' });
    views.addCertificate('sender', later, { Action: 'iot:Publish' });
    views.addCertificate('subscriber', later, { Action: 'iot:Subscribe', status: 'REVOKED' });
    const check = (action: 'iot:Publish' | 'iot:Subscribe') =>
      views.checkPermission('light-1', { action, resource: 'a' });
    expect(check('iot:Publish')).toMatchObject({ allowed: true, policies: ['sender'] });
    expect(check('iot:Subscribe')).toMatchObject({ allowed: false, policies: ['receiver'] });
  });
});
