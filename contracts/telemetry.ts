import * as z from 'zod/mini';
import { Moment, ThingName, Word } from './values';

/** Earliest valid time in ms since the epoch. An earlier time comes from a clock that was never set. */
const firstMoment = Date.UTC(2019, 0, 1);
/** Latest valid time in ms since the epoch. */
const lastMoment = Date.UTC(2100, 0, 1);

/**
 * Value of a measurement. Room totals add up values in DynamoDB, which supports 38 digits of precision and magnitudes from 1e-130
 * to 9.9e125 (developer guide, "Data types").
 */
const Value = z.number().check(
  z.minimum(-1e9),
  z.maximum(1e9),
  z.refine((value) => value === 0 || Math.abs(value) >= 1e-9, 'closer to 0 than a sensor can measure'),
);

/**
 * Message that a device publishes to `Sensor/{kind}/{room}`. `v` is the version of this schema; new versions are added next to
 * old ones, because devices in the field keep sending old versions (docs/adr/0010). `at` is in ms since the epoch, according to
 * the device's clock.
 */
export const Measurement = z.discriminatedUnion('v', [
  z.object({ v: z.literal(1), at: z.int().check(z.minimum(firstMoment), z.maximum(lastMoment)), value: Value }),
]);
export type Measurement = z.infer<typeof Measurement>;

/** Record that the `telemetry` rule writes to the stream: the measurement with additional fields from the rule. */
export const TelemetryRecord = z.intersection(
  Measurement,
  z.object({
    /** Client ID, which the device policy ties to the certificate. */
    thing: ThingName,
    kind: Word,
    room: Word,
    /** Time at which AWS IoT received the message, in ms since the epoch. */
    receivedAt: Moment,
    traceId: z.string(),
  }),
);
export type TelemetryRecord = z.infer<typeof TelemetryRecord>;
