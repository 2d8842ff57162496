import * as z from 'zod/mini';

/** Topic on which a sensor publishes its measurements. */
export const sensorTopic = (kind: string, room: string) => `Sensor/${kind}/${room}`;

/** Measurement from a sensor. `at` is the sensor's clock in ms since the epoch. */
export const Measurement = z.object({ at: z.int().check(z.positive()), value: z.number() });

/** Event from a rule for one kind of sensor: the measurement, and the fields that the rule adds. */
export const ReceivedMeasurement = z.extend(Measurement, { thing: z.string(), room: z.string() });
export type ReceivedMeasurement = z.infer<typeof ReceivedMeasurement>;
