import * as z from 'zod/mini';

/** Topic on which a meter publishes its readings. */
export const meterTopic = (thing: string) => `meters/${thing}/readings`;

/** Message of a meter. `at` is in ms since the epoch by its clock. */
export const MeterReading = z.object({ at: z.int().check(z.positive()), value: z.number() });

/** Event of the rule `meter_reading`: the message with fields of the rule. */
export const ReceivedReading = z.extend(MeterReading, { thing: z.string(), receivedAt: z.int() });
export type ReceivedReading = z.infer<typeof ReceivedReading>;
