import { z } from 'zod';
import { AwsError } from '../gateway/service-api';
import { metricUnits } from './metric-unit';

/** Limits of values: -2^360 to 2^360. Source: CloudWatch API reference, "MetricDatum". */
const largest = 2 ** 360;
const Value = z.number().min(-largest).max(largest);

export const Dimension = z.object({
  Name: z
    .string()
    .min(1)
    .max(255)
    .regex(/^[^:][\x20-\x7e]*$/),
  Value: z.string().min(1).max(1024),
});

const Datum = z.object({
  MetricName: z.string().min(1).max(255),
  Dimensions: z.array(Dimension).max(30).default([]),
  /** Seconds since the epoch. */
  Timestamp: z.number().optional(),
  Value: Value.optional(),
  StatisticValues: z
    .object({ SampleCount: z.number().positive(), Sum: Value, Minimum: Value, Maximum: Value })
    .optional(),
  Values: z.array(Value).min(1).max(150).optional(),
  Counts: z.array(z.number().nonnegative()).max(150).optional(),
  Unit: z
    .string()
    .refine((unit) => metricUnits.has(unit), `Member must satisfy enum value set: [${[...metricUnits].join(', ')}]`)
    .optional(),
  StorageResolution: z.union([z.literal(1), z.literal(60)]).optional(),
});
type Datum = z.infer<typeof Datum>;

export const PutMetricData = z.object({
  // namespaces of AWS services are reserved
  Namespace: z
    .string()
    .min(1)
    .max(255)
    .regex(/^(?!AWS\/)[^:]/),
  MetricData: z.array(Datum).min(1).max(1000),
  EntityMetricData: z.array(z.unknown()).max(0, 'entities are not supported locally').optional(),
});

/** Value of a metric that occurred `count` times. */
export interface CountedValue {
  value: number;
  count: number;
}

const hourMs = 3_600_000;
const oldestMs = 14 * 24 * hourMs;
const futureMs = 2 * hourMs;

/**
 * Returns the time of a datum, in ms since the epoch: by default, the current time.
 * @param member position in the request: `MetricData.member.1`
 * @throws AwsError InvalidParameterValue if the time is more than two weeks ago, or more than two hours ahead
 */
export function timeOfDatum({ Timestamp }: Datum, member: string, now: number): number {
  if (Timestamp === undefined) return Math.floor(now);
  const at = Timestamp * 1000;
  const fault =
    at < now - oldestMs
      ? 'within the past two weeks'
      : at > now + futureMs
        ? 'no more than two hours in the future'
        : undefined;
  if (fault !== undefined)
    throw new AwsError('InvalidParameterValue', `The parameter ${member}.Timestamp must specify a time ${fault}.`);
  return at;
}

/**
 * Returns the values of a datum. The local runtime stores only aggregates, so a set of statistics becomes its minimum,
 * its maximum and the mean of the other values.
 * @param member position in the request: `MetricData.member.1`
 * @throws AwsError if the datum has no values, values of different kinds, or an unequal number of values and counts
 */
export function valuesOfDatum(datum: Datum, member: string): readonly CountedValue[] {
  const given = (['Value', 'Values', 'StatisticValues'] as const).filter((name) => datum[name] !== undefined);
  const [first, second] = given;
  if (first === undefined)
    throw new AwsError(
      'MissingParameter',
      `At least one of the parameters must be specified: ${member}.Value, ${member}.Values, ${member}.StatisticValues.`,
    );
  if (second !== undefined)
    throw new AwsError(
      'InvalidParameterCombination',
      `The parameters ${member}.${first} and ${member}.${second} are mutually exclusive and you have specified both.`,
    );
  const { Value: value, Values: values, Counts: counts, StatisticValues: statistics } = datum;
  if (value !== undefined) return [{ value, count: 1 }];
  if (statistics !== undefined) return valuesOfStatistics(statistics);
  if (values === undefined) return [];
  if (counts !== undefined && counts.length !== values.length)
    throw new AwsError(
      'InvalidParameterValue',
      `The parameters ${member}.Values and ${member}.Counts must be of the same size.`,
    );
  return values.map((one, index) => ({ value: one, count: counts?.[index] ?? 1 })).filter(({ count }) => count > 0);
}

function valuesOfStatistics({
  SampleCount: count,
  Sum: sum,
  Minimum: min,
  Maximum: max,
}: NonNullable<Datum['StatisticValues']>): readonly CountedValue[] {
  if (min === max || count < 2) return [{ value: sum / count, count }];
  const others = count - 2;
  return [
    { value: min, count: 1 },
    { value: max, count: 1 },
    ...(others > 0 ? [{ value: (sum - min - max) / others, count: others }] : []),
  ];
}
