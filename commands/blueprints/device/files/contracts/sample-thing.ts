import * as z from 'zod/mini';
import { Moment, ThingName } from './values';

/** Topic that a sample thing publishes to. */
export const sampleThingTopic = (thing: string) => `SampleThing/${thing}`;

/** Message of a sample thing. `v` is the version of this schema (docs/adr/0010), `at` is in ms since the epoch. */
export const SampleThingMessage = z.object({ v: z.literal(1), at: Moment });
export type SampleThingMessage = z.infer<typeof SampleThingMessage>;

/** Event of the rule `sample_thing_reported`: the message with fields of the rule. */
export const SampleThingReport = z.extend(SampleThingMessage, { thing: ThingName, traceId: z.string() });
export type SampleThingReport = z.infer<typeof SampleThingReport>;
