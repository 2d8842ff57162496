import type { StoredPacket } from 'aedes-persistence/asyncPersistence.js';
import type { Clock } from '../../clock';

/** Developer guide, "mqtt", "Message expiry": seven days at most, in seconds. */
export const expiresWithin = 604_800;

interface Expiring {
  messageExpiryInterval?: number;
}

const intervalOf = ({ properties }: { properties?: Expiring | undefined }): number | undefined =>
  properties?.messageExpiryInterval;

/**
 * Notes when a message that waits expires, in ms of the platform's clock; aedes does it by real time.
 * @param clock that of the platform
 */
export function expiring<Packet extends StoredPacket>(packet: Packet, clock: Pick<Clock, 'now'>): Packet {
  const seconds = intervalOf(packet);
  if (seconds === undefined) return packet;
  return { ...packet, messageExpiry: clock.now() + Math.min(seconds, expiresWithin) * 1000 };
}

/**
 * A message that has waited, with the seconds that are left to it. [MQTT-3.3.2-6]
 * @returns undefined where none are
 */
export function unexpired<Packet extends StoredPacket>(
  packet: Packet,
  clock: Pick<Clock, 'now' | 'real'>,
): Packet | undefined {
  if (packet.messageExpiry === undefined) return packet;
  const left = packet.messageExpiry - clock.now();
  if (left <= 0) return undefined;
  // aedes counts what is left once more, by real time
  const messageExpiry = clock.real.now() + left;
  return {
    ...packet,
    messageExpiry,
    properties: { ...packet.properties, messageExpiryInterval: Math.ceil(left / 1000) },
  };
}
