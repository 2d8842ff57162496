import type { Collection, Store } from '../store';
import type { Message, Origin } from './message';

/** A message that the broker has taken and that not everybody has yet. */
export interface UnderWay extends Message {
  qos: 0 | 1;
  retain: boolean;
  /** The device that has published it, and for which shadow and rules must still hear of it; undefined for a service. */
  origin: Origin | undefined;
  /** Seconds, of MQTT 5. */
  messageExpiry?: number | undefined;
}

type Kept = Omit<UnderWay, 'payload'> & { payload: string };

/**
 * What is acknowledged before it has arrived: aedes answers a device before it hands the message on. Each is known by
 * its payload, the one object that aedes carries through unchanged.
 */
export interface MessagesUnderWay {
  set(payload: Buffer, message: UnderWay): void;
  of(payload: object): Pick<UnderWay, 'origin' | 'headers' | 'isWill'> | undefined;
  arrived(payload: object): void;
  /** What a platform before this one has left, which is taken out. */
  takeLeft(): UnderWay[];
}

export function createMessagesUnderWay(store: Store): MessagesUnderWay {
  const kept: Collection<Kept> = store.collection('messages-under-way');
  const left = [...kept.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  const keys = new WeakMap<object, string>();
  let count = Number(left.at(-1)?.[0] ?? 0);
  return {
    set(payload, message) {
      count += 1;
      const key = String(count).padStart(15, '0');
      keys.set(payload, key);
      kept.set(key, { ...message, payload: payload.toString('base64') });
    },
    of: (payload) => kept.get(keys.get(payload) ?? ''),
    arrived(payload) {
      const key = keys.get(payload);
      if (key !== undefined) kept.delete(key);
    },
    takeLeft: () =>
      left.splice(0).map(([key, { payload, ...message }]) => {
        kept.delete(key);
        return { ...message, payload: Buffer.from(payload, 'base64') };
      }),
  };
}
