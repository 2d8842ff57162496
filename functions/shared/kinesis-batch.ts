import * as z from 'zod/mini';
import { parse } from './parse-input';

const KinesisEvent = z.object({
  Records: z.array(
    z.object({ eventID: z.string(), kinesis: z.object({ sequenceNumber: z.string(), data: z.string() }) }),
  ),
});

/** Kinesis record in a Lambda event. */
export interface StreamRecord {
  readonly sequenceNumber: string;
  /** Payload in base64. */
  readonly data: string;
}

/** Parses a Kinesis event. All records of an event come from one shard. */
export function readBatch(event: unknown): { readonly shardId: string; readonly records: readonly StreamRecord[] } {
  const { Records } = parse(KinesisEvent, event, 'Kinesis event');
  // `shardId-000000000000:49590338271490256608559692538361571095921575989136588898`
  const [shardId = ''] = Records[0]?.eventID.split(':') ?? [];
  return { shardId, records: Records.map(({ kinesis }) => kinesis) };
}
