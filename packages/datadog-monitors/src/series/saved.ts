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
 * By the metric and its tags, `aws.lambda.errors{functionname:power-on}`, what each minute of a series holds, minutes
 * since the epoch.
 */
const savedSchema = z.record(z.string(), z.array(minute));

export type SavedSeries = z.infer<typeof savedSchema>;

/**
 * Series that were recorded somewhere and written down as JSON, in minutes since the epoch.
 * @throws Error with the place of what is no such series
 */
export function recordedSeries(json: unknown): (BucketSeries & TestSeries)[] {
  // zod leaves this key out without a word
  if (typeof json === 'object' && json !== null && Object.hasOwn(json, '__proto__')) {
    throw new Error('__proto__ is no name of a series');
  }
  const parsed = savedSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`${issue?.path.join('.') || 'the saved series'}: ${issue?.message}`);
  }
  return Object.entries(parsed.data).map(([name, minutes]) => ({ ...readName(name), minutes }));
}

/**
 * The same for a monitor's test: minutes are counted from the first that any series has, minute 0 of the test.
 * @throws Error with the place of what is no such series
 */
export function savedSeries(json: unknown): (BucketSeries & TestSeries)[] {
  const recorded = recordedSeries(json);
  const first = recorded.reduce((least, { minutes }) => Math.min(least, minutes[0]?.minute ?? least), Number.MAX_VALUE);
  return recorded.map((series) => ({
    ...series,
    minutes: series.minutes.map((one) => ({ ...one, minute: one.minute - first })),
  }));
}
