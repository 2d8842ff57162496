/** By whom a belonging is found: the index of the table `belongings`. */
export const byOwner = 'by-owner';

/** What may belong to somebody, by its key in the table. Neither names of things nor of rooms have a slash. */
export const belonging = {
  device: (thing: string) => `device/${thing}`,
  room: (room: string) => `room/${room}`,
} as const;
