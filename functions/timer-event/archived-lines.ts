import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { archiveDay } from '../../contracts/archive';
import { parseJson } from '../shared/parse-json';
import type { Day } from './day';

/** Line of an archive file. */
export interface ArchivedLine {
  readonly value: unknown;
  /** Key of the file. */
  readonly key: string;
}

/** Creates a reader for the files that delivery streams write to the archive. */
export function archivedLines(client: S3Client, bucket: string) {
  async function* keysIn(folder: string): AsyncGenerator<string> {
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: folder }))
      for (const { Key } of Contents) if (Key !== undefined) yield Key;
  }

  /** Reads an entire file into memory. The delivery stream's buffer size limits the file size. */
  const linesOf = async (key: string): Promise<readonly string[]> => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    const file = gunzipSync((await Body?.transformToByteArray()) ?? new Uint8Array());
    return file.toString('utf8').split('\n').filter(Boolean);
  };

  /** Yields the lines delivered by a stream on all UTC days that overlap the given day. */
  return async function* linesDelivered(stream: string, { from, to }: Day): AsyncGenerator<ArchivedLine> {
    const days = [from, to].map((moment) => new Date(moment).toISOString().slice(0, 10));
    for (const day of new Set(days))
      for await (const key of keysIn(archiveDay(stream, day)))
        for (const line of await linesOf(key)) yield { value: parseJson(line), key };
  };
}
