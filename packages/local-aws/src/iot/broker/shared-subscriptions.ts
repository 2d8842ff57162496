import { parseSharedFilter } from '@himeshima/iot';
import type { Aedes, AedesPublishPacket, Client, PublishPacket, SubscribePacket } from 'aedes';
import { takePacketIdentifier } from './aedes-internals';
import { isShared } from './filter-aliases';

/**
 * Shared subscriptions (`$share/NAME/FILTER`), which send each message to one random member. Messages are not queued
 * in sessions, and are dropped if no member is connected. If a member without a session disconnects, its
 * unacknowledged messages go to another member. Retained messages are not sent. Source: AWS IoT developer guide,
 * "mqtt", "Shared subscriptions".
 */
export interface SharedSubscriptions {
  /** Adds a client to the group for a filter `$share/NAME/FILTER`. Other filters are ignored. */
  join(client: Client, filter: string, options: { qos: number; retainAsPublished: boolean }): void;
  leave(client: Client, filter: string): void;
  /** Removes a disconnected client from all groups. */
  disconnected(client: Client): void;
  /** Tracks the packet identifiers of shared messages. Called for every message that is sent to a client. */
  sending(client: Client, packet: AedesPublishPacket): void;
  /** Removes a shared message from the messages in flight, because its client has no permission to receive it. */
  dropped(packet: AedesPublishPacket): void;
  acknowledged(client: Client, messageId: number): void;
}

/** Returns whether a SUBSCRIBE combines a shared filter with No Local, which MQTT does not allow ([MQTT-3.8.3-4]). */
export const hasSharedNoLocal = ({ subscriptions }: SubscribePacket): boolean =>
  subscriptions.some(({ topic, nl }) => nl === true && isShared(topic));

interface Member {
  readonly qos: number;
  readonly retainAsPublished: boolean;
}

interface Group {
  readonly filter: string;
  readonly members: Map<Client, Member>;
  /** Callback that aedes calls for each message that matches the filter. */
  readonly receive: (packet: AedesPublishPacket, done: () => void) => void;
}

interface SharedDelivery {
  readonly client: Client;
  readonly group: Group;
  readonly message: PublishPacket;
}

/** Creates a broker's shared subscriptions. `random` returns a number from 0 (inclusive) to 1 (exclusive). */
export function createSharedSubscriptions(
  broker: () => Pick<Aedes, 'id' | 'subscribe' | 'unsubscribe'>,
  random: () => number,
): SharedSubscriptions {
  const groups = new Map<string, Group>();
  /** Messages in flight to members without a session, keyed by sequence number. */
  const inFlight = new Map<number, SharedDelivery>();
  /** Each client's unacknowledged messages, keyed by packet identifier. */
  const unacknowledged = new WeakMap<Client, Map<number, SharedDelivery>>();
  /**
   * Returns the name of the sequence that numbers shared messages. Shared messages require a sequence separate from
   * aedes' own, because aedes drops messages with repeated or unordered numbers (lib/client.js, `dedupe`).
   */
  const sequence = () => `${broker().id} shared`;
  let count = 0;

  const deliver = ({ group, message }: Pick<SharedDelivery, 'group' | 'message'>, done: () => void) => {
    const connected = [...group.members].filter(([client]) => client.connected && !client.closed);
    const [client, member] = connected[Math.floor(random() * connected.length)] ?? [];
    if (client === undefined || member === undefined) return done();
    count += 1;
    const number = count;
    const qos = message.qos > 0 && member.qos > 0 ? 1 : 0;
    const retain = member.retainAsPublished && message.retain;
    if (qos === 1 && client.clean) inFlight.set(number, { client, group, message });
    const copy = { ...message, qos, retain, brokerId: sequence(), brokerCounter: number } as const;
    client.publish(copy, () => {
      if (client.closed) redistribute(client);
      done();
    });
  };
  const redistribute = (client: Client) => {
    const unsent = [...inFlight].filter(([, delivery]) => delivery.client === client);
    for (const [number] of unsent) inFlight.delete(number);
    const undelivered = [...(unacknowledged.get(client)?.values() ?? []), ...unsent.map(([, delivery]) => delivery)];
    unacknowledged.delete(client);
    for (const delivery of undelivered) deliver(delivery, () => undefined);
  };

  const groupOf = (name: string, filter: string): Group => {
    const known = groups.get(name);
    if (known !== undefined) return known;
    const receive: Group['receive'] = ({ topic, ...packet }, done) => {
      // A filter that starts with a wildcard does not match topics that start with $ ([MQTT-4.7.2-1]).
      if (topic.startsWith('$') && /^[+#]/.test(filter)) return done();
      const { payload, qos, retain, properties } = packet;
      const message = { cmd: 'publish', topic, payload, qos, retain, dup: false } as const;
      return deliver({ group, message: properties === undefined ? message : { ...message, properties } }, done);
    };
    const group: Group = { filter, members: new Map(), receive };
    groups.set(name, group);
    broker().subscribe(filter, receive, () => undefined);
    return group;
  };
  const leave = (client: Client, name: string) => {
    const group = groups.get(name);
    if (group === undefined) return;
    group.members.delete(client);
    if (group.members.size > 0) return;
    groups.delete(name);
    broker().unsubscribe(group.filter, group.receive, () => undefined);
  };

  return {
    join(client, name, member) {
      const filter = parseSharedFilter(name)?.filter;
      if (filter !== undefined) groupOf(name, filter).members.set(client, member);
    },
    leave,
    disconnected(client) {
      for (const [name, { members }] of groups) if (members.has(client)) leave(client, name);
      redistribute(client);
    },
    sending(client, packet) {
      const delivery = packet.brokerId === sequence() ? inFlight.get(packet.brokerCounter) : undefined;
      if (delivery === undefined) return;
      inFlight.delete(packet.brokerCounter);
      const identifier = takePacketIdentifier(client);
      packet.messageId = identifier;
      const waiting = unacknowledged.get(client) ?? new Map<number, SharedDelivery>();
      unacknowledged.set(client, waiting.set(identifier, delivery));
    },
    dropped(packet) {
      if (packet.brokerId === sequence()) inFlight.delete(packet.brokerCounter);
    },
    acknowledged: (client, identifier) => void unacknowledged.get(client)?.delete(identifier),
  };
}
