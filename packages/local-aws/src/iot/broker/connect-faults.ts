import { randomUUID } from 'node:crypto';
import type { Client, ConnectPacket } from 'aedes';
import { generate } from 'mqtt-packet';
import { maxClientIdLength } from '../quotas';
import { propertyFault } from './property-faults';
import { publishFault } from './publish-faults';
import { reasonCodes } from './reason-codes';

/** Reason why AWS IoT rejects a CONNECT regardless of the client. */
export interface ConnectFault {
  reason: string;
  /** Reason code in an MQTT 5 CONNACK. */
  reasonCode: number;
  /** Return code in an MQTT 3.1.1 CONNACK; if undefined, the connection is closed without a CONNACK. */
  returnCode?: number;
  /** Reason String in an MQTT 5 CONNACK. */
  reasonString?: string;
}

/** Return code for a rejected client ID (MQTT 3.1.1, 3.2.2.3). */
const identifierRejected = 2;

/**
 * Returns the reason for rejecting an invalid client ID, with AWS IoT's wording. Source: aws-iot-device-sdk-js-v2,
 * issue 446, in which a client reconnected with its assigned client ID.
 */
const invalidId = (reason: string): ConnectFault => ({
  reason,
  reasonCode: reasonCodes.clientIdentifierNotValid,
  returnCode: identifierRejected,
  reasonString: `CONNACK:ClientId is invalid:${randomUUID()}`,
});

function willFault(will: NonNullable<ConnectPacket['will']>): Pick<ConnectFault, 'reason' | 'reasonCode'> | undefined {
  return publishFault({ qos: 0, retain: false, ...will });
}

/**
 * Returns why a CONNECT is invalid, or undefined if it is valid. Policies decide whether a valid CONNECT is accepted.
 */
export function connectFault({ clientId, properties, will }: ConnectPacket): ConnectFault | undefined {
  const { malformedPacket, protocolError } = reasonCodes;
  // [MQTT-1.5.3-2], [MQTT-1.5.4-2]
  if (clientId.includes('\0')) return { reason: 'the client ID contains NUL', reasonCode: malformedPacket };
  if (clientId.startsWith('$')) return invalidId('the client ID starts with the reserved character $');
  if (Buffer.byteLength(clientId) > maxClientIdLength)
    return invalidId(`the client ID exceeds ${maxClientIdLength} bytes`);
  // MQTT 5, 3.1.2.11.4
  if (properties?.maximumPacketSize === 0) return { reason: 'Maximum Packet Size is 0', reasonCode: protocolError };
  const fault = will && (willFault(will) ?? propertyFault(will.properties, 'last will'));
  // An MQTT 3.1.1 client receives no CONNACK (espMqttClient, issue 116, and aws-iot-device-sdk-cpp-v2, issue 534, both
  // about a will with QoS 2).
  return fault && { ...fault, reason: `invalid last will: ${fault.reason}` };
}

/** Rejects an invalid CONNECT and closes the connection. */
export function rejectConnect(
  client: Client,
  { protocolVersion }: ConnectPacket,
  { reasonCode, returnCode, reasonString }: ConnectFault,
): void {
  const end = () => client.close();
  const properties = reasonString === undefined ? undefined : { reasonString };
  if (protocolVersion === 5)
    client.conn.write(
      generate(
        { cmd: 'connack', sessionPresent: false, reasonCode, ...(properties && { properties }) },
        { protocolVersion },
      ),
      end,
    );
  else if (returnCode === undefined) end();
  else client.conn.write(generate({ cmd: 'connack', sessionPresent: false, returnCode }), end);
}
