import { DDSketch } from '@datadog/sketches-js';

/**
 * Number of occurrences of each value in a minute, with values rounded within 1%: `{"12.1": 3, "98.4": 1}`. Plain JSON. Absent
 * if all values of the minute are equal, because the minimum is sufficient.
 */
export type Sketch = Readonly<Record<string, number>>;

/** Relative accuracy that Datadog guarantees for its sketches. */
const accuracy = { relativeAccuracy: 0.01 } as const;
const { mapping } = new DDSketch(accuracy);

/** Returns the rounded value under which a sketch counts the given value. */
export function binOf(value: number): number {
  const size = Math.abs(value);
  return size < mapping.minPossible ? 0 : Math.sign(value) * mapping.value(mapping.key(size));
}

/** Returns a percentile of values, with the accuracy of a sketch. @param fraction 0.95 for the 95th percentile */
export function quantileOfValues(values: readonly number[], fraction: number): number {
  const whole = new DDSketch(accuracy);
  for (const value of values) whole.accept(value);
  return whole.getValueAtQuantile(fraction);
}

/** Values of a minute: their sketch, or the only value and how often it occurs. */
interface MinuteValues {
  readonly sketch?: Sketch | undefined;
  readonly min: number;
  readonly count: number;
}

/** Returns a percentile of the values of all buckets. @param fraction 0.95 for the 95th percentile */
export function quantileOfBuckets(buckets: readonly MinuteValues[], fraction: number): number {
  const whole = new DDSketch(accuracy);
  for (const { sketch, min, count } of buckets)
    for (const [value, times] of sketch ? Object.entries(sketch) : [[min, count] as const])
      whole.accept(Number(value), times);
  return whole.getValueAtQuantile(fraction);
}

/** Returns a percentile of a sketch. @param fraction 0.95 for the 95th percentile */
export function quantileOf(sketch: Sketch, fraction: number): number {
  const whole = new DDSketch(accuracy);
  for (const [value, times] of Object.entries(sketch)) whole.accept(Number(value), times);
  return whole.getValueAtQuantile(fraction);
}
