import { parseSharedFilter } from '@himeshima/iot';
import type { Aedes, AedesPublishPacket, Client, PublishPacket, SubscribePacket } from 'aedes';
import { takePacketIdentifier } from './aedes-internals';
import { isShared } from './renamed-filters';

/**
 * Subscriptions `$share/NAME/FILTER`: one of those who share it gets each message, by chance. Nobody's session queues
 * one; what a member without a session has not acknowledged when it leaves goes to another. Where nobody is there a
 * message is dropped, and nothing that is retained is sent.
 * Source: AWS IoT developer guide, "mqtt", "Shared subscriptions".
 */
export interface SharedSubscriptions {
  /** @param filter as the client says it: `$share/NAME/FILTER`; another one is nobody's */
  join(client: Client, filter: string, options: { qos: number; retainAsPublished: boolean }): void;
  leave(client: Client, filter: string): void;
  /** A connection has ended. */
  left(client: Client): void;
  /** Hears of every message on its way to a client, so that it knows what it is acknowledged by. */
  onItsWay(client: Client, packet: AedesPublishPacket): void;
  /** Its client may not receive it. */
  refused(packet: AedesPublishPacket): void;
  acknowledged(client: Client, messageId: number): void;
}

/** [MQTT-3.8.3-4]: who shares a subscription cannot leave its own messages out. */
export const isSharedWithoutOwn = ({ subscriptions }: SubscribePacket): boolean =>
  subscriptions.some(({ topic, nl }) => nl === true && isShared(topic));

interface Member {
  readonly qos: number;
  readonly retainAsPublished: boolean;
}

interface Group {
  readonly filter: string;
  readonly members: Map<Client, Member>;
  /** What aedes calls with each message of the filter. */
  readonly receive: (packet: AedesPublishPacket, done: () => void) => void;
}

interface Handed {
  readonly client: Client;
  readonly group: Group;
  readonly message: PublishPacket;
}

/** @param chance from 0 to 1, 1 not included */
export function createSharedSubscriptions(
  broker: () => Pick<Aedes, 'id' | 'subscribe' | 'unsubscribe'>,
  chance: () => number,
): SharedSubscriptions {
  const groups = new Map<string, Group>();
  /** To members without a session, by the number that they have been given here. */
  const onTheirWay = new Map<number, Handed>();
  /** What each of them has yet to acknowledge, by packet identifier. */
  const unacknowledged = new WeakMap<Client, Map<number, Handed>>();
  /** aedes gives no client a number twice or out of its order (lib/client.js, `dedupe`): these are a sequence of their own. */
  const sequence = () => `${broker().id} shared`;
  let count = 0;

  const hand = ({ group, message }: Pick<Handed, 'group' | 'message'>, done: () => void) => {
    const here = [...group.members].filter(([client]) => client.connected && !client.closed);
    const [client, member] = here[Math.floor(chance() * here.length)] ?? [];
    if (client === undefined || member === undefined) return done();
    count += 1;
    const number = count;
    const qos = message.qos > 0 && member.qos > 0 ? 1 : 0;
    const retain = member.retainAsPublished && message.retain;
    if (qos === 1 && client.clean) onTheirWay.set(number, { client, group, message });
    const copy = { ...message, qos, retain, brokerId: sequence(), brokerCounter: number } as const;
    client.publish(copy, () => {
      if (client.closed) handOn(client);
      done();
    });
  };
  const handOn = (client: Client) => {
    const unsent = [...onTheirWay].filter(([, handed]) => handed.client === client);
    for (const [number] of unsent) onTheirWay.delete(number);
    const left = [...(unacknowledged.get(client)?.values() ?? []), ...unsent.map(([, handed]) => handed)];
    unacknowledged.delete(client);
    for (const handed of left) hand(handed, () => undefined);
  };

  const groupOf = (name: string, filter: string): Group => {
    const known = groups.get(name);
    if (known !== undefined) return known;
    const receive: Group['receive'] = ({ topic, ...packet }, done) => {
      // [MQTT-4.7.2-1]
      if (topic.startsWith('$') && /^[+#]/.test(filter)) return done();
      const { payload, qos, retain, properties } = packet;
      const message = { cmd: 'publish', topic, payload, qos, retain, dup: false } as const;
      return hand({ group, message: properties === undefined ? message : { ...message, properties } }, done);
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
    left(client) {
      for (const [name, { members }] of groups) if (members.has(client)) leave(client, name);
      handOn(client);
    },
    onItsWay(client, packet) {
      const handed = packet.brokerId === sequence() ? onTheirWay.get(packet.brokerCounter) : undefined;
      if (handed === undefined) return;
      onTheirWay.delete(packet.brokerCounter);
      const identifier = takePacketIdentifier(client);
      packet.messageId = identifier;
      const waiting = unacknowledged.get(client) ?? new Map<number, Handed>();
      unacknowledged.set(client, waiting.set(identifier, handed));
    },
    refused(packet) {
      if (packet.brokerId === sequence()) onTheirWay.delete(packet.brokerCounter);
    },
    acknowledged: (client, identifier) => void unacknowledged.get(client)?.delete(identifier),
  };
}
