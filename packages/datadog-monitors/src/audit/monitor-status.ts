import * as z from 'zod';
import type { MonitorStatus } from './burden-signals';

const form = z.looseObject({
  overall_state: z.string().nullish().catch(undefined),
  overall_state_modified: z.string().nullish().catch(undefined),
  options: z
    .looseObject({ silenced: z.record(z.string(), z.number().nullable()).nullish().catch(undefined) })
    .nullish()
    .catch(undefined),
  matching_downtimes: z
    .array(z.looseObject({ end: z.number().nullish() }))
    .nullish()
    .catch(undefined),
});

/**
 * Reads the status fields of an exported monitor. In other files, the state is undefined, and there are no mutes. Source: API reference,
 * "Get a monitor's details"
 */
export function monitorStatus(json: unknown): MonitorStatus {
  const {
    overall_state: state,
    overall_state_modified: since,
    options,
    matching_downtimes: downtimes,
  } = form.safeParse(json).data ?? {};
  const ends = [...Object.values(options?.silenced ?? {}), ...(downtimes ?? []).map(({ end }) => end ?? null)];
  const moment = Date.parse(since ?? '');
  return {
    state: state ?? undefined,
    stateSince: Number.isNaN(moment) ? undefined : moment,
    mutedUntil: ends.map((end) => (end === null ? Number.POSITIVE_INFINITY : end * 1000)),
  };
}
