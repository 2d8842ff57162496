const count = new Intl.NumberFormat('en-US');

/** Returns a number with separators, such as `12,345`. */
export const formatCount = (value: number): string => count.format(value);

const plain = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 6 });
const compact = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 6, notation: 'compact' });

/** Formats a number for the axis of a chart, such as `0.25`, `12,500` or `1.79595T`. */
export const formatAxis = (value: number): string => (Math.abs(value) < 1_000_000 ? plain : compact).format(value);

/** Returns a size such as `1.5 KB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const kilobytes = bytes / 1024;
  if (kilobytes < 1024) return `${round(kilobytes)} KB`;
  return `${round(kilobytes / 1024)} MB`;
}

/** Returns a duration such as `1.4 ms` or `2.1 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${round(milliseconds / 1000)} s`;
  return `${round(milliseconds / 60_000)} min`;
}

/** Rounds to one decimal place below 10, and to an integer above. */
const round = (value: number): string => value.toFixed(value < 10 && !Number.isInteger(value) ? 1 : 0);

/** Returns the time of day of a moment, in UTC, such as `12:00:00.250`. */
export const formatTime = (moment: string, { milliseconds = false } = {}): string =>
  new Date(moment).toISOString().slice(11, milliseconds ? 23 : 19);

/** Returns the date and time of a moment, in UTC, such as `2026-01-31 12:00:00`. */
export const formatDateTime = (moment: string): string => new Date(moment).toISOString().slice(0, 19).replace('T', ' ');
