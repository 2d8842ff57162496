/** Folder of a delivery stream in its archive. */
export const archiveFolder = (stream: string) => `${stream}/`;

/** Folder of a day, named as a partition for Athena: `shadow-archive/day=2026-11-24/`. The day is the day of delivery, in UTC. */
export const archiveDay = (stream: string, day: string) => `${archiveFolder(stream)}day=${day}/`;
