import type { HeldMessage } from '../messaging/queue-reader';

/** Message that waits for its batch to fill. */
export interface BufferedMessage extends HeldMessage {
  /** Arrival time in milliseconds of the platform's clock. */
  receivedAt: number;
  /** Record in the event that the function receives. */
  record: object;
}

/** Messages of the batch that is filling up. */
export interface MessageBuffer {
  /** Number of messages that still fit into the batch. */
  room(): number;
  add(message: BufferedMessage): void;
  /** Milliseconds until the batch is due; 0 if it is full or has waited long enough, undefined if it is empty. */
  dueIn(now: number): number | undefined;
  /** Removes the longest batch that fits into one payload. */
  take(): BufferedMessage[];
}

/** Lambda developer guide, "invocation-eventsourcemapping": the maximum payload of an invocation. */
const mostBytes = 6 * 2 ** 20;

export function createMessageBuffer(limits: { batchSize: number; windowMilliseconds: number }): MessageBuffer {
  const buffered: (BufferedMessage & { bytes: number })[] = [];
  let bytes = 0;

  /** Returns the length of the longest batch that fits; a message larger than a payload forms a batch by itself. */
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
