import type { Cancel, Clock } from '../../clock';
import type { Pace, Rate } from './rates';

/** Message to send to a connection. */
export interface Outgoing {
  qos: 0 | 1;
  /** Approximate size in bytes on the wire. */
  bytes: number;
  /** Writes the message. Returns false if it was not written, for example because the client may no longer receive it. */
  send(): boolean;
}

/** Rate limits for messages that AWS IoT sends to a connection. */
export interface OutboundRates {
  publishes: Rate;
  bytes: Pace;
  /** Rate limit for messages that were queued in a session. */
  stored: Rate;
  /** Called when a message is discarded because it exceeds the rate limit. */
  discarded(): void;
}

/** Ordered queue of messages to a connection. */
export interface Outbound {
  /** Sends, queues or discards a message, depending on the limits. */
  offer(message: Outgoing): void;
  /** Sends the messages queued in a session, in addition to new messages. */
  resume(messages: readonly Outgoing[]): void;
  /** Records an acknowledgement from the client. */
  acknowledged(): void;
  /** Number of unacknowledged messages of QoS 1. */
  readonly inFlight: number;
  /** Drops all waiting messages. Called when the connection has closed. */
  stop(): void;
}

interface OutboundOptions {
  /** Rate limits that AWS IoT enforces; undefined if they are not enforced. */
  rates: OutboundRates | undefined;
  /** Maximum number of unacknowledged messages of QoS 1. */
  maxInFlight: number;
  /** Maximum total size of waiting messages in bytes. */
  maxBufferedBytes: number;
  clock: Pick<Clock, 'now' | 'after'>;
  overflowed(): void;
}

/**
 * Creates a connection's outbound queue. Beyond the message rate limit, QoS 0 messages are discarded and QoS 1 messages
 * wait. All messages wait if they exceed the byte rate limit, and QoS 1 messages also wait while too many are
 * unacknowledged. A waiting message blocks later messages, which preserves the order. Source: AWS IoT quotas, "Message
 * broker"; developer guide, "mqtt", "MQTT persistent sessions"; MQTT 5, 4.9.
 */
export function createOutbound({ rates, maxInFlight, maxBufferedBytes, clock, overflowed }: OutboundOptions): Outbound {
  const waiting: Outgoing[] = [];
  const stored: Outgoing[] = [];
  let waitingBytes = 0;
  let inFlight = 0;
  let drainTimer: Cancel | undefined;
  let resumeTimer: Cancel | undefined;

  const send = (message: Outgoing) => {
    if (!message.send()) return;
    rates?.publishes.count(clock.now());
    rates?.bytes.record(message.bytes, clock.now());
    if (message.qos === 1) inFlight += 1;
  };
  const rateDelay = () =>
    rates === undefined ? 0 : Math.max(rates.publishes.freeIn(clock.now()), rates.bytes.freeIn(clock.now()));
  const waitsForAcknowledgement = ({ qos }: Outgoing) => qos === 1 && inFlight >= maxInFlight;

  const drain = () => {
    drainTimer?.();
    drainTimer = undefined;
    for (let next = waiting[0]; next !== undefined && !waitsForAcknowledgement(next); next = waiting[0]) {
      const delay = rateDelay();
      if (delay > 0) {
        drainTimer = clock.after(delay, drain);
        return;
      }
      waiting.shift();
      waitingBytes -= next.bytes;
      send(next);
    }
  };
  const enqueue = (message: Outgoing) => {
    waiting.push(message);
    waitingBytes += message.bytes;
    if (waitingBytes > maxBufferedBytes) overflowed();
    else if (drainTimer === undefined) drain();
  };
  const offer = (message: Outgoing) => {
    if (message.qos === 0 && rates !== undefined && rates.publishes.freeIn(clock.now()) > 0) return rates.discarded();
    if (waiting.length === 0 && !waitsForAcknowledgement(message) && rateDelay() === 0) send(message);
    else enqueue(message);
  };
  const sendStored = () => {
    for (let next = stored[0]; next !== undefined; next = stored[0]) {
      const delay = rates?.stored.freeIn(clock.now()) ?? 0;
      if (delay > 0) {
        resumeTimer = clock.after(delay, sendStored);
        return;
      }
      rates?.stored.count(clock.now());
      stored.shift();
      offer(next);
    }
  };
  return {
    offer,
    resume(messages) {
      stored.push(...messages);
      sendStored();
    },
    get inFlight() {
      return inFlight;
    },
    acknowledged() {
      inFlight = Math.max(0, inFlight - 1);
      if (waiting.length > 0) drain();
    },
    stop() {
      drainTimer?.();
      resumeTimer?.();
      waiting.length = 0;
      stored.length = 0;
    },
  };
}
