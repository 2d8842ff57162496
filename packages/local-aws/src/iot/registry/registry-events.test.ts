import { start, stopped, writtenStore } from '../../stopped.fixture';
import { createRegistry, type Registry } from './registry';
import { createRegistryEvents, type EventKind, eventKinds } from './registry-events';

const all = Object.fromEntries(eventKinds.map((kind) => [kind, true]));
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What is published for what is done with a registry. */
function published(change: (registry: Registry) => void, on: Partial<Record<EventKind, boolean>> = all) {
  const messages: { topic: string; payload: unknown }[] = [];
  const { clock, store } = stopped();
  const registry = createRegistry(store);
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
const topics = (...given: Parameters<typeof published>) => published(...given).map(({ topic }) => topic);

const light = { type: undefined, attributes: { room: 'hall' } };

describe('the registry tells', () => {
  test('that a thing was made, changed and deleted, with its id and version', () => {
    const told = published((registry) => {
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
    expect(told).toEqual([
      { topic: '$aws/events/thing/light-1/created', payload },
      { topic: '$aws/events/thing/light-1/updated', payload: { ...later, operation: 'UPDATED' } },
      { topic: '$aws/events/thing/light-1/deleted', payload: { ...later, operation: 'DELETED' } },
    ]);
    expect(new Set(told.map((message) => JSON.stringify(message).match(/"thingId":"[^"]+"/)?.[0])).size).toBe(1);
  });

  test('nothing of what is as it was', () => {
    const twice = (registry: Registry) => {
      for (let time = 0; time < 2; time++) {
        registry.addThing('light-1', light);
        registry.addThingType('light');
        registry.addGroup('lights');
        registry.addToGroup('light-1', 'lights');
        registry.removeThing('nobody');
      }
    };
    expect(topics(twice)).toEqual([
      '$aws/events/thing/light-1/created',
      '$aws/events/thingType/light/created',
      '$aws/events/thingGroup/lights/created',
      '$aws/events/thingGroupMembership/thingGroup/lights/thing/light-1/added',
    ]);
  });

  test('that a thing got a type, and that it has another', () => {
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

  test('of a group all groups above it, from the root', () => {
    const nested = (registry: Registry) => {
      const group = { parent: undefined, description: undefined, attributes: {} };
      registry.addGroup('house', group);
      registry.addGroup('floor', { ...group, parent: 'house' });
      registry.addGroup('room', { ...group, parent: 'floor', attributes: { size: '3' } });
    };
    const told = published(nested);
    expect(told.at(-2)).toMatchObject({
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
    expect(told.at(-1)).toMatchObject({
      topic: '$aws/events/thingGroupHierarchy/thingGroup/floor/childThingGroup/room/added',
      payload: { eventType: 'THING_GROUP_HIERARCHY_EVENT', thingGroupName: 'floor', childGroupName: 'room' },
    });
  });

  test('only what is switched on', () => {
    const both = (registry: Registry) => {
      registry.addThing('light-1', light);
      registry.addGroup('lights');
    };
    expect(topics(both, { THING: false, THING_GROUP: true })).toEqual(['$aws/events/thingGroup/lights/created']);
    expect(topics(both, {})).toEqual([]);
  });
});

test('a registry that is opened again knows its things, so that nothing is told anew', () => {
  const store = writtenStore();
  createRegistry(store).addThing('light-1', light);
  const told: unknown[] = [];
  const again = createRegistry(store);
  again.onChange((change) => told.push(change));
  again.addThing('light-1', light);
  expect(told).toEqual([]);
});
