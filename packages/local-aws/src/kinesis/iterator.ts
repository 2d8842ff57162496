import { z } from 'zod';

/** Decoded shard iterator: stream, shard, and the sequence number of the next record. */
const Position = z.object({ stream: z.string(), shard: z.string(), from: z.string() });

export const iteratorOf = (position: z.infer<typeof Position>): string =>
  Buffer.from(JSON.stringify(position)).toString('base64');

/**
 * Decodes a shard iterator.
 * @returns undefined for an invalid iterator
 */
export function positionOf(iterator: string): z.infer<typeof Position> | undefined {
  try {
    return Position.safeParse(JSON.parse(Buffer.from(iterator, 'base64').toString('utf8'))).data;
  } catch {
    return undefined;
  }
}

/** Returns the stream of an iterator: GetRecords only contains an iterator, but permissions apply to the stream. */
export const streamOfIterator = (iterator: string): string | undefined => positionOf(iterator)?.stream;
