import { SNSClient } from '@aws-sdk/client-sns';
import type { KinesisStreamBatchResponse } from 'aws-lambda';
import * as z from 'zod';
import { bindings } from '../../contracts/bindings';
import { logger, withLogContext } from '../shared/log-context';
import { parse } from '../shared/parse';
import { publishTo } from './alert-topic';
import { sendAlerts } from './send-alerts';

const KinesisEvent = z.object({
  Records: z.array(z.object({ kinesis: z.object({ sequenceNumber: z.string(), data: z.string() }) })),
});

const send = publishTo(new SNSClient(), bindings.alertMessage.from(process.env).topicArn);

/** Invoked with batches of AlertMessageStream. */
export const handler = withLogContext(async (event): Promise<KinesisStreamBatchResponse> => {
  const { Records } = parse(KinesisEvent, event, 'Kinesis event');
  const failed = await sendAlerts(
    Records.map(({ kinesis }) => kinesis),
    {
      send,
      failed: (sequenceNumber, error) =>
        logger.error('record not sent', { sequence_number: sequenceNumber, error: asError(error) }),
    },
  );
  return { batchItemFailures: failed === undefined ? [] : [{ itemIdentifier: failed }] };
});

const asError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)));
