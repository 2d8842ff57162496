import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { bindings } from '../../contracts/bindings';
import { ReceivedReading } from '../../contracts/meter';
import { countMetric } from '../shared/count-metric';
import { logger, withLogContext } from '../shared/log-context';
import { parse } from '../shared/parse-input';
import { storeReading } from './store-reading';

const client = new DynamoDBClient({});
const { table } = bindings.meterReading.from(process.env);

/** Invoked by the rule `meter_reading`. */
export const handler = withLogContext(async (event) => {
  const reading = parse(ReceivedReading, event, 'meter reading');
  await storeReading(reading, { client, table });
  countMetric('readingStored');
  logger.info('stored', { thing: reading.thing });
});
