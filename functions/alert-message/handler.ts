import { SNSClient } from '@aws-sdk/client-sns';
import type { KinesisStreamBatchResponse } from 'aws-lambda';
import { bindings } from '../../contracts/bindings';
import { asError } from '../shared/as-error';
import { clientSettings } from '../shared/client-settings';
import { readBatch } from '../shared/kinesis-batch';
import { logger, withLogContext } from '../shared/log-context';
import { publishTo } from './alert-topic';
import { sendAlerts } from './send-alerts';

const send = publishTo(new SNSClient(clientSettings), bindings.alertMessage.from(process.env).topicArn);

/** Handles batches of records from AlertMessageStream. */
export const handler = withLogContext(async (event): Promise<KinesisStreamBatchResponse> => {
  const failed = await sendAlerts(readBatch(event).records, {
    send,
    failed: (sequenceNumber, error) =>
      logger.error('failed to send the alerts from a record', {
        sequence_number: sequenceNumber,
        error: asError(error),
      }),
  });
  return { batchItemFailures: failed === undefined ? [] : [{ itemIdentifier: failed }] };
});
