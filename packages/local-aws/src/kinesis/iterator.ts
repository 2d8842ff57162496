import { z } from 'zod';

/** Schema for a decoded shard iterator: stream, shard, and the sequence number at which reading starts. */
const Position = z.object({ stream: z.string(), shard: z.string(), from: z.string() });

export const iteratorOf = (position: z.infer<typeof Position>): string =>
  Buffer.from(JSON.stringify(position)).toString('base64');

/**
 * Decodes a shard iterator.
 * @returns undefined if the iterator is invalid
 */
export function positionOf(iterator: string): z.infer<typeof Position> | undefined {
  try {
    return Position.safeParse(JSON.parse(Buffer.from(iterator, 'base64').toString('utf8'))).data;
  } catch {
    return undefined;
  }
}

/** Returns an iterator's stream. Permissions apply to streams, whereas a GetRecords call contains only an iterator. */
export const streamOfIterator = (iterator: string): string | undefined => positionOf(iterator)?.stream;
