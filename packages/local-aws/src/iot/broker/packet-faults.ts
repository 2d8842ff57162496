import type { SubscribePacket } from 'aedes';
import { maxFiltersPerSubscribe, maxSubscriptions } from '../quotas';
import type { ClientPacket } from './aedes-internals';
import { propertyFault } from './property-faults';
import { reasonCodes } from './reason-codes';
import { hasSharedNoLocal } from './shared-subscriptions';

export interface PacketFault {
  /** Action that the client attempted; publishing if the action is unknown. */
  action: 'iot:Publish' | 'iot:Subscribe';
  reason: string;
  reasonCode: number;
}

const subscribeFault = (reason: string, reasonCode: number): PacketFault => ({
  action: 'iot:Subscribe',
  reason,
  reasonCode,
});

/**
 * Returns the reason why AWS IoT rejects a packet regardless of the client, or undefined if the packet is valid.
 * Source: developer guide, "mqtt", "AWS IoT differences from MQTT".
 */
export function packetFault(packet: ClientPacket): PacketFault | undefined {
  const { protocolError, subscriptionIdentifiersNotSupported, topicNameInvalid } = reasonCodes;
  if (packet.cmd === 'auth')
    return { action: 'iot:Publish', reason: 'AWS IoT does not support AUTH', reasonCode: protocolError };
  // A client must send only one CONNECT ([MQTT-3.1.0-2]).
  if (packet.cmd === 'connect')
    return { action: 'iot:Publish', reason: 'the client sent a second CONNECT', reasonCode: protocolError };
  // Packet identifiers must not be 0 ([MQTT-2.3.1-1], [MQTT-2.2.1-3]); QoS 0 messages have none.
  if ('messageId' in packet && packet.messageId === 0)
    return { action: 'iot:Publish', reason: 'the packet identifier is 0', reasonCode: protocolError };
  // A message must have a topic or a topic alias ([MQTT-3.3.2-8]).
  if (packet.cmd === 'publish' && packet.topic === '' && packet.properties?.topicAlias === undefined)
    return { action: 'iot:Publish', reason: 'the message has no topic', reasonCode: protocolError };
  // Topics must not contain wildcards ([MQTT-3.3.2-2]); aedes would close the connection without a reason code.
  if (packet.cmd === 'publish' && /[+#]/.test(packet.topic))
    return { action: 'iot:Publish', reason: 'the topic contains a wildcard', reasonCode: topicNameInvalid };
  if (packet.cmd === 'publish') {
    const fault = propertyFault(packet.properties);
    return fault && { action: 'iot:Publish', ...fault };
  }
  if (packet.cmd !== 'subscribe') return undefined;
  if (packet.properties?.subscriptionIdentifier !== undefined)
    return subscribeFault('AWS IoT does not support subscription identifiers', subscriptionIdentifiersNotSupported);
  if (hasSharedNoLocal(packet)) return subscribeFault('a shared subscription cannot use No Local', protocolError);
  return undefined;
}

/**
 * Returns the reason why a SUBSCRIBE exceeds the limits, or undefined if it does not. `known` contains the filters that
 * the connection already has.
 */
export function subscriptionLimitFault(
  { subscriptions }: SubscribePacket,
  known: Iterable<string>,
): PacketFault | undefined {
  const { quotaExceeded } = reasonCodes;
  const { length } = subscriptions;
  if (length > maxFiltersPerSubscribe)
    return subscribeFault(
      `the SUBSCRIBE has ${length} filters; at most ${maxFiltersPerSubscribe} are allowed`,
      quotaExceeded,
    );
  const total = new Set([...known, ...subscriptions.map(({ topic }) => topic)]).size;
  if (total <= maxSubscriptions) return undefined;
  const reason = `the connection would have ${total} subscriptions; at most ${maxSubscriptions} are allowed`;
  return subscribeFault(reason, quotaExceeded);
}
