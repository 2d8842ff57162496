import type { Readable } from 'node:stream';
import type { Clock } from '../../clock';

/**
 * Lets a stream give nothing for a while after it has given more than it may, so that what is behind waits where it
 * comes from: the buffers of TCP fill, and the client's writing stops. For readers that read when they are told, as
 * aedes does (lib/client.js, `nextBatch`), which cannot be paused while it handles packets: its count of them would stay.
 * @param delayAfter says by how many milliseconds the next read is late
 */
export function readSlowly(
  stream: Readable,
  { delayAfter, clock }: { delayAfter(bytes: number): number; clock: Pick<Clock, 'after'> },
): void {
  const read = stream.read;
  let isWaiting = false;
  const wait = (milliseconds: number) => {
    isWaiting = true;
    const cancel = clock.after(milliseconds, () => {
      stream.off('close', cancel);
      isWaiting = false;
      stream.emit('readable');
    });
    stream.once('close', cancel);
  };
  stream.read = (size) => {
    // by a size of 0 Node.js itself asks for more to be fetched
    if (isWaiting && size !== 0) return null;
    const chunk: unknown = Reflect.apply(read, stream, [size]);
    const delay = chunk instanceof Uint8Array ? delayAfter(chunk.length) : 0;
    if (delay > 0) wait(delay);
    return chunk;
  };
}
