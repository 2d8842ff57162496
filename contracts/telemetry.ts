import * as z from 'zod/mini';
import { ThingName } from './power';
import { Moment } from './values';

/** What a sensor measures, and in which room: the two levels of its topic, plain words, so that no wildcard hides in them. */
export const Word = z
  .string()
  .check(z.regex(/^[A-Za-z0-9_-]{1,64}$/, 'not a word of 1 to 64 letters, digits, _ and -'));

/** A second before the platform existed, in ms: what is older was measured by a clock that was never set. */
const firstMoment = Date.UTC(2019, 0, 1);
/** The farthest that a clock may go ahead, in ms. */
const lastMoment = Date.UTC(2100, 0, 1);

/**
 * What a device publishes to `Sensor/{kind}/{room}`. `v` is the version of this schema: a newer one is added beside the
 * older, whose devices are out in the field (docs/adr/0010). `at`: ms since the epoch by the device's clock.
 */
export const Measurement = z.discriminatedUnion('v', [
  z.object({ v: z.literal(1), at: z.int().check(z.minimum(firstMoment), z.maximum(lastMoment)), value: z.number() }),
]);
export type Measurement = z.infer<typeof Measurement>;

/** What the rule `telemetry` puts into the stream: the measurement, and beside it what the rule itself knows. */
export const TelemetryRecord = z.intersection(
  Measurement,
  z.object({
    /** The client id, which the device policy ties to the certificate. */
    thing: ThingName,
    kind: Word,
    room: Word,
    /** Ms since the epoch, when AWS IoT took it. */
    receivedAt: Moment,
    traceId: z.string(),
  }),
);
export type TelemetryRecord = z.infer<typeof TelemetryRecord>;
