import type { ChangeRecord, TableStream } from './streams';

/** ID of the only shard of each stream. */
export const streamShardId = 'shardId-00000000000000000001-00000001';

/** Returns a record in the format of GetRecords, without the identity of the caller. Source: API reference, "Record". */
export const recordContent = (record: ChangeRecord, { viewType }: TableStream, region: string) => ({
  eventID: record.eventId,
  eventName: record.eventName,
  eventVersion: '1.1',
  eventSource: 'aws:dynamodb',
  awsRegion: region,
  dynamodb: {
    ApproximateCreationDateTime: Math.floor(record.arrivedAt / 1000),
    Keys: record.keys,
    ...(record.newImage && { NewImage: record.newImage }),
    ...(record.oldImage && { OldImage: record.oldImage }),
    SequenceNumber: record.sequenceNumber,
    SizeBytes: record.sizeBytes,
    StreamViewType: viewType,
  },
});
