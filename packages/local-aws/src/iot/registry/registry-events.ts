import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock';
import type { Message } from '../message';
import type { Registry, RegistryChange } from './registry';

/** AWS IoT API reference, "UpdateEventConfigurations": what may be switched on. */
export const eventKinds = [
  'THING',
  'THING_GROUP',
  'THING_TYPE',
  'THING_GROUP_MEMBERSHIP',
  'THING_GROUP_HIERARCHY',
  'THING_TYPE_ASSOCIATION',
  'JOB',
  'JOB_EXECUTION',
  'POLICY',
  'CERTIFICATE',
  'CA_CERTIFICATE',
] as const;
export type EventKind = (typeof eventKinds)[number];

/**
 * Tells subscribers and rules what becomes of the registry, as far as it is switched on. Not there: CERTIFICATE and
 * CA_CERTIFICATE, which are published for just-in-time registration alone, and jobs.
 * Source: AWS IoT developer guide, "Registry events", "Event messages".
 */
export interface RegistryEvents {
  configure(kinds: Readonly<Partial<Record<EventKind, boolean>>>): void;
  /** Publishes what has happened so far: until everything is declared, nobody could hear of it. */
  start(): void;
}

interface RegistryEventsOptions {
  clock: Pick<Clock, 'now'>;
  registry: Registry;
  account: string;
  /** `arn:aws:iot:REGION:ACCOUNT` */
  arnPrefix: string;
  publish(message: Message): void;
}

/** One event: by what it is switched on, on which topic it is told, and what it says beside what all of them say. */
interface RegistryEvent {
  kind: EventKind;
  topic: string;
  type: string;
  more: object;
}

export function createRegistryEvents(options: RegistryEventsOptions): RegistryEvents {
  const { registry, clock } = options;
  const switchedOn = new Set<EventKind>();
  let held: Message[] | undefined = [];

  const publish = (message: Message) => {
    if (held === undefined) options.publish(message);
    else held.push(message);
  };

  registry.onChange((change) => {
    const { kind, topic, type, more } = eventOf(change, options);
    if (!switchedOn.has(kind)) return;
    const common = { eventType: type, eventId: randomUUID(), timestamp: Math.floor(clock.now()) };
    const said = { ...common, operation: change.operation, ...more };
    publish({ topic: `$aws/events/${topic}`, payload: Buffer.from(JSON.stringify(said)) });
  });

  return {
    configure(kinds) {
      for (const kind of eventKinds) {
        if (kinds[kind] === true) switchedOn.add(kind);
        else if (kinds[kind] === false) switchedOn.delete(kind);
      }
    },
    start() {
      const messages = held ?? [];
      held = undefined;
      for (const message of messages) publish(message);
    },
  };
}

type About = Pick<RegistryEventsOptions, 'registry' | 'account' | 'arnPrefix'>;

function eventOf(change: RegistryChange, { registry, account: accountId, arnPrefix }: About): RegistryEvent {
  const groupId = (name: string) => registry.identityOf('thinggroup', name).id;
  const thingId = (name: string) => registry.identityOf('thing', name).id;
  const groupArn = (name: string) => `${arnPrefix}:thinggroup/${name}`;
  const done = change.operation.toLowerCase();
  switch (change.of) {
    case 'thing': {
      const { name: thingName, identity, thing } = change;
      const { type: thingTypeName = null, attributes } = thing;
      const known = { thingId: identity.id, thingName, versionNumber: identity.version, thingTypeName, attributes };
      return { kind: 'THING', topic: `thing/${thingName}/${done}`, type: 'THING_EVENT', more: { accountId, ...known } };
    }
    case 'thing type': {
      const { name: thingTypeName, identity, type } = change;
      const { searchableAttributes, description = null } = type;
      const state = { isDeprecated: false, deprecationDate: null, searchableAttributes, description };
      const more = { accountId, thingTypeId: identity.id, thingTypeName, ...state };
      return { kind: 'THING_TYPE', topic: `thingType/${thingTypeName}/${done}`, type: 'THING_TYPE_EVENT', more };
    }
    case 'thing group': {
      const { name: thingGroupName, identity, group } = change;
      const { parent, description = null, attributes } = group;
      const more = {
        accountId,
        thingGroupId: identity.id,
        thingGroupName,
        versionNumber: identity.version,
        parentGroupName: parent ?? null,
        parentGroupId: parent === undefined ? null : groupId(parent),
        description,
        rootToParentThingGroups: registry.ancestorsOf(parent).map((name) => ({
          groupArn: groupArn(name),
          groupId: groupId(name),
        })),
        attributes,
        dynamicGroupMappingId: null,
      };
      return { kind: 'THING_GROUP', topic: `thingGroup/${thingGroupName}/${done}`, type: 'THING_GROUP_EVENT', more };
    }
    case 'thing group hierarchy': {
      const { parent: thingGroupName, child: childGroupName } = change;
      const ids = { thingGroupId: groupId(thingGroupName), childGroupId: groupId(childGroupName) };
      const topic = `thingGroupHierarchy/thingGroup/${thingGroupName}/childThingGroup/${childGroupName}/${done}`;
      const more = { accountId, thingGroupName, childGroupName, ...ids };
      return { kind: 'THING_GROUP_HIERARCHY', topic, type: 'THING_GROUP_HIERARCHY_EVENT', more };
    }
    case 'thing group membership': {
      const { thing, group } = change;
      const topic = `thingGroupMembership/thingGroup/${group}/thing/${thing}/${done}`;
      const ids = { groupId: groupId(group), thingId: thingId(thing), membershipId: randomUUID() };
      const more = { accountId, groupArn: groupArn(group), thingArn: `${arnPrefix}:thing/${thing}`, ...ids };
      return { kind: 'THING_GROUP_MEMBERSHIP', topic, type: 'THING_GROUP_MEMBERSHIP_EVENT', more };
    }
    case 'thing type association': {
      const { thing: thingName, type: thingTypeName } = change;
      const topic = `thingTypeAssociation/thing/${thingName}/thingType/${thingTypeName}/${done}`;
      // the one event whose payload has no account (as the guide prints it)
      const more = { thingId: thingId(thingName), thingName, thingTypeName };
      return { kind: 'THING_TYPE_ASSOCIATION', topic, type: 'THING_TYPE_ASSOCIATION_EVENT', more };
    }
    default:
      return change satisfies never;
  }
}
