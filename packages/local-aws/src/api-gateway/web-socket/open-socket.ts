import type { WebSocket } from 'ws';
import type { Clock } from '../../clock';
import type { Connection } from './socket-event';

/** Maximum size of a message. Source: API Gateway developer guide, "Quotas for configuring and running a WebSocket API". */
export const maxMessageBytes = 128 * 1024;
/** Maximum size of a frame. Source: see `maxMessageBytes`. */
export const maxFrameBytes = 32 * 1024;
const idleMs = 600_000;
const lastsMs = 7_200_000;

/**
 * Maximum number of bytes buffered for a client that does not read; beyond this limit, the connection is terminated.
 */
const maxUnreadBytes = 1024 * 1024;

/** Status codes of close frames (RFC 6455, 7.4.1). */
export const closeCodes = { normal: 1000, goingAway: 1001, unsupported: 1003, tooLarge: 1009 } as const;

export interface OpenSocket {
  readonly connected: Connection;
  /** Time of the last message in either direction, in ms since the epoch. */
  readonly lastActiveAt: number;
  /**
   * Sends a text message.
   * @returns false if the connection is closed or the client is not reading
   */
  send(text: Uint8Array): boolean;
  close(code: number, reason: string): void;
  /** Terminates the connection without a close frame and without notifying the stage. */
  drop(): void;
}

interface SocketOptions {
  readonly socket: WebSocket;
  readonly connected: Connection;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  received(text: string): void;
  gone(code: number, reason: string): void;
}

/** Tracks a connection, and closes it after ten idle minutes, or after two hours at the latest. */
export function openSocket({ socket, connected, clock, received, gone }: SocketOptions): OpenSocket {
  let lastActiveAt = clock.now();
  const close = (code: number, reason: string) => socket.close(code, reason);
  const goAway = () => close(closeCodes.goingAway, 'Going away');
  const cancelEnd = clock.after(lastsMs, goAway);
  // check idleness with a single timer, because a timer per message would cost more than processing the message
  const lookAgain = () => {
    const left = lastActiveAt + idleMs - clock.now();
    if (left <= 0) goAway();
    else cancelIdle = clock.after(left, lookAgain);
  };
  let cancelIdle = clock.after(idleMs, lookAgain);
  const active = () => {
    lastActiveAt = clock.now();
  };

  socket.on('message', (data, isBinary) => {
    // messages can still arrive while a connection is being closed
    if (socket.readyState !== socket.OPEN) return;
    active();
    if (isBinary) return close(closeCodes.unsupported, 'Only text messages are supported locally');
    received(data.toString());
  });
  // ignore the error: a close event follows, with code 1009 if a message was too large
  socket.on('error', () => undefined);
  socket.on('close', (code, reason) => {
    cancelEnd();
    cancelIdle();
    gone(code, reason.toString('utf8'));
  });

  return {
    connected,
    get lastActiveAt() {
      return lastActiveAt;
    },
    send(text) {
      if (socket.readyState !== socket.OPEN) return false;
      if (socket.bufferedAmount > maxUnreadBytes) {
        socket.terminate();
        return false;
      }
      active();
      sendInFrames(socket, text);
      return true;
    },
    close,
    drop() {
      socket.removeAllListeners('close');
      cancelEnd();
      cancelIdle();
      socket.terminate();
    },
  };
}

function sendInFrames(socket: WebSocket, text: Uint8Array): void {
  for (let from = 0; from === 0 || from < text.byteLength; from += maxFrameBytes) {
    const to = from + maxFrameBytes;
    socket.send(text.subarray(from, to), { binary: false, fin: to >= text.byteLength });
  }
}
