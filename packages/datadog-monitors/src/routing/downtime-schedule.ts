import * as z from 'zod';
import { activeUntil } from './recurrence';
import { parseTagSearch, type TagSearch } from './tag-search';

/** Downtime that mutes monitors, once or repeatedly. */
export interface DowntimeSchedule {
  readonly id: string;
  readonly scope: string;
  /** Returns whether the downtime mutes a group with these tags. */
  readonly mutes: TagSearch;
  /** Id of the only muted monitor; undefined if tags select the monitors. */
  readonly monitorId: string | undefined;
  /** Tags that a monitor must have to be muted; `*` for all monitors. */
  readonly monitorTags: readonly string[];
  /** Whether it also mutes the first recovery of a monitor that triggered before it. */
  readonly mutesFirstRecovery: boolean;
  /** Returns the end in minutes since the epoch; `Infinity` if the downtime never ends, or undefined if it is not active. */
  activeUntil(minute: number): number | undefined;
}

const one = <T extends z.ZodType>(form: T) =>
  z.preprocess((block) => (Array.isArray(block) ? block[0] : block), form.nullish());

const oneTime = z.object({ start: z.string().nullish(), end: z.string().nullish() });
const recurrence = z.object({ rrule: z.string(), duration: z.string(), start: z.string().nullish() });
const recurrences = z.preprocess(
  (given) => (given === null || given === undefined || Array.isArray(given) ? given : [given]),
  z.array(recurrence).nullish(),
);

const downtimeForm = z.object({
  scope: z.string().default('*'),
  monitor_identifier: one(
    z.object({
      monitor_id: z.union([z.number(), z.string()]).nullish(),
      monitor_tags: z.array(z.string()).nullish(),
    }),
  ),
  mute_first_recovery_notification: z.boolean().nullish(),
  status: z.string().nullish(),
  // the API has one schedule, Terraform has a block for each kind
  schedule: z.object({ ...oneTime.shape, recurrences, timezone: z.string().nullish() }).nullish(),
  one_time_schedule: one(oneTime),
  recurring_schedule: one(z.object({ recurrence: recurrences, timezone: z.string().nullish() })),
});

/**
 * Reads the attributes of a downtime from the API or of a `datadog_downtime_schedule`.
 * @throws ZodError, TagSearchError
 * Source: API reference, "Downtimes", version 2
 */
export function readDowntimeSchedule(id: string, attributes: unknown): DowntimeSchedule {
  const read = downtimeForm.parse(attributes);
  const { scope, schedule, monitor_identifier: identifier } = read;
  const repeated = schedule?.recurrences ?? read.recurring_schedule?.recurrence ?? [];
  const timeZone = schedule?.timezone ?? read.recurring_schedule?.timezone ?? 'UTC';
  const { start, end } = read.one_time_schedule ?? schedule ?? {};
  const isOver = read.status === 'canceled' || read.status === 'ended';
  const monitorId = identifier?.monitor_id ?? undefined;
  return {
    id,
    scope,
    mutes: parseTagSearch(scope),
    monitorId: monitorId === undefined ? undefined : String(monitorId),
    monitorTags: identifier?.monitor_tags ?? [],
    mutesFirstRecovery: read.mute_first_recovery_notification ?? false,
    activeUntil(minute) {
      if (isOver) return undefined;
      if (repeated.length === 0) return onceUntil({ start, end }, minute);
      const ends = repeated.flatMap(({ rrule: rule, duration, start: first }) => {
        const until = activeUntil({ rule, duration, start: first ?? undefined, timeZone }, minute);
        return until === undefined ? [] : [until];
      });
      return ends.length === 0 ? undefined : Math.max(...ends);
    },
  };
}

function onceUntil({ start, end }: z.infer<typeof oneTime>, minute: number): number | undefined {
  const [from, to] = [start, end].map((text) => (text ? Date.parse(text) / 60_000 : undefined));
  if (from !== undefined && minute < from) return undefined;
  if (to !== undefined && minute >= to) return undefined;
  return to ?? Number.POSITIVE_INFINITY;
}
