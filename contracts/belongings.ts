/** Index of the `belongings` table by owner. */
export const byOwner = 'by-owner';

/** Key of a thing or room in the `belongings` table. Names of things and rooms contain no slash. */
export const belonging = {
  device: (thing: string) => `device/${thing}`,
  room: (room: string) => `room/${room}`,
} as const;
