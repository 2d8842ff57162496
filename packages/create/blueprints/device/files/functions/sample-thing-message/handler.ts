import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { bindings } from '../../contracts/bindings';
import { SampleThingEvent } from '../../contracts/sample-thing';
import { logger, withLogContext } from '../shared/log-context';
import { parse } from '../shared/parse-input';
import { storeMessage } from './store-message';

const client = new DynamoDBClient({});
const { table } = bindings.sampleThingMessage.from(process.env);

/** Invoked by the rule `sample_thing_message`. */
export const handler = withLogContext(async (event) => {
  const message = parse(SampleThingEvent, event, 'sample thing message');
  await storeMessage(message, { client, table });
  logger.info('stored', { thing: message.thing });
});
