import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import { archiveDay } from '../../contracts/archive';
import type { Day } from './day';
import type { PowerChange } from './power-on-time';

interface Archive {
  readonly bucket: string;
  /** Name of the delivery stream, whose folder it has. */
  readonly stream: string;
}

const State = z.nullish(z.object({ state: z.optional(z.object({ reported: z.optional(z.looseObject({})) })) }));

/** A line of the rule `shadow_documents`: the document of `update/documents`, and what the rule adds. */
const Line = z.object({
  thing: z.string(),
  version: z.number(),
  /** Seconds since the epoch. */
  timestamp: z.number(),
  previous: State,
  current: State,
});

/** @param unreadable is told of a line that is none, by the key of its file; the others are read */
export function shadowArchive(client: S3Client, { bucket, stream }: Archive, unreadable: (key: string) => void) {
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

  return {
    /** The changes that were delivered on the day, and in the hours of UTC's days around it. */
    async *changes({ from, to }: Day): AsyncGenerator<PowerChange> {
      const days = [from, to].map((moment) => new Date(moment).toISOString().slice(0, 10));
      for (const day of new Set(days)) {
        for await (const key of keysIn(archiveDay(stream, day))) {
          for (const line of await linesOf(key)) {
            const change = changeIn(line);
            if (change) yield change;
            else unreadable(key);
          }
        }
      }
    },
  };
}

function changeIn(line: string): PowerChange | undefined {
  const { data } = Line.safeParse(asJson(line));
  if (data === undefined) return undefined;
  const { thing, version, timestamp, previous, current } = data;
  return { thing, version, at: timestamp * 1000, before: powerIn(previous), after: powerIn(current) };
}

function powerIn(document: z.infer<typeof State>): boolean | undefined {
  const power = document?.state?.reported?.['power'];
  return typeof power === 'boolean' ? power : undefined;
}

function asJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
