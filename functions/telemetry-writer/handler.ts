import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { KinesisStreamBatchResponse } from 'aws-lambda';
import { bindings } from '../../contracts/bindings';
import { metricNamespace, ownMetrics } from '../../contracts/metrics';
import { asError } from '../shared/as-error';
import { clientSettings } from '../shared/client-settings';
import { readBatch } from '../shared/kinesis-batch';
import { logger, withLogContext } from '../shared/log-context';
import { readingsTable } from './readings-table';
import { roomsTable } from './rooms-table';
import { writeTelemetry } from './write-telemetry';

const client = new DynamoDBClient(clientSettings);
const names = bindings.telemetryWriter.from(process.env);
const tables = { readings: readingsTable(client, names.readings, Date.now), rooms: roomsTable(client, names.rooms) };
const metrics = new Metrics({ namespace: metricNamespace });

/** Handles batches of records from the `telemetry` stream. */
export const handler = withLogContext(async (event): Promise<KinesisStreamBatchResponse> => {
  const { stored, failed } = await writeTelemetry(readBatch(event), {
    ...tables,
    failed: (sequenceNumber, error) =>
      logger.error('invalid measurement', { sequence_number: sequenceNumber, error: asError(error) }),
  });
  metrics.addMetric(ownMetrics.telemetryStored.cloudwatch, MetricUnit.Count, stored);
  metrics.publishStoredMetrics();
  return { batchItemFailures: failed === undefined ? [] : [{ itemIdentifier: failed }] };
});
