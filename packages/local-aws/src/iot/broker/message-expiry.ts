import type { StoredPacket } from 'aedes-persistence/asyncPersistence.js';
import type { Clock } from '../../clock';

/** Maximum message expiry in seconds: seven days. Source: developer guide, "mqtt", "Message expiry". */
export const maxExpirySeconds = 604_800;

interface Expiring {
  messageExpiryInterval?: number;
}

const intervalOf = ({ properties }: { properties?: Expiring | undefined }): number | undefined =>
  properties?.messageExpiryInterval;

/**
 * Sets the expiry time of a queued message to a platform time in milliseconds, because aedes would use real time.
 * @param clock the platform's clock
 */
export function withExpiryTime<Packet extends StoredPacket>(packet: Packet, clock: Pick<Clock, 'now'>): Packet {
  const seconds = intervalOf(packet);
  if (seconds === undefined) return packet;
  return { ...packet, messageExpiry: clock.now() + Math.min(seconds, maxExpirySeconds) * 1000 };
}

/** Returns a queued message with its remaining expiry interval, or undefined if it has expired ([MQTT-3.3.2-6]). */
export function withRemainingExpiry<Packet extends StoredPacket>(
  packet: Packet,
  clock: Pick<Clock, 'now' | 'real'>,
): Packet | undefined {
  if (packet.messageExpiry === undefined) return packet;
  const remaining = packet.messageExpiry - clock.now();
  if (remaining <= 0) return undefined;
  // The time is converted to real time, because aedes checks the expiry again in real time.
  const messageExpiry = clock.real.now() + remaining;
  return {
    ...packet,
    messageExpiry,
    properties: { ...packet.properties, messageExpiryInterval: Math.ceil(remaining / 1000) },
  };
}
