import * as z from 'zod/mini';
import { Moment, ThingName } from './values';

/** Topic that a sample thing publishes to. */
export const sampleThingTopic = (thing: string) => `SampleThing/${thing}`;

/** Message from a sample thing. `v` is the version of this schema (docs/adr/0010), `at` is in ms since the epoch. */
export const SampleThingMessage = z.object({ v: z.literal(1), at: Moment });
export type SampleThingMessage = z.infer<typeof SampleThingMessage>;

/** Event from the `sample_thing_reported` rule: the message with the rule's fields. */
export const SampleThingReport = z.extend(SampleThingMessage, { thing: ThingName, traceId: z.string() });
export type SampleThingReport = z.infer<typeof SampleThingReport>;
