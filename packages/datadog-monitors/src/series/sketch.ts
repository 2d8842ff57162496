import { DDSketch } from '@datadog/sketches-js';

/**
 * How many values of a minute lay near each value, within 1 %: `{"12.1": 3, "98.4": 1}`. Plain JSON, so that it can be
 * kept and sent. Absent where all values of the minute are alike: its minimum says it all then.
 */
export type Sketch = Readonly<Record<string, number>>;

/** What Datadog promises of its own sketches. */
const accuracy = { relativeAccuracy: 0.01 } as const;
const { mapping } = new DDSketch(accuracy);

/** The value that stands for this one in a sketch. */
export function binOf(value: number): number {
  const size = Math.abs(value);
  return size < mapping.minPossible ? 0 : Math.sign(value) * mapping.value(mapping.key(size));
}

/** @param fraction 0.95 for the 95th percentile */
export function quantileOf(sketch: Sketch, fraction: number): number {
  const whole = new DDSketch(accuracy);
  for (const [value, times] of Object.entries(sketch)) whole.accept(Number(value), times);
  return whole.getValueAtQuantile(fraction);
}
