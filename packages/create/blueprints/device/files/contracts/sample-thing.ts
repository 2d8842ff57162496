import * as z from 'zod/mini';

/** Topic on which a sample thing publishes its messages. */
export const sampleThingTopic = (thing: string) => `sample-things/${thing}/messages`;

/** Message from a sample thing. `at` is the device's clock in ms since the epoch. */
export const SampleThingMessage = z.object({ at: z.int().check(z.positive()) });

/** Event from the rule `sample_thing_message`: the message, and the fields that the rule adds. */
export const SampleThingEvent = z.extend(SampleThingMessage, {
  thing: z.string(),
  receivedAt: z.int(),
});
export type SampleThingEvent = z.infer<typeof SampleThingEvent>;
