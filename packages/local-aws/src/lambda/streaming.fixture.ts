import { z } from 'zod';
import type { Authorizer } from '../authorize';
import { createStreams } from '../dynamodb/streams';
import { createKinesis } from '../kinesis/kinesis';
import { stopped } from '../stopped-platform.fixture';
import type { Deliver } from './destinations';
import { fakeLambda } from './fake-lambda.fixture';
import { type StreamMapping, startStreamMapping } from './stream-mapping';

export const streamArn = 'arn:aws:kinesis:ap-northeast-1:000000000000:stream/alerts';
export const bucketArn = 'arn:aws:s3:::failed-records';

const Records = z.object({
  Records: z.array(z.object({ kinesis: z.object({ data: z.string(), sequenceNumber: z.string() }) })),
});
const textsIn = (event: unknown) =>
  Records.parse(event).Records.map(({ kinesis }) => Buffer.from(kinesis.data, 'base64').toString('utf8'));
export const sequenceOf = (event: unknown, text: string) =>
  Records.parse(event).Records[textsIn(event).indexOf(text)]?.kinesis.sequenceNumber ?? 'none';

export const mapping: StreamMapping = {
  id: 'mapping-1',
  streamArn,
  functionArn: 'arn:aws:lambda:ap-northeast-1:000000000000:function:alert-message',
  role: 'arn:aws:iam::000000000000:role/alert-message',
  startingPosition: 'TRIM_HORIZON',
  batchSize: 5,
  batchingWindowSeconds: 0,
  reportsItemFailures: false,
  bisect: false,
  maximumRetries: 2,
  maximumAgeSeconds: -1,
  onFailure: bucketArn,
  passes: () => true,
};

const place = { region: 'ap-northeast-1', account: '000000000000' };

const Parked = z.object({
  payload: z.string().optional(),
  requestContext: z.object({ condition: z.string(), approximateInvokeCount: z.number() }),
  KinesisBatchInfo: z.object({ batchSize: z.number(), startSequenceNumber: z.string(), endSequenceNumber: z.string() }),
});

/**
 * Creates a stream with one shard, and a mapping that passes its records to the test's handler.
 * `begin` starts the mapping.
 */
export function streaming(
  changes: Partial<StreamMapping>,
  handler: (texts: string[], event: unknown) => unknown,
  { retentionHours = 24, ...own }: { retentionHours?: number; authorizer?: Authorizer } = {},
) {
  const parts = { ...stopped(), ...own };
  const kinesis = createKinesis(parts);
  kinesis.createStream({ name: 'alerts', arn: streamArn, shards: 1, retentionHours });
  const batches: string[][] = [];
  const { lambda, invoked } = fakeLambda((event) => {
    batches.push(textsIn(event));
    return handler(textsIn(event), event);
  });
  const parked: { to: string; role: string; place: string; record: z.infer<typeof Parked> }[] = [];
  const deliver: Deliver = async ({ destinationArn: to, from, place, record }) =>
    void parked.push({ to, role: from.role, place, record: Parked.parse(record) });
  const put = (...texts: string[]) => {
    for (const text of texts) kinesis.put('alerts', { partitionKey: 'k', data: Buffer.from(text) });
  };
  const dynamodb = { streams: createStreams({ ...parts, place, watch: () => undefined }) };
  const positions = parts.store.collection<string>('positions');
  const options = { ...parts, positions, kinesis, dynamodb, lambda, region: 'ap-northeast-1', deliver };
  const begin = () => startStreamMapping({ ...mapping, ...changes }, options);
  const parkedTexts = () => parked.map(({ record }) => textsIn(JSON.parse(record.payload ?? '')));
  return { ...parts, batches, invoked, parked, parkedTexts, put, begin };
}

export const refuse = (bad: string) => (texts: string[]) => {
  if (texts.includes(bad)) throw new Error(`cannot read ${bad}`);
};
