import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { bindings } from '../../contracts/bindings';
import { clientSettings } from '../shared/client-settings';
import { withLogContext } from '../shared/log-context';
import { parse } from '../shared/parse-input';
import { SampleThingReport, sampleThingsTable } from './sample-things-table';

const client = new DynamoDBClient(clientSettings);
const table = sampleThingsTable(client, bindings.sampleThingMeasured.from(process.env).table);

/** Invoked by the `sample_thing_measured` rule. */
export const handler = withLogContext(async (event) => {
  await table.store(parse(SampleThingReport, event, 'sample thing report'));
});
