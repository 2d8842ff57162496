import * as z from 'zod/mini';

/** A line of the rule `telemetry`, as far as it says who was heard when. */
const Line = z.object({
  thing: z.string(),
  /** Ms since the epoch. */
  receivedAt: z.number(),
});

/** Somebody who measured something, whatever it was. */
export interface Heard {
  readonly thing: string;
  /** Ms since the epoch. */
  readonly at: number;
}

/** @returns undefined where a line is no message of a sensor */
export function heardIn(line: unknown): Heard | undefined {
  const { data } = Line.safeParse(line);
  return data && { thing: data.thing, at: data.receivedAt };
}
