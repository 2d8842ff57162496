/** Hours in a month, as AWS calculates prices. */
export const hoursAMonth = 730;
export const secondsAMonth = hoursAMonth * 3600;
export const minutesAMonth = hoursAMonth * 60;
export const daysAMonth = hoursAMonth / 24;

/** Bytes in a GB, as AWS counts them. */
export const gigabyte = 2 ** 30;
export const kilobyte = 1024;
