import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { Moment, ThingName, Word } from '../../contracts/values';

/** Event from the `sample_thing_measured` rule. */
export const SampleThingReport = z.object({
  thing: ThingName,
  room: Word,
  at: Moment,
  traceId: z.string(),
});
type SampleThingReport = z.infer<typeof SampleThingReport>;

/** The `sample-things` table: one item per sensor, so duplicate reports are stored once. */
export function sampleThingsTable(client: DynamoDBClient, name: string) {
  return {
    async store({ thing, room, at, traceId }: SampleThingReport): Promise<void> {
      const Item = { thing: { S: thing }, at: { N: String(at) }, room: { S: room }, traceId: { S: traceId } };
      await client.send(new PutItemCommand({ TableName: name, Item }));
    },
  };
}
