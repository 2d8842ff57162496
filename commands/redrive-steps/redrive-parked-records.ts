import { type KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { DeleteObjectCommand, GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { type RedriveResult, reasonOf } from './redrive-result';

/** What Lambda puts into a bucket: developer guide, "kinesis-on-failure-destination". `payload` is the event, as text. */
const Parked = z.object({ KinesisBatchInfo: z.object({ streamArn: z.string() }), payload: z.string() });
const Event = z.object({
  Records: z.array(z.object({ kinesis: z.object({ partitionKey: z.string(), data: z.string() }) })).min(1),
});

/** PutRecords, API reference. */
const recordsAtOnce = 500;

/** Puts the records of every parked batch back into their stream, and then deletes the object. */
export async function* redriveParked(
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

async function putBack(kinesis: KinesisClient, StreamARN: string, records: z.infer<typeof Event>['Records']) {
  let left = records.map(({ kinesis: { partitionKey, data } }) => ({
    PartitionKey: partitionKey,
    Data: Buffer.from(data, 'base64'),
  }));
  while (left.length > 0) {
    const now = left.slice(0, recordsAtOnce);
    const { Records = [], FailedRecordCount = 0 } = await kinesis.send(
      new PutRecordsCommand({ StreamARN, Records: now }),
    );
    // in the order in which they were sent
    const refused = now.filter((_, at) => Records[at]?.ErrorCode !== undefined);
    if (FailedRecordCount > 0 && refused.length === now.length) throw new Error(`${StreamARN} takes no record`);
    left = [...refused, ...left.slice(recordsAtOnce)];
  }
}
