import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock';
import type { Message } from '../iot-message';
import type { Registry, RegistryChange } from './thing-registry';

/** Event types that can be enabled. Source: AWS IoT API reference, "UpdateEventConfigurations". */
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
 * Publisher of registry changes to subscribers and rules, for the enabled event types. CERTIFICATE and CA_CERTIFICATE
 * events and job events are not supported; just-in-time registration publishes its own events. Source: AWS IoT developer
 * guide, "Registry events", "Event messages".
 */
export interface RegistryEvents {
  configure(kinds: Readonly<Partial<Record<EventKind, boolean>>>): void;
  /**
   * Publishes all earlier events, and from then on each new event. Called after all resources are declared, because no
   * subscriber exists before then.
   */
  start(): void;
}

interface RegistryEventsOptions {
  clock: Pick<Clock, 'now'>;
  registry: Registry;
  account: string;
  /** Prefix of ARNs: `arn:aws:iot:REGION:ACCOUNT`. */
  arnPrefix: string;
  publish(message: Message): void;
}

/** Kind, topic, type and type-specific fields of an event. */
interface RegistryEvent {
  kind: EventKind;
  topic: string;
  type: string;
  more: object;
}

export function createRegistryEvents(options: RegistryEventsOptions): RegistryEvents {
  const { registry, clock } = options;
  const enabled = new Set<EventKind>();
  let pending: Message[] | undefined = [];

  const publish = (message: Message) => {
    if (pending === undefined) options.publish(message);
    else pending.push(message);
  };

  registry.onChange((change) => {
    const { kind, topic, type, more } = eventOf(change, options);
    if (!enabled.has(kind)) return;
    const common = { eventType: type, eventId: randomUUID(), timestamp: Math.floor(clock.now()) };
    const body = { ...common, operation: change.operation, ...more };
    publish({ topic: `$aws/events/${topic}`, payload: Buffer.from(JSON.stringify(body)) });
  });

  return {
    configure(kinds) {
      for (const kind of eventKinds) {
        if (kinds[kind] === true) enabled.add(kind);
        else if (kinds[kind] === false) enabled.delete(kind);
      }
    },
    start() {
      const messages = pending ?? [];
      pending = undefined;
      for (const message of messages) publish(message);
    },
  };
}

type EventContext = Pick<RegistryEventsOptions, 'registry' | 'account' | 'arnPrefix'>;

function eventOf(change: RegistryChange, { registry, account: accountId, arnPrefix }: EventContext): RegistryEvent {
  const groupId = (name: string) => registry.identityOf('thinggroup', name).id;
  const thingId = (name: string) => registry.identityOf('thing', name).id;
  const groupArn = (name: string) => `${arnPrefix}:thinggroup/${name}`;
  const operation = change.operation.toLowerCase();
  switch (change.subject) {
    case 'thing': {
      const { name: thingName, identity, thing } = change;
      const { type: thingTypeName = null, attributes } = thing;
      const known = { thingId: identity.id, thingName, versionNumber: identity.version, thingTypeName, attributes };
      return {
        kind: 'THING',
        topic: `thing/${thingName}/${operation}`,
        type: 'THING_EVENT',
        more: { accountId, ...known },
      };
    }
    case 'thing type': {
      const { name: thingTypeName, identity, type } = change;
      const { searchableAttributes, description = null, deprecatedAt } = type;
      const isDeprecated = deprecatedAt !== undefined;
      const deprecationDate = deprecatedAt ?? null;
      const state = { isDeprecated, deprecationDate, searchableAttributes, description };
      const more = { accountId, thingTypeId: identity.id, thingTypeName, ...state };
      return { kind: 'THING_TYPE', topic: `thingType/${thingTypeName}/${operation}`, type: 'THING_TYPE_EVENT', more };
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
      return {
        kind: 'THING_GROUP',
        topic: `thingGroup/${thingGroupName}/${operation}`,
        type: 'THING_GROUP_EVENT',
        more,
      };
    }
    case 'thing group hierarchy': {
      const { parent: thingGroupName, child: childGroupName } = change;
      const ids = { thingGroupId: groupId(thingGroupName), childGroupId: groupId(childGroupName) };
      const topic = `thingGroupHierarchy/thingGroup/${thingGroupName}/childThingGroup/${childGroupName}/${operation}`;
      const more = { accountId, thingGroupName, childGroupName, ...ids };
      return { kind: 'THING_GROUP_HIERARCHY', topic, type: 'THING_GROUP_HIERARCHY_EVENT', more };
    }
    case 'thing group membership': {
      const { thing, group } = change;
      const topic = `thingGroupMembership/thingGroup/${group}/thing/${thing}/${operation}`;
      const ids = { groupId: groupId(group), thingId: thingId(thing), membershipId: randomUUID() };
      const more = { accountId, groupArn: groupArn(group), thingArn: `${arnPrefix}:thing/${thing}`, ...ids };
      return { kind: 'THING_GROUP_MEMBERSHIP', topic, type: 'THING_GROUP_MEMBERSHIP_EVENT', more };
    }
    case 'thing type association': {
      const { thing: thingName, type: thingTypeName } = change;
      const topic = `thingTypeAssociation/thing/${thingName}/thingType/${thingTypeName}/${operation}`;
      // This is the only event whose payload has no account, as in the developer guide's example.
      const more = { thingId: thingId(thingName), thingName, thingTypeName };
      return { kind: 'THING_TYPE_ASSOCIATION', topic, type: 'THING_TYPE_ASSOCIATION_EVENT', more };
    }
    default:
      return change satisfies never;
  }
}
