import type { StoredPacket } from 'aedes-persistence/asyncPersistence.js';

type Properties = NonNullable<StoredPacket['properties']>;

/** A message of the broker as the store keeps it: all as it is but bytes, which are base64. */
export type KeptPacket = Omit<StoredPacket, 'payload' | 'properties'> & {
  payload: string;
  properties?: Omit<Properties, 'correlationData'> & { correlationData?: string };
};

function keptProperties({ correlationData, ...properties }: Properties): NonNullable<KeptPacket['properties']> {
  if (correlationData === undefined) return properties;
  return { ...properties, correlationData: Buffer.from(correlationData).toString('base64') };
}

export function keptOf(packet: StoredPacket): KeptPacket {
  const { topic, payload, qos, retain, brokerId, brokerCounter, properties, messageExpiry } = packet;
  return {
    topic,
    payload: Buffer.from(payload).toString('base64'),
    qos,
    retain,
    ...(brokerId === undefined ? {} : { brokerId }),
    ...(brokerCounter === undefined ? {} : { brokerCounter }),
    ...(properties === undefined ? {} : { properties: keptProperties(properties) }),
    ...(messageExpiry === undefined ? {} : { messageExpiry }),
  };
}

export function packetOf({ payload, properties, ...packet }: KeptPacket): StoredPacket {
  const whole = { ...packet, payload: Buffer.from(payload, 'base64') };
  if (properties === undefined) return whole;
  const { correlationData, ...more } = properties;
  if (correlationData === undefined) return { ...whole, properties: more };
  return { ...whole, properties: { ...more, correlationData: Buffer.from(correlationData, 'base64') } };
}
