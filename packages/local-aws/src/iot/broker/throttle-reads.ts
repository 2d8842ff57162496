import type { Readable } from 'node:stream';
import type { Clock } from '../../clock';

/**
 * Throttles a stream: after it has returned more data than allowed, it returns nothing for a while, so that TCP buffers
 * fill up and the client stops writing. This needs a reader that, like aedes, reads when it is notified (lib/client.js,
 * `nextBatch`). Pausing the stream does not work, because aedes would miscount the packets that it is handling.
 * @param delayAfter returns the milliseconds by which the next read is delayed
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
    // A read of size 0 is an internal call with which Node.js requests more data.
    if (isDelayed && size !== 0) return null;
    const chunk: unknown = Reflect.apply(read, stream, [size]);
    const delay = chunk instanceof Uint8Array ? delayAfter(chunk.length) : 0;
    if (delay > 0) delayReads(delay);
    return chunk;
  };
}
