import * as z from 'zod/mini';

/** Fields that the digest uses from a line written by the `telemetry` rule. */
const Line = z.object({
  thing: z.string(),
  /** Time in ms since the epoch. */
  receivedAt: z.number(),
});

/** Time at which a thing sent a measurement. */
export interface Sighting {
  readonly thing: string;
  /** Time in ms since the epoch. */
  readonly at: number;
}

/** Parses a line. @returns undefined if it is not a measurement */
export function parseSighting(line: unknown): Sighting | undefined {
  const { data } = Line.safeParse(line);
  return data && { thing: data.thing, at: data.receivedAt };
}
