import type { RealClock } from '../shared/browser-clock';
import type { EventNotice, Message, Push } from './operations';

/** Connection of the stream. */
export type StreamStatus =
  | { readonly state: 'connecting' | 'open' }
  /** The connection was closed; `retryAt` is the time of the next attempt in milliseconds. */
  | { readonly state: 'lost'; readonly retryAt: number };

/** Socket of the stream: the part of WebSocket that the stream uses. */
export interface StreamSocket {
  send(text: string): void;
  close(): void;
}

/** Functions that a socket calls. */
export interface SocketListeners {
  opened(): void;
  received(text: string): void;
  closed(code: number): void;
}

export interface StreamOptions {
  readonly token: string;
  readonly connect: (listeners: SocketListeners) => StreamSocket;
  readonly clock: RealClock;
  /** Called if the platform rejects the token. */
  readonly onRejected: () => void;
}

/** Events and messages of the platform, as they occur. */
export interface Stream {
  status(): StreamStatus;
  onStatus(listener: () => void): () => void;
  /** Calls the listener with each push. Returns a function that removes the listener. */
  onPush(listener: (push: Push) => void): () => void;
  onEvents(listener: (events: readonly EventNotice[]) => void): () => void;
  /** Subscribes to topic filters; the platform accepts at most eight filters at a time. */
  onMessages(filters: readonly string[], listener: (messages: readonly Message[]) => void): () => void;
  /** Connects immediately instead of waiting for the next attempt. */
  retry(): void;
  close(): void;
}

/** WebSocket close code with which the platform rejects a token. */
const rejected = 4401;
const firstDelay = 500;
const longestDelay = 15_000;

/** Returns the delay before an attempt to reconnect, which doubles with each failure. */
export const backOff = (failures: number): number => Math.min(longestDelay, firstDelay * 2 ** failures);

/** Returns whether an MQTT topic filter matches a topic. */
export function matchesFilter(filter: string, topic: string): boolean {
  const levels = topic.split('/');
  const parts = filter.split('/');
  if (topic.startsWith('$') && !filter.startsWith('$')) return false;
  for (const [index, part] of parts.entries()) {
    if (part === '#') return true;
    if (levels[index] === undefined || (part !== '+' && part !== levels[index])) return false;
  }
  return parts.length === levels.length;
}

/** Opens the stream, and reconnects after errors, continuing after the last received event. */
export function openStream({ token, connect, clock, onRejected }: StreamOptions): Stream {
  const pushed = new Set<(push: Push) => void>();
  const changed = new Set<() => void>();
  const subscriptions = new Map<symbol, readonly string[]>();
  let status: StreamStatus = { state: 'connecting' };
  let socket: StreamSocket | undefined;
  let cancel: (() => void) | undefined;
  let [failures, after]: [number, number | undefined] = [0, undefined];

  const setStatus = (next: StreamStatus) => {
    status = next;
    for (const listener of changed) listener();
  };

  const subscribe = () => {
    if (status.state === 'open')
      socket?.send(JSON.stringify({ subscribe: [...new Set([...subscriptions.values()].flat())] }));
  };

  const start = () => {
    cancel?.();
    const current = connect({
      opened() {
        if (socket !== current) return;
        current.send(JSON.stringify({ token, ...(after !== undefined && { after }) }));
        setStatus({ state: 'open' });
        if (subscriptions.size > 0) subscribe();
      },
      received(text) {
        if (socket !== current) return;
        failures = 0;
        const push: Push = JSON.parse(text);
        after = push.sequence;
        for (const listener of pushed) listener(push);
      },
      closed(code) {
        if (socket !== current) return;
        if (code === rejected) return onRejected();
        const delay = backOff(failures);
        failures += 1;
        cancel = clock.after(delay, start);
        setStatus({ state: 'lost', retryAt: clock.now() + delay });
      },
    });
    socket = current;
  };

  const onPush = (listener: (push: Push) => void) => {
    pushed.add(listener);
    return () => void pushed.delete(listener);
  };

  start();
  return {
    status: () => status,
    onStatus(listener) {
      changed.add(listener);
      return () => void changed.delete(listener);
    },
    onPush,
    onEvents: (listener) => onPush(({ events }) => events.length > 0 && listener(events)),
    onMessages(filters, listener) {
      const key = Symbol('subscription');
      subscriptions.set(key, filters);
      subscribe();
      const remove = onPush(({ messages }) => {
        const matching = messages.filter(({ topic }) => filters.some((filter) => matchesFilter(filter, topic)));
        if (matching.length > 0) listener(matching);
      });
      return () => {
        remove();
        subscriptions.delete(key);
        subscribe();
      };
    },
    retry: start,
    close() {
      cancel?.();
      const closing = socket;
      socket = undefined;
      closing?.close();
    },
  };
}
