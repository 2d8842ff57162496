import type { PublishPacket } from 'aedes';
import { reasonCodes } from './reason-codes';

/** MQTT 5, 3.3.2.3, without the Subscription Identifier, which a broker alone writes ([MQTT-3.3.4-6]). */
const ofMessages = [
  'payloadFormatIndicator',
  'messageExpiryInterval',
  'topicAlias',
  'responseTopic',
  'correlationData',
  'contentType',
  'userProperties',
];
const known = { message: new Set(ofMessages), 'last will': new Set([...ofMessages, 'willDelayInterval']) } as const;

interface PropertyFault {
  reason: string;
  reasonCode: number;
}

const hasNul = (value: unknown): boolean =>
  typeof value === 'string' ? value.includes('\0') : Array.isArray(value) && value.some(hasNul);

/**
 * Why the header of a message of MQTT 5 is none: it goes to each subscriber as it has come, and one of them that is strict
 * would end its connection over it.
 * @param properties as mqtt-packet reads them: what comes twice is a list, and so is what it knows of other packets
 */
export function propertyFault(
  properties: PublishPacket['properties'],
  of: keyof typeof known = 'message',
): PropertyFault | undefined {
  if (properties === undefined) return undefined;
  const { malformedPacket, protocolError, topicNameInvalid } = reasonCodes;
  for (const [name, value] of Object.entries(properties)) {
    if (!known[of].has(name)) return { reason: `a ${of} has no ${name}`, reasonCode: protocolError };
    const isOfUser = name === 'userProperties';
    if (Array.isArray(value) && !isOfUser) return { reason: `${name} comes once`, reasonCode: protocolError };
    // [MQTT-1.5.4-2]
    if (isOfUser ? hasNul(Object.keys(value ?? {})) || hasNul(Object.values(value ?? {})) : hasNul(value))
      return { reason: `${name} has a NUL`, reasonCode: malformedPacket };
  }
  const { responseTopic } = properties;
  // [MQTT-3.3.2-14]; aedes ends the connection without a word
  if (responseTopic !== undefined && /^$|[+#]/.test(responseTopic))
    return { reason: 'a response topic has a character at least, and no wildcard', reasonCode: topicNameInvalid };
  return undefined;
}
