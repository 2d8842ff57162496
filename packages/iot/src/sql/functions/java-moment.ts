import { daysTo } from './civil-time';
import type { MomentFields } from './java-time-pattern';
import { timeZone } from './time-zone';

const msPerDay = 86_400_000;

/**
 * Converts parsed fields to ms since the epoch. The time defaults to midnight, and the zone to UTC. Source: java.time's default
 * ResolverStyle.SMART, which maps day 31 of a shorter month to its last day.
 * @returns undefined if the fields are not a date, or contain only part of a time
 */
export function epochMsOf(fields: MomentFields): number | undefined {
  const days = dayOf(fields);
  const time = timeOf(fields);
  const zone = timeZone(fields.zone ?? 'UTC');
  if (days === undefined || time === undefined || zone === undefined) return undefined;
  const local = days * msPerDay + time;
  // When clocks are set back, a local time occurs twice, and Java uses the first. When clocks are set forward, Java
  // moves a skipped time forward by the length of the gap.
  const before = zone.offsetMinutes(local - msPerDay);
  const after = zone.offsetMinutes(local + msPerDay);
  const [found = local - before * 60_000] = [before, after]
    .map((offset) => local - offset * 60_000)
    .filter((epochMs) => zone.offsetMinutes(epochMs) * 60_000 === local - epochMs);
  return found;
}

function dayOf({ year: shown, beforeChrist = false, month, day, dayOfYear }: MomentFields): number | undefined {
  if (shown === undefined || Math.abs(shown) > 270_000) return undefined;
  const year = beforeChrist ? 1 - shown : shown;
  if (month !== undefined && day !== undefined) {
    const length =
      daysTo({ year: month === 12 ? year + 1 : year, month: (month % 12) + 1, day: 1 }) -
      daysTo({ year, month, day: 1 });
    return daysTo({ year, month, day: Math.min(day, length) });
  }
  if (dayOfYear === undefined) return undefined;
  const first = daysTo({ year, month: 1, day: 1 });
  const next = daysTo({ year: year + 1, month: 1, day: 1 });
  return first + dayOfYear - 1 < next ? first + dayOfYear - 1 : undefined;
}

function timeOf(fields: MomentFields): number | undefined {
  const { hour, hourOfHalf, afternoon, minute, second = 0, nano = 0, milliOfDay } = fields;
  if (milliOfDay !== undefined) return milliOfDay;
  const half = hourOfHalf === undefined || afternoon === undefined ? undefined : hourOfHalf + (afternoon ? 12 : 0);
  const found = hour ?? half;
  if (found === undefined) return hourOfHalf === undefined && minute === undefined ? 0 : undefined;
  return ((found * 60 + (minute ?? 0)) * 60 + second) * 1000 + Math.floor(nano / 1_000_000);
}
