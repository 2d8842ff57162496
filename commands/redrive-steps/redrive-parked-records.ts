import { type KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { DeleteObjectCommand, GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { counted } from '@himeshima/plan-review';
import * as z from 'zod';
import { sendRepeatedly } from '../platform/send-repeatedly';
import { type RedriveResult, reasonOf } from './redrive-result';

/**
 * Object that Lambda writes to a failure bucket.
 * Its `payload` is the event as text (developer guide, "kinesis-on-failure-destination").
 */
const Parked = z.object({ KinesisBatchInfo: z.object({ streamArn: z.string() }), payload: z.string() });
const Event = z.object({
  Records: z.array(z.object({ kinesis: z.object({ partitionKey: z.string(), data: z.string() }) })).min(1),
});

/** Maximum number of records per call (API reference, "PutRecords"). */
const recordsPerCall = 500;

/** Puts the records of every parked batch back into their stream, then deletes the object. */
export async function* redriveParkedRecords(
  { s3, kinesis }: { readonly s3: S3Client; readonly kinesis: KinesisClient },
  Bucket: string,
): AsyncGenerator<RedriveResult> {
  const keys: string[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket, Prefix: 'aws/lambda/' }))
    keys.push(...Contents.flatMap(({ Key }) => Key ?? []));
  for (const Key of keys) {
    try {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      const { KinesisBatchInfo, payload } = Parked.parse(JSON.parse((await Body?.transformToString()) ?? ''));
      const { Records } = Event.parse(JSON.parse(payload));
      await putBack(kinesis, KinesisBatchInfo.streamArn, Records);
      await s3.send(new DeleteObjectCommand({ Bucket, Key }));
      yield { what: `${Bucket}/${Key}`, to: KinesisBatchInfo.streamArn, count: Records.length };
    } catch (error) {
      yield { what: `${Bucket}/${Key}`, refused: reasonOf(error) };
    }
  }
}

/**
 * Puts records back into their stream.
 * @throws Error with the first reason if the stream repeatedly rejects records; other records may have been accepted
 */
async function putBack(kinesis: KinesisClient, StreamARN: string, records: z.infer<typeof Event>['Records']) {
  const entries = records.map(({ kinesis: { partitionKey, data } }) => ({
    PartitionKey: partitionKey,
    Data: Buffer.from(data, 'base64'),
  }));
  for (let from = 0; from < entries.length; from += recordsPerCall) {
    let reason = '';
    const rejected = await sendRepeatedly(entries.slice(from, from + recordsPerCall), async (batch) => {
      const { Records = [] } = await kinesis.send(new PutRecordsCommand({ StreamARN, Records: [...batch] }));
      const failed = Records.find(({ ErrorCode }) => ErrorCode !== undefined);
      reason = `${failed?.ErrorCode}: ${failed?.ErrorMessage}`;
      // results are in the order of the request
      return batch.filter((_, at) => Records[at]?.ErrorCode !== undefined);
    });
    if (rejected.length > 0) throw new Error(`${StreamARN} rejected ${counted(rejected.length, 'record')}: ${reason}`);
  }
}
