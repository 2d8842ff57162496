import type { Readable } from 'node:stream';
import type { Clock } from '../../clock';

/**
 * Throttles a stream. After the stream has returned more data than allowed, it returns no data for a while, so that TCP
 * buffers fill up and the client stops writing. The reader must read when it is notified, as aedes does (lib/client.js,
 * `nextBatch`). Pausing the stream instead would make aedes miscount the packets that it is handling.
 * @param delayAfter returns the delay of the next read in milliseconds
 */
export function throttleReads(
  stream: Readable,
  { delayAfter, clock }: { delayAfter(bytes: number): number; clock: Pick<Clock, 'after'> },
): void {
  const read = stream.read;
  let isDelayed = false;
  const delayReads = (milliseconds: number) => {
    isDelayed = true;
    const cancel = clock.after(milliseconds, () => {
      stream.off('close', cancel);
      isDelayed = false;
      stream.emit('readable');
    });
    stream.once('close', cancel);
  };
  stream.read = (size) => {
    // Do not delay reads of size 0, because Node.js itself uses them to request more data.
    if (isDelayed && size !== 0) return null;
    const chunk: unknown = Reflect.apply(read, stream, [size]);
    const delay = chunk instanceof Uint8Array ? delayAfter(chunk.length) : 0;
    if (delay > 0) delayReads(delay);
    return chunk;
  };
}
