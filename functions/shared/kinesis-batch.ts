import * as z from 'zod/mini';
import { parse } from './parse';

const KinesisEvent = z.object({
  Records: z.array(
    z.object({ eventID: z.string(), kinesis: z.object({ sequenceNumber: z.string(), data: z.string() }) }),
  ),
});

/** A record of a stream, as Lambda hands it over. */
export interface StreamRecord {
  readonly sequenceNumber: string;
  /** Base64. */
  readonly data: string;
}

/** The records of an event of Kinesis, in their order, and the one shard that they come from. */
export function readBatch(event: unknown): { readonly shardId: string; readonly records: readonly StreamRecord[] } {
  const { Records } = parse(KinesisEvent, event, 'Kinesis event');
  // `shardId-000000000000:49590338271490256608559692538361571095921575989136588898`
  const [shardId = ''] = Records[0]?.eventID.split(':') ?? [];
  return { shardId, records: Records.map(({ kinesis }) => kinesis) };
}
