import type { SubscribePacket } from 'aedes';
import { maxSubscriptions, maxSubscriptionsInOne } from '../quotas';
import type { ClientPacket } from './aedes-internals';
import { propertyFault } from './property-faults';
import { reasonCodes } from './reason-codes';
import { isSharedWithoutOwn } from './shared-subscriptions';

export interface PacketFault {
  /** What the client wanted, as far as that is known. */
  action: 'iot:Publish' | 'iot:Subscribe';
  reason: string;
  reasonCode: number;
}

const subscribing = (reason: string, reasonCode: number): PacketFault => ({
  action: 'iot:Subscribe',
  reason,
  reasonCode,
});

/** What AWS IoT does not take of MQTT, whoever sends it. Developer guide, "mqtt", "AWS IoT differences from MQTT". */
export function faultOf(packet: ClientPacket): PacketFault | undefined {
  const { protocolError, subscriptionIdentifiersNotSupported, topicNameInvalid } = reasonCodes;
  if (packet.cmd === 'auth')
    return { action: 'iot:Publish', reason: 'AWS IoT does not support AUTH', reasonCode: protocolError };
  // [MQTT-3.1.0-2]
  if (packet.cmd === 'connect') return { action: 'iot:Publish', reason: 'a second CONNECT', reasonCode: protocolError };
  // [MQTT-2.3.1-1], [MQTT-2.2.1-3]; a message of QoS 0 has none
  if ('messageId' in packet && packet.messageId === 0)
    return { action: 'iot:Publish', reason: 'a packet identifier is not 0', reasonCode: protocolError };
  // [MQTT-3.3.2-8]
  if (packet.cmd === 'publish' && packet.topic === '' && packet.properties?.topicAlias === undefined)
    return { action: 'iot:Publish', reason: 'a message without a topic', reasonCode: protocolError };
  // [MQTT-3.3.2-2]; aedes ends the connection without a word
  if (packet.cmd === 'publish' && /[+#]/.test(packet.topic))
    return { action: 'iot:Publish', reason: 'a topic to publish to holds no wildcard', reasonCode: topicNameInvalid };
  if (packet.cmd === 'publish') {
    const fault = propertyFault(packet.properties);
    return fault && { action: 'iot:Publish', ...fault };
  }
  if (packet.cmd !== 'subscribe') return undefined;
  if (packet.properties?.subscriptionIdentifier !== undefined)
    return subscribing('AWS IoT does not support subscription identifiers', subscriptionIdentifiersNotSupported);
  if (isSharedWithoutOwn(packet))
    return subscribing('a shared subscription cannot leave out its own messages', protocolError);
  return undefined;
}

/** @param known the filters of the connection that sends it */
export function tooMany({ subscriptions }: SubscribePacket, known: Iterable<string>): PacketFault | undefined {
  const { quotaExceeded } = reasonCodes;
  const { length } = subscriptions;
  if (length > maxSubscriptionsInOne)
    return subscribing(
      `a SUBSCRIBE has at most ${maxSubscriptionsInOne} filters, this one has ${length}`,
      quotaExceeded,
    );
  const all = new Set([...known, ...subscriptions.map(({ topic }) => topic)]).size;
  if (all <= maxSubscriptions) return undefined;
  const reason = `a connection has at most ${maxSubscriptions} subscriptions, this one would have ${all}`;
  return subscribing(reason, quotaExceeded);
}
