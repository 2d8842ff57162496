import * as z from 'zod/mini';

/** Event of the rule `sample_thing_event`. `receivedAt` is in ms since the epoch. */
export const SampleThingEvent = z.object({ thing: z.string(), receivedAt: z.int() });
type SampleThingEvent = z.infer<typeof SampleThingEvent>;

/** Returns the item that is stored for an event: one per thing. */
export const itemFor = ({ thing, receivedAt }: SampleThingEvent) => ({
  thing: { S: thing },
  receivedAt: { N: String(receivedAt) },
});
