import { z } from 'zod';

/** Content of an iterator: stream, shard, and the sequence number of the next record. */
const Place = z.object({ stream: z.string(), shard: z.string(), from: z.string() });

export const iteratorOf = (place: z.infer<typeof Place>): string =>
  Buffer.from(JSON.stringify(place)).toString('base64');

/**
 * Decodes an iterator.
 * @returns undefined for an invalid iterator
 */
export function placeOf(iterator: string): z.infer<typeof Place> | undefined {
  try {
    return Place.safeParse(JSON.parse(Buffer.from(iterator, 'base64').toString('utf8'))).data;
  } catch {
    return undefined;
  }
}

/** Returns the stream of an iterator: GetRecords only names an iterator, but permissions are on the stream. */
export const streamOfIterator = (iterator: string): string | undefined => placeOf(iterator)?.stream;
