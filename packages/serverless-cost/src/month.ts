/** Hours in a month, by AWS's price calculations. */
export const hoursAMonth = 730;
export const secondsAMonth = hoursAMonth * 3600;
export const minutesAMonth = hoursAMonth * 60;
export const daysAMonth = hoursAMonth / 24;

/** AWS counts a GB as 2^30 bytes. */
export const gigabyte = 2 ** 30;
export const kilobyte = 1024;
