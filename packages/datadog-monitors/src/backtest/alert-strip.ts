import { clockIn } from './clock';
import type { Alert } from './tally';

const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

export interface StripRange {
  /** First and last minute, both inclusive. */
  readonly from: number;
  readonly to: number;
}

/** Returns the length of a column in minutes, so that at most `most` columns cover the range. */
export const minutesPerColumn = ({ from, to }: StripRange, most: number): number =>
  Math.max(1, Math.ceil((to - from + 1) / most));

/**
 * Draws a strip that shows when alerts were open, with one character per column: `·` without an alert, otherwise a block whose height is
 * the share of the column's minutes with at least one alert.
 * @param most maximum number of columns
 */
export function alertStrip(alerts: readonly Alert[], range: StripRange, most: number): string {
  const each = minutesPerColumn(range, most);
  const inAlert = new Uint8Array(range.to - range.from + 1);
  for (const { from, to = range.to + 1 } of alerts)
    inAlert.fill(1, Math.max(0, from - range.from), Math.max(0, to - range.from));
  let strip = '';
  for (let start = 0; start < inAlert.length; start += each) {
    const column = inAlert.subarray(start, start + each);
    const count = column.reduce((sum, one) => sum + one, 0);
    strip += count === 0 ? '·' : (blocks[Math.ceil((count / column.length) * blocks.length) - 1] ?? '█');
  }
  return strip;
}

/** Draws the days below a strip: each date starts in the column that contains its midnight, if there is room for it. */
export function stripDays(range: StripRange, timeZone: string, most: number): string {
  const each = minutesPerColumn(range, most);
  const time = clockIn(timeZone);
  const dayOf = (minute: number) => time(minute).slice('2026-'.length, '2026-09-01'.length);
  let text = '';
  let before = dayOf(range.from);
  for (let column = 1; range.from + column * each <= range.to; column += 1) {
    const day = dayOf(range.from + (column + 1) * each - 1);
    if (day !== before && (text === '' || text.length < column)) text = text.padEnd(column) + day;
    before = day;
  }
  return text;
}
