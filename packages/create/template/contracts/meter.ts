import * as z from 'zod/mini';

/** Topic on which a meter publishes its readings. */
export const meterTopic = (thing: string) => `meters/${thing}/readings`;

/** Message from a meter. `at` is the meter's clock in ms since the epoch. */
export const MeterReading = z.object({ at: z.int().check(z.positive()), value: z.number() });

/** Event from the rule `meter_reading`: the message, and the fields that the rule adds. */
export const ReceivedReading = z.extend(MeterReading, { thing: z.string(), receivedAt: z.int() });
export type ReceivedReading = z.infer<typeof ReceivedReading>;
