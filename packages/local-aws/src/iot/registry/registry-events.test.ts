import { start, stopped, writtenStore } from '../../stopped-platform.fixture';
import { createRegistryEvents, type EventKind, eventKinds } from './registry-events';
import { createRegistry, type Registry } from './thing-registry';

const all = Object.fromEntries(eventKinds.map((kind) => [kind, true]));
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Returns the messages that are published for changes to a registry. */
function published(change: (registry: Registry) => void, on: Partial<Record<EventKind, boolean>> = all) {
  const messages: { topic: string; payload: unknown }[] = [];
  const { clock, store } = stopped();
  const registry = createRegistry(store, clock);
  const events = createRegistryEvents({
    clock,
    registry,
    account: '000000000000',
    arnPrefix: 'arn:aws:iot:eu-west-1:000000000000',
    publish: ({ topic, payload }) =>
      void messages.push({ topic, payload: JSON.parse(Buffer.from(payload).toString('utf8')) }),
  });
  events.configure(on);
  events.start();
  change(registry);
  return messages;
}
const topics = (...args: Parameters<typeof published>) => published(...args).map(({ topic }) => topic);

const light = { type: undefined, attributes: { room: 'hall' } };

describe('registry events', () => {
  test("publishes events when a thing is created, updated and deleted, with the thing's ID and version", () => {
    const messages = published((registry) => {
      registry.addThing('light-1', light);
      registry.addThing('light-1', { ...light, attributes: { room: 'attic' } });
      registry.removeThing('light-1');
    });
    const payload = {
      eventType: 'THING_EVENT',
      eventId: expect.stringMatching(uuid),
      timestamp: start,
      operation: 'CREATED',
      accountId: '000000000000',
      thingId: expect.stringMatching(uuid),
      thingName: 'light-1',
      versionNumber: 1,
      thingTypeName: null,
      attributes: { room: 'hall' },
    };
    const later = { ...payload, versionNumber: 2, attributes: { room: 'attic' } };
    expect(messages).toEqual([
      { topic: '$aws/events/thing/light-1/created', payload },
      { topic: '$aws/events/thing/light-1/updated', payload: { ...later, operation: 'UPDATED' } },
      { topic: '$aws/events/thing/light-1/deleted', payload: { ...later, operation: 'DELETED' } },
    ]);
    expect(new Set(messages.map((message) => JSON.stringify(message).match(/"thingId":"[^"]+"/)?.[0])).size).toBe(1);
  });

  test('publishes no event if a value is set to its current value', () => {
    const twice = (registry: Registry) => {
      for (let time = 0; time < 2; time++) {
        registry.addThing('light-1', light);
        registry.addThingType('light');
        registry.addGroup('lights');
        registry.addToGroup('light-1', 'lights');
        registry.removeThing('unknown');
      }
    };
    expect(topics(twice)).toEqual([
      '$aws/events/thing/light-1/created',
      '$aws/events/thingType/light/created',
      '$aws/events/thingGroup/lights/created',
      '$aws/events/thingGroupMembership/thingGroup/lights/thing/light-1/added',
    ]);
  });

  test("publishes an event when a thing's type is set or changed", () => {
    const retyped = (registry: Registry) => {
      registry.addThing('light-1', { ...light, type: 'light' });
      registry.addThing('light-1', { ...light, type: 'lamp' });
    };
    expect(published(retyped, { THING_TYPE_ASSOCIATION: true })).toEqual(
      [
        ['light', 'ADDED', 'added'],
        ['light', 'REMOVED', 'removed'],
        ['lamp', 'ADDED', 'added'],
      ].map(([thingTypeName, operation, done]) => ({
        topic: `$aws/events/thingTypeAssociation/thing/light-1/thingType/${thingTypeName}/${done}`,
        payload: {
          eventType: 'THING_TYPE_ASSOCIATION_EVENT',
          eventId: expect.stringMatching(uuid),
          timestamp: start,
          operation,
          thingId: expect.stringMatching(uuid),
          thingName: 'light-1',
          thingTypeName,
        },
      })),
    );
  });

  test('the event lists all ancestors of a group, starting at the root', () => {
    const nested = (registry: Registry) => {
      const group = { parent: undefined, description: undefined, attributes: {} };
      registry.addGroup('house', group);
      registry.addGroup('floor', { ...group, parent: 'house' });
      registry.addGroup('room', { ...group, parent: 'floor', attributes: { size: '3' } });
    };
    const messages = published(nested);
    expect(messages.at(-2)).toMatchObject({
      topic: '$aws/events/thingGroup/room/created',
      payload: {
        parentGroupName: 'floor',
        attributes: { size: '3' },
        rootToParentThingGroups: [
          { groupArn: 'arn:aws:iot:eu-west-1:000000000000:thinggroup/house', groupId: expect.stringMatching(uuid) },
          { groupArn: 'arn:aws:iot:eu-west-1:000000000000:thinggroup/floor', groupId: expect.stringMatching(uuid) },
        ],
      },
    });
    expect(messages.at(-1)).toMatchObject({
      topic: '$aws/events/thingGroupHierarchy/thingGroup/floor/childThingGroup/room/added',
      payload: { eventType: 'THING_GROUP_HIERARCHY_EVENT', thingGroupName: 'floor', childGroupName: 'room' },
    });
  });

  test('publishes events when memberships, groups and types are removed', () => {
    const removed = (registry: Registry) => {
      registry.addThing('light-1', light);
      registry.addThingType('lamp');
      registry.addGroup('house');
      registry.addGroup('floor', { parent: 'house', description: undefined, attributes: {} });
      registry.addToGroup('light-1', 'floor');
      registry.removeGroup('floor');
      registry.removeThingType('lamp');
    };
    expect(published(removed).slice(-4)).toMatchObject([
      { topic: '$aws/events/thingGroupMembership/thingGroup/floor/thing/light-1/removed' },
      { topic: '$aws/events/thingGroupHierarchy/thingGroup/house/childThingGroup/floor/removed' },
      { topic: '$aws/events/thingGroup/floor/deleted', payload: { operation: 'DELETED', parentGroupName: 'house' } },
      { topic: '$aws/events/thingType/lamp/deleted', payload: { operation: 'DELETED', isDeprecated: false } },
    ]);
  });

  test('publishes an event only if its type is enabled', () => {
    const both = (registry: Registry) => {
      registry.addThing('light-1', light);
      registry.addGroup('lights');
    };
    expect(topics(both, { THING: false, THING_GROUP: true })).toEqual(['$aws/events/thingGroup/lights/created']);
    expect(topics(both, {})).toEqual([]);
  });
});

test('publishes no events for existing things when the registry is reopened', () => {
  const store = writtenStore();
  createRegistry(store, { now: () => start }).addThing('light-1', light);
  const messages: unknown[] = [];
  const reopened = createRegistry(store, { now: () => start });
  reopened.onChange((change) => messages.push(change));
  reopened.addThing('light-1', light);
  expect(messages).toEqual([]);
});
