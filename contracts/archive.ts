/** Folder of a delivery stream in its archive. */
export const archiveFolder = (stream: string) => `${stream}/`;

/**
 * Folder for one day's files, named as an Athena partition: `shadow-archive/day=2026-11-24/`.
 * The day is the delivery date in UTC.
 */
export const archiveDay = (stream: string, day: string) => `${archiveFolder(stream)}day=${day}/`;
