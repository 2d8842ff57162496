type Section = Record<string, unknown> | undefined;

/** Returns only the sections that the state of a shadow contains. */
export function shadowState({
  desired,
  reported,
  delta,
}: {
  desired?: Section;
  reported?: Section;
  delta?: Section;
} = {}) {
  return { ...(desired && { desired }), ...(reported && { reported }), ...(delta && { delta }) };
}

/** Formats a time in ms since the epoch as ISO 8601 in UTC. */
export const inIso = (moment: number) => new Date(moment).toISOString();
