import type { StoredPacket } from 'aedes-persistence/asyncPersistence.js';

type Properties = NonNullable<StoredPacket['properties']>;

/** Stored form of a broker message: a StoredPacket whose bytes are encoded as Base64. */
export type SerializedPacket = Omit<StoredPacket, 'payload' | 'properties'> & {
  payload: string;
  properties?: Omit<Properties, 'correlationData'> & { correlationData?: string };
};

function serializeProperties({
  correlationData,
  ...properties
}: Properties): NonNullable<SerializedPacket['properties']> {
  if (correlationData === undefined) return properties;
  return { ...properties, correlationData: Buffer.from(correlationData).toString('base64') };
}

export function serializePacket(packet: StoredPacket): SerializedPacket {
  const { topic, payload, qos, retain, brokerId, brokerCounter, properties, messageExpiry } = packet;
  return {
    topic,
    payload: Buffer.from(payload).toString('base64'),
    qos,
    retain,
    ...(brokerId === undefined ? {} : { brokerId }),
    ...(brokerCounter === undefined ? {} : { brokerCounter }),
    ...(properties === undefined ? {} : { properties: serializeProperties(properties) }),
    ...(messageExpiry === undefined ? {} : { messageExpiry }),
  };
}

export function deserializePacket({ payload, properties, ...packet }: SerializedPacket): StoredPacket {
  const decoded = { ...packet, payload: Buffer.from(payload, 'base64') };
  if (properties === undefined) return decoded;
  const { correlationData, ...others } = properties;
  if (correlationData === undefined) return { ...decoded, properties: others };
  return { ...decoded, properties: { ...others, correlationData: Buffer.from(correlationData, 'base64') } };
}
