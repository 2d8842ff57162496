/** A span of time. Made by `seconds(10)`, `minutes(5)`, `hours(24)`, `days(30)`. */
export interface Duration {
  readonly seconds: number;
}

/** A size of memory. Made by `mebibytes(256)`. */
export interface Size {
  readonly mebibytes: number;
}

export const seconds = (count: number): Duration => ({ seconds: count });
export const minutes = (count: number): Duration => seconds(count * 60);
export const hours = (count: number): Duration => minutes(count * 60);
export const days = (count: number): Duration => hours(count * 24);
export const mebibytes = (count: number): Size => ({ mebibytes: count });

/** @throws Error where the duration is not a whole number of hours */
export const inHours = (duration: Duration): number => whole(duration, 3600, 'hours');
/** @throws Error where the duration is not a whole number of days */
export const inDays = (duration: Duration): number => whole(duration, 86_400, 'days');

function whole(duration: Duration, unit: number, name: string): number {
  const count = duration.seconds / unit;
  if (!Number.isInteger(count)) throw new Error(`${duration.seconds} s is not a whole number of ${name}`);
  return count;
}
