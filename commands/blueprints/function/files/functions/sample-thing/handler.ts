import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { bindings } from '../../contracts/bindings';
import { clientSettings } from '../shared/client-settings';
import { withLogContext } from '../shared/log-context';
import { parse } from '../shared/parse-input';
import { itemFor, SampleThingEvent } from './sample-thing-item';

const { table } = bindings.sampleThing.from(process.env);
const client = new DynamoDBClient(clientSettings);

/** Invoked by the `sample_thing_event` rule. */
export const handler = withLogContext(async (event) => {
  const Item = itemFor(parse(SampleThingEvent, event, 'sample thing event'));
  await client.send(new PutItemCommand({ TableName: table, Item }));
});
