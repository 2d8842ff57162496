import { z } from 'zod';

/** An iterator names its place: stream, shard, and the sequence number of the next record that it would give. */
const Place = z.object({ stream: z.string(), shard: z.string(), from: z.string() });

export const iteratorOf = (place: z.infer<typeof Place>): string =>
  Buffer.from(JSON.stringify(place)).toString('base64');

/** @returns undefined for a text that is no iterator of this platform */
export function placeOf(iterator: string): z.infer<typeof Place> | undefined {
  try {
    return Place.safeParse(JSON.parse(Buffer.from(iterator, 'base64').toString('utf8'))).data;
  } catch {
    return undefined;
  }
}

/** GetRecords names no stream: its iterator does, and rights are given on the stream. */
export const streamOfIterator = (iterator: string): string | undefined => placeOf(iterator)?.stream;
