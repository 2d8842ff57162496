import * as z from 'zod/mini';
import { Moment, ThingName } from '../../contracts/values';

/** Event from the `sample_thing_event` rule. `receivedAt` is in ms since the epoch. */
export const SampleThingEvent = z.object({ thing: ThingName, receivedAt: Moment, traceId: z.string() });
type SampleThingEvent = z.infer<typeof SampleThingEvent>;

/** Returns the item to store for an event. Each thing has one item. */
export const itemFor = ({ thing, receivedAt, traceId }: SampleThingEvent) => ({
  thing: { S: thing },
  receivedAt: { N: String(receivedAt) },
  traceId: { S: traceId },
});
