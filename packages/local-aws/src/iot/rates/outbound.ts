import type { Cancel, Clock } from '../../clock';
import type { Pace, Rate } from './rates';

/** A message on its way to one connection. */
export interface Outgoing {
  qos: 0 | 1;
  /** About what it takes on the wire. */
  bytes: number;
  /** @returns whether it was written: it may have become one that the client must not have */
  send(): boolean;
}

/** What AWS IoT lets a connection be sent. */
export interface OutboundRates {
  publishes: Rate;
  bytes: Pace;
  /** Of what has waited in a session. */
  stored: Rate;
  /** A message is not sent, because there were too many. */
  discarded(): void;
}

/** What goes to a connection, in its order. */
export interface Outbound {
  /** Sends a message, now or later, or drops it. */
  offer(message: Outgoing): void;
  /** What a session has kept, beside all that comes now. */
  resume(messages: readonly Outgoing[]): void;
  /** The client has acknowledged a message. */
  acknowledged(): void;
  /** The connection has ended. */
  stop(): void;
}

interface OutboundOptions {
  /** Undefined where AWS's are not enforced. */
  rates: OutboundRates | undefined;
  /** Messages of QoS 1 that the client has not acknowledged. */
  inFlightAtMost: number;
  /** Of what waits here. */
  bytesAtMost: number;
  clock: Pick<Clock, 'now' | 'after'>;
  tooMuch(): void;
}

/**
 * The quotas of what is sent to a connection, and its own: of messages a second those of QoS 0 are discarded beyond the
 * rate, those of QoS 1 wait; all wait for bytes a second; those of QoS 1 for acknowledgements. What waits holds up what is
 * behind it, so that all comes in its order.
 * Source: AWS IoT quotas, "Message broker"; developer guide, "mqtt", "MQTT persistent sessions"; MQTT 5, 4.9.
 */
export function createOutbound({ rates, inFlightAtMost, bytesAtMost, clock, tooMuch }: OutboundOptions): Outbound {
  const waiting: Outgoing[] = [];
  const stored: Outgoing[] = [];
  let waitingBytes = 0;
  let inFlight = 0;
  let later: Cancel | undefined;
  let resumed: Cancel | undefined;

  const send = (message: Outgoing) => {
    if (!message.send()) return;
    rates?.publishes.count(clock.now());
    rates?.bytes.took(message.bytes, clock.now());
    if (message.qos === 1) inFlight += 1;
  };
  const delayOfRates = () =>
    rates === undefined ? 0 : Math.max(rates.publishes.freeIn(clock.now()), rates.bytes.freeIn(clock.now()));
  const waitsForAcknowledgement = ({ qos }: Outgoing) => qos === 1 && inFlight >= inFlightAtMost;

  const goOn = () => {
    later?.();
    later = undefined;
    for (let next = waiting[0]; next !== undefined && !waitsForAcknowledgement(next); next = waiting[0]) {
      const delay = delayOfRates();
      if (delay > 0) {
        later = clock.after(delay, goOn);
        return;
      }
      waiting.shift();
      waitingBytes -= next.bytes;
      send(next);
    }
  };
  const wait = (message: Outgoing) => {
    waiting.push(message);
    waitingBytes += message.bytes;
    if (waitingBytes > bytesAtMost) tooMuch();
    else if (later === undefined) goOn();
  };
  const offer = (message: Outgoing) => {
    if (message.qos === 0 && rates !== undefined && rates.publishes.freeIn(clock.now()) > 0) return rates.discarded();
    if (waiting.length === 0 && !waitsForAcknowledgement(message) && delayOfRates() === 0) send(message);
    else wait(message);
  };
  const sendStored = () => {
    for (let next = stored[0]; next !== undefined; next = stored[0]) {
      const delay = rates?.stored.freeIn(clock.now()) ?? 0;
      if (delay > 0) {
        resumed = clock.after(delay, sendStored);
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
    acknowledged() {
      inFlight = Math.max(0, inFlight - 1);
      if (waiting.length > 0) goOn();
    },
    stop() {
      later?.();
      resumed?.();
      waiting.length = 0;
      stored.length = 0;
    },
  };
}
