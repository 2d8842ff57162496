/** Hours in a month, as in AWS price calculations. */
export const hoursAMonth = 730;
export const secondsAMonth = hoursAMonth * 3600;
export const minutesAMonth = hoursAMonth * 60;
export const daysAMonth = hoursAMonth / 24;

/** Bytes in a GB, by AWS's definition. */
export const gigabyte = 2 ** 30;
export const kilobyte = 1024;
