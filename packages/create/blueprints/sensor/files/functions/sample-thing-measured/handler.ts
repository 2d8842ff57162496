import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { bindings } from '../../contracts/bindings';
import { ReceivedMeasurement } from '../../contracts/sensor';
import { logger, withLogContext } from '../shared/log-context';
import { parse } from '../shared/parse-input';
import { storeMeasurement } from './store-measurement';

const client = new DynamoDBClient({});
const { table } = bindings.sampleThingMeasured.from(process.env);

/** Invoked by the rule `sample_thing_measured`. */
export const handler = withLogContext(async (event) => {
  const measurement = parse(ReceivedMeasurement, event, 'measurement');
  await storeMeasurement(measurement, { client, table });
  logger.info('stored', { thing: measurement.thing });
});
