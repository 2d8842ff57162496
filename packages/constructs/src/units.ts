/** Time span. Created by `seconds(10)`, `minutes(5)`, `hours(24)`, `days(30)`. */
export interface Duration {
  readonly seconds: number;
}

/** Size of memory or of a message. Created by `mebibytes(256)`, `kibibytes(8)`. */
export interface Size {
  readonly bytes: number;
}

/** Creates a time span. @throws Error if the count is negative or not finite */
export function seconds(count: number): Duration {
  if (!(count >= 0 && count < Number.POSITIVE_INFINITY)) throw new Error(`invalid number of seconds: ${count}`);
  return { seconds: count };
}
export const minutes = (count: number): Duration => seconds(count * 60);
export const hours = (count: number): Duration => minutes(count * 60);
export const days = (count: number): Duration => hours(count * 24);
/** Creates a size. @throws Error if the count is negative or not finite */
export function kibibytes(count: number): Size {
  if (!(count >= 0 && count < Number.POSITIVE_INFINITY)) throw new Error(`invalid number of kibibytes: ${count}`);
  return { bytes: count * 1024 };
}
export const mebibytes = (count: number): Size => kibibytes(count * 1024);

/** Converts a time span to hours. @throws Error if it is not a whole number of hours */
export const inHours = (duration: Duration): number => whole(duration, 3600, 'hours');
/** Converts a time span to days. @throws Error if it is not a whole number of days */
export const inDays = (duration: Duration): number => whole(duration, 86_400, 'days');

/** Converts a size to mebibytes. @throws Error if it is not a whole number of mebibytes */
export function inMebibytes({ bytes }: Size): number {
  const count = bytes / 2 ** 20;
  if (!Number.isInteger(count)) throw new Error(`${bytes} bytes are not a whole number of mebibytes`);
  return count;
}

function whole(duration: Duration, unit: number, name: string): number {
  const count = duration.seconds / unit;
  if (!Number.isInteger(count)) throw new Error(`${duration.seconds} s is not a whole number of ${name}`);
  return count;
}
