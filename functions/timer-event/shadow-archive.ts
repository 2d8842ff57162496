import * as z from 'zod/mini';
import type { PowerChange } from './power-on-time';

const State = z.nullish(z.object({ state: z.optional(z.object({ reported: z.optional(z.looseObject({})) })) }));

/**
 * Line written by the `shadow_documents` rule: the document from `update/documents`, with additional fields from the rule.
 */
const Line = z.object({
  thing: z.string(),
  version: z.number(),
  /** Time in seconds since the epoch. */
  timestamp: z.number(),
  previous: State,
  current: State,
});

/** Parses a line. @returns undefined if it is not a shadow change */
export function parsePowerChange(line: unknown): PowerChange | undefined {
  const { data } = Line.safeParse(line);
  if (data === undefined) return undefined;
  const { thing, version, timestamp, previous, current } = data;
  return { thing, version, at: timestamp * 1000, before: powerIn(previous), after: powerIn(current) };
}

function powerIn(document: z.infer<typeof State>): boolean | undefined {
  const power = document?.state?.reported?.['power'];
  return typeof power === 'boolean' ? power : undefined;
}
