import type { Collection, Store } from '../store';
import type { Message, Origin } from './iot-message';

/** Message that the broker has accepted but not yet delivered to every recipient. */
export interface InFlightMessage extends Message {
  qos: 0 | 1;
  retain: boolean;
  /**
   * Device that published the message; undefined if a service published it. The shadow service and rules must still
   * process messages from devices, but not messages from services.
   */
  origin: Origin | undefined;
  /** MQTT 5 Message Expiry Interval, in seconds. */
  messageExpiry?: number | undefined;
}

type SerializedMessage = Omit<InFlightMessage, 'payload'> & { payload: string };

/**
 * Messages that have been acknowledged but not yet delivered, because aedes acknowledges a message before forwarding
 * it. Messages are identified by their payload object, because aedes passes on only this object unchanged.
 */
export interface InFlightMessages {
  set(payload: Buffer, message: InFlightMessage): void;
  /** Returns the message with the given payload if it is in flight. */
  find(payload: object): Pick<InFlightMessage, 'origin' | 'headers' | 'isWill'> | undefined;
  delivered(payload: object): void;
  /** Removes and returns the messages that the previous run left in flight. */
  takeLeftover(): InFlightMessage[];
}

export function createInFlightMessages(store: Store): InFlightMessages {
  const stored: Collection<SerializedMessage> = store.collection('messages-under-way');
  const leftover = [...stored.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  const keys = new WeakMap<object, string>();
  let count = Number(leftover.at(-1)?.[0] ?? 0);
  return {
    set(payload, message) {
      count += 1;
      const key = String(count).padStart(15, '0');
      keys.set(payload, key);
      stored.set(key, { ...message, payload: payload.toString('base64') });
    },
    find: (payload) => stored.get(keys.get(payload) ?? ''),
    delivered(payload) {
      const key = keys.get(payload);
      if (key !== undefined) stored.delete(key);
    },
    takeLeftover: () =>
      leftover.splice(0).map(([key, { payload, ...message }]) => {
        stored.delete(key);
        return { ...message, payload: Buffer.from(payload, 'base64') };
      }),
  };
}
