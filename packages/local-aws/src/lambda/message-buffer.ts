import type { HeldMessage } from '../messaging/queue-reader';

/** Message that waits until its batch is full. */
export interface BufferedMessage extends HeldMessage {
  /** Platform time at which the message arrived, in ms since the epoch. */
  receivedAt: number;
  /** Record for the message in the event that the function receives. */
  record: object;
}

/** Buffer for the messages in the next batch. */
export interface MessageBuffer {
  /** Returns the number of messages that still fit into the batch. */
  room(): number;
  add(message: BufferedMessage): void;
  /**
   * Returns the milliseconds until the batch is due: 0 if it is full or has waited long enough,
   * undefined if it is empty.
   */
  dueIn(now: number): number | undefined;
  /** Removes and returns the longest batch that fits into one payload. */
  take(): BufferedMessage[];
}

/** Maximum payload of an invocation in bytes. Source: Lambda developer guide, "invocation-eventsourcemapping". */
const mostBytes = 6 * 2 ** 20;

export function createMessageBuffer(limits: { batchSize: number; windowMilliseconds: number }): MessageBuffer {
  const buffered: (BufferedMessage & { bytes: number })[] = [];
  let bytes = 0;

  /**
   * Returns the length of the longest batch that fits into one payload. A message that is larger than the maximum forms
   * a separate batch.
   */
  const fitting = (): number => {
    if (bytes <= mostBytes) return buffered.length;
    let sum = 0;
    const first = buffered.findIndex((message) => {
      sum += message.bytes;
      return sum > mostBytes;
    });
    return Math.max(1, first);
  };

  return {
    room: () => (bytes > mostBytes ? 0 : limits.batchSize - buffered.length),
    add(message) {
      const size = Buffer.byteLength(JSON.stringify(message.record));
      buffered.push({ ...message, bytes: size });
      bytes += size;
    },
    dueIn(now) {
      const [oldest] = buffered;
      if (oldest === undefined) return undefined;
      if (buffered.length >= limits.batchSize || bytes > mostBytes) return 0;
      return Math.max(0, oldest.receivedAt + limits.windowMilliseconds - now);
    },
    take() {
      const batch = buffered.splice(0, fitting());
      for (const message of batch) bytes -= message.bytes;
      return batch;
    },
  };
}
