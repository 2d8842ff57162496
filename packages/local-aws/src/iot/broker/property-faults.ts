import type { PublishPacket } from 'aedes';
import { reasonCodes } from './reason-codes';

/**
 * Properties that a client can set on a message. Source: MQTT 5, 3.3.2.3, except for the Subscription Identifier, which
 * only brokers set ([MQTT-3.3.4-6]).
 */
const messageProperties = [
  'payloadFormatIndicator',
  'messageExpiryInterval',
  'topicAlias',
  'responseTopic',
  'correlationData',
  'contentType',
  'userProperties',
];
const allowedProperties = {
  message: new Set(messageProperties),
  'last will': new Set([...messageProperties, 'willDelayInterval']),
} as const;

interface PropertyFault {
  reason: string;
  reasonCode: number;
}

const hasNul = (value: unknown): boolean =>
  typeof value === 'string' ? value.includes('\0') : Array.isArray(value) && value.some(hasNul);

/**
 * Returns the reason why an MQTT 5 message's properties are invalid, or undefined if they are valid. The check is
 * needed because properties are forwarded unchanged, and a strict subscriber would close its connection because of an
 * invalid property.
 * @param properties properties as mqtt-packet parses them: a repeated property is a list, and properties that are valid
 * only in other packet types may be present
 */
export function propertyFault(
  properties: PublishPacket['properties'],
  kind: keyof typeof allowedProperties = 'message',
): PropertyFault | undefined {
  if (properties === undefined) return undefined;
  const { malformedPacket, protocolError, topicNameInvalid } = reasonCodes;
  for (const [name, value] of Object.entries(properties)) {
    if (!allowedProperties[kind].has(name))
      return { reason: `${name} is not a property of a ${kind}`, reasonCode: protocolError };
    const isUserProperty = name === 'userProperties';
    if (Array.isArray(value) && !isUserProperty)
      return { reason: `${name} occurs more than once`, reasonCode: protocolError };
    // Strings must not contain NUL ([MQTT-1.5.4-2]).
    if (isUserProperty ? hasNul(Object.keys(value ?? {})) || hasNul(Object.values(value ?? {})) : hasNul(value))
      return { reason: `${name} contains NUL`, reasonCode: malformedPacket };
  }
  const { responseTopic } = properties;
  // A response topic must not contain wildcards ([MQTT-3.3.2-14]); aedes would close the connection
  // without a reason code.
  if (responseTopic !== undefined && /^$|[+#]/.test(responseTopic))
    return { reason: 'the response topic is empty or contains a wildcard', reasonCode: topicNameInvalid };
  return undefined;
}
