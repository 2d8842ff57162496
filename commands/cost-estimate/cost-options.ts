import { secondsAMonth } from '@himeshima/serverless-cost';

/** Parses a number of devices. @throws Error if it is not a positive integer */
export function devicesOf(text: string): number {
  const devices = Number(text);
  if (!/^\d+$/.test(text) || devices < 1 || !Number.isSafeInteger(devices))
    throw new Error(`invalid --devices "${text}": expected a positive integer, for example 100000`);
  return devices;
}

const seconds: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600, day: 86_400 };

/**
 * Maximum publish rate per connection.
 * AWS IoT discards messages beyond this limit (AWS IoT Core quotas, "Publish requests per second").
 */
const maximumPerSecond = 100;

/** Parses a rate and returns the number of measurements per device per month. @throws Error if the rate is invalid or exceeds the limit */
export function measurementsOf(text: string): number {
  const [, count = '', unit = ''] = /^(\d+(?:\.\d+)?)\/(s|min|h|day)$/.exec(text) ?? [];
  const every = seconds[unit];
  if (every === undefined || Number(count) === 0)
    throw new Error(`invalid --rate "${text}": expected a rate, for example 2/s, 1/min, 4/h or 1/day`);
  if (Number(count) / every > maximumPerSecond)
    throw new Error(
      `invalid --rate "${text}": expected at most ${maximumPerSecond}/s, beyond which AWS IoT discards messages`,
    );
  return (Number(count) * secondsAMonth) / every;
}
