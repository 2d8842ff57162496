import { z } from 'zod';
import { jsonApi, operation } from '../gateway/json-api';
import type { ServiceApi } from '../gateway/service-api';
import type { Firehose } from './firehose';

const Named = z.object({ DeliveryStreamName: z.string() });
const Data = z.object({ Data: z.string() });

/** Creates the Firehose API. */
export function firehoseApi(firehose: Firehose): ServiceApi {
  const put = (name: string, { Data: data }: z.infer<typeof Data>, cause: number | undefined) => ({
    RecordId: firehose.put(name, Buffer.from(data, 'base64'), cause).recordId,
  });
  return jsonApi('firehose', {
    ListDeliveryStreams: operation(z.object({}), () => ({
      DeliveryStreamNames: firehose.streams().map(({ name }) => name),
      HasMoreDeliveryStreams: false,
    })),
    DescribeDeliveryStream: operation(Named, ({ DeliveryStreamName }) => {
      const { name, arn } = firehose.stream(DeliveryStreamName);
      const DeliveryStreamDescription = {
        DeliveryStreamName: name,
        DeliveryStreamARN: arn,
        DeliveryStreamStatus: 'ACTIVE',
        DeliveryStreamType: 'DirectPut',
        VersionId: '1',
        Destinations: [],
        HasMoreDestinations: false,
      };
      return { DeliveryStreamDescription };
    }),
    PutRecord: operation(Named.extend({ Record: Data }), ({ DeliveryStreamName, Record }, { cause }) =>
      put(DeliveryStreamName, Record, cause),
    ),
    PutRecordBatch: operation(
      Named.extend({ Records: z.array(Data).min(1).max(500) }),
      ({ DeliveryStreamName, Records }, { cause }) => ({
        FailedPutCount: 0,
        RequestResponses: Records.map((record) => put(DeliveryStreamName, record, cause)),
      }),
    ),
  });
}
