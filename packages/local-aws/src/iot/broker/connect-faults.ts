import { randomUUID } from 'node:crypto';
import type { Client, ConnectPacket } from 'aedes';
import { generate } from 'mqtt-packet';
import { maxClientIdLength } from '../quotas';
import { propertyFault } from './property-faults';
import { publishFault } from './publish-faults';
import { reasonCodes } from './reason-codes';

/** Why AWS IoT takes no such CONNECT, whoever sends it. */
export interface ConnectFault {
  reason: string;
  /** In the CONNACK of MQTT 5. */
  reasonCode: number;
  /** In that of MQTT 3.1.1; without one the connection ends without a word. */
  returnCode?: number;
  /** Which MQTT 5 is told. */
  reasonString?: string;
}

/** MQTT 3.1.1, 3.2.2.3. */
const identifierRejected = 2;

/** As AWS IoT words it: aws-iot-device-sdk-js-v2, issue 446, where a client came back by the name that it had been given. */
const invalidId = (reason: string): ConnectFault => ({
  reason,
  reasonCode: reasonCodes.clientIdentifierNotValid,
  returnCode: identifierRejected,
  reasonString: `CONNACK:ClientId is invalid:${randomUUID()}`,
});

function willFault(will: NonNullable<ConnectPacket['will']>): Pick<ConnectFault, 'reason' | 'reasonCode'> | undefined {
  const fault = publishFault({ qos: 0, retain: false, ...will });
  return fault && { reason: fault.reason, reasonCode: fault.endsWith };
}

/** @returns undefined for a CONNECT that policies may look at */
export function connectFault({ clientId, properties, will }: ConnectPacket): ConnectFault | undefined {
  const { malformedPacket, protocolError } = reasonCodes;
  // [MQTT-1.5.3-2], [MQTT-1.5.4-2]
  if (clientId.includes('\0')) return { reason: 'a client id has no NUL', reasonCode: malformedPacket };
  if (clientId.startsWith('$')) return invalidId('a client id does not begin with $');
  if (Buffer.byteLength(clientId) > maxClientIdLength)
    return invalidId(`a client id has at most ${maxClientIdLength} bytes`);
  // MQTT 5, 3.1.2.11.4
  if (properties?.maximumPacketSize === 0)
    return { reason: 'a Maximum Packet Size is not 0', reasonCode: protocolError };
  const fault = will && (willFault(will) ?? propertyFault(will.properties, 'last will'));
  // MQTT 3.1.1 is told nothing: espMqttClient, issue 116, and aws-iot-device-sdk-cpp-v2, issue 534, both of a will of QoS 2
  return fault && { ...fault, reason: `its last will is no message: ${fault.reason}` };
}

/** Answers a CONNECT that is none, and ends the connection. */
export function refuseConnect(
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
