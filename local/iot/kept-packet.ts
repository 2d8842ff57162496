import type { StoredPacket } from 'aedes-persistence/asyncPersistence.js';

/** A message of the broker as the store keeps it: all but the payload as it is, which is base64. */
export type KeptPacket = Omit<StoredPacket, 'payload'> & { payload: string };

export function keptOf(packet: StoredPacket): KeptPacket {
  const { topic, payload, qos, retain, brokerId, brokerCounter, properties, messageExpiry } = packet;
  return {
    topic,
    payload: Buffer.from(payload).toString('base64'),
    qos,
    retain,
    ...(brokerId === undefined ? {} : { brokerId }),
    ...(brokerCounter === undefined ? {} : { brokerCounter }),
    ...(properties === undefined ? {} : { properties }),
    ...(messageExpiry === undefined ? {} : { messageExpiry }),
  };
}

export const packetOf = (packet: KeptPacket): StoredPacket => ({
  ...packet,
  payload: Buffer.from(packet.payload, 'base64'),
});
