import * as z from 'zod';
import type { BucketSeries } from '../evaluate/source';
import { readName, type TestSeries } from './series';

const minute = z.strictObject({
  minute: z.int(),
  sum: z.number(),
  count: z.int().positive(),
  min: z.number(),
  max: z.number(),
  sketch: z.record(z.string(), z.number()).optional(),
});

/**
 * Buckets of each series, keyed by metric and tags (`aws.lambda.errors{functionname:power-on}`). Times are in minutes since 1970.
 */
const savedSchema = z.record(z.string(), z.array(minute));

export type SavedSeries = z.infer<typeof savedSchema>;

/**
 * Reads recorded series from JSON, in minutes since the epoch.
 * @throws Error with the path of the invalid value
 */
export function recordedSeries(json: unknown): (BucketSeries & TestSeries)[] {
  // reject this key explicitly, because zod silently drops it
  if (typeof json === 'object' && json !== null && Object.hasOwn(json, '__proto__')) {
    throw new Error('__proto__ is not a valid series name');
  }
  const parsed = savedSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`${issue?.path.join('.') || 'the saved series'}: ${issue?.message}`);
  }
  return Object.entries(parsed.data).map(([name, minutes]) => ({ ...readName(name), minutes }));
}

/**
 * Reads recorded series for a monitor test. The earliest point of all series is at minute 0 of the test.
 * @throws Error with the path of the invalid value
 */
export function savedSeries(json: unknown): (BucketSeries & TestSeries)[] {
  const recorded = recordedSeries(json);
  const first = recorded.reduce((least, { minutes }) => Math.min(least, minutes[0]?.minute ?? least), Number.MAX_VALUE);
  return recorded.map((series) => ({
    ...series,
    minutes: series.minutes.map((one) => ({ ...one, minute: one.minute - first })),
  }));
}
