import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { archiveDay } from '../../contracts/archive';
import type { Day } from './day';

/** A line that a delivery stream has written, as JSON; undefined where it is none. */
export interface ArchivedLine {
  readonly value: unknown;
  /** The file in which it stands. */
  readonly key: string;
}

/** What delivery streams have written into the archive. */
export function archivedLines(client: S3Client, bucket: string) {
  async function* keysIn(folder: string): AsyncGenerator<string> {
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: folder }))
      for (const { Key } of Contents) if (Key !== undefined) yield Key;
  }

  /** A file holds no more than the delivery stream's buffer. */
  const linesOf = async (key: string): Promise<readonly string[]> => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    const file = gunzipSync((await Body?.transformToByteArray()) ?? new Uint8Array());
    return file.toString('utf8').split('\n').filter(Boolean);
  };

  /** Those of a stream that were delivered on the day, and in the hours of UTC's days around it. */
  return async function* linesDelivered(stream: string, { from, to }: Day): AsyncGenerator<ArchivedLine> {
    const days = [from, to].map((moment) => new Date(moment).toISOString().slice(0, 10));
    for (const day of new Set(days))
      for await (const key of keysIn(archiveDay(stream, day)))
        for (const line of await linesOf(key)) yield { value: asJson(line), key };
  };
}

function asJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
