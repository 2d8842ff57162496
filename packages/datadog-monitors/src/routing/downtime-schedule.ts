import * as z from 'zod';
import type { MonitorDefinition } from '../monitor/definition';
import { type Occurrence, type Occurrences, RecurrenceError, readRecurrence } from './recurrence';
import { parseTagSearch, type TagSearch } from './tag-search';

/** Group states that trigger a notification when a downtime ends. */
export type EndState = 'alert' | 'no data' | 'warn';

/** Downtime that mutes monitors, once or repeatedly. */
export interface DowntimeSchedule {
  readonly id: string;
  readonly scope: string;
  /** Returns whether the downtime mutes a group with these tags. */
  readonly mutes: TagSearch;
  /** Id of the monitor that the downtime mutes; undefined if tags select the monitors. */
  readonly monitorId: string | undefined;
  /** Tags that a monitor must have to be muted; `*` for all monitors. */
  readonly monitorTags: readonly string[];
  /** Whether the downtime also mutes the first recovery of a monitor that triggered earlier. */
  readonly mutesFirstRecovery: boolean;
  /** States that trigger a notification when the downtime ends; empty for no notifications. */
  readonly endStates: readonly EndState[];
  /** Time zone of the recurrences; UTC for a single downtime. */
  readonly timeZone: string;
  /** Local time of the first occurrence; undefined if the downtime starts when it is created. */
  readonly start: string | undefined;
  /** Returns when the downtime is active. Overlapping occurrences count as one. The end is `Infinity` if the downtime never ends. */
  readonly occurrences: Occurrences;
}

const one = <T extends z.ZodType>(form: T) =>
  z.preprocess((block) => (Array.isArray(block) ? block[0] : block), form.nullish());

const oneTime = z.object({ start: z.string().nullish(), end: z.string().nullish() });
const recurrence = z.object({ rrule: z.string(), duration: z.string(), start: z.string().nullish() });
const recurrences = z.preprocess(
  (given) => (given === null || given === undefined || Array.isArray(given) ? given : [given]),
  z.array(recurrence).max(5, 'at most 5 recurrences').nullish(),
);
const endStates = ['alert', 'no data', 'warn'] as const;

const downtimeForm = z.object({
  scope: z.string().default('*'),
  monitor_identifier: one(
    z.object({
      monitor_id: z.union([z.number(), z.string()]).nullish(),
      monitor_tags: z.array(z.string()).nullish(),
    }),
  ),
  mute_first_recovery_notification: z.boolean().nullish(),
  notify_end_states: z.array(z.enum(endStates)).nullish(),
  notify_end_types: z.array(z.string()).nullish(),
  status: z.string().nullish(),
  // the API has one schedule, and Terraform has a block for each kind
  schedule: z.object({ ...oneTime.shape, recurrences, timezone: z.string().nullish() }).nullish(),
  one_time_schedule: one(oneTime),
  recurring_schedule: one(z.object({ recurrence: recurrences, timezone: z.string().nullish() })),
});

/**
 * Reads the attributes of a downtime from the API or of a `datadog_downtime_schedule`.
 * @throws ZodError, TagSearchError, RecurrenceError
 * Source: API reference, "Downtimes", version 2
 */
export function readDowntimeSchedule(id: string, attributes: unknown): DowntimeSchedule {
  const read = downtimeForm.parse(attributes);
  const { scope, schedule, monitor_identifier: identifier, notify_end_states: states, notify_end_types: types } = read;
  const repeated = schedule?.recurrences ?? read.recurring_schedule?.recurrence ?? [];
  const timeZone = schedule?.timezone ?? read.recurring_schedule?.timezone ?? 'UTC';
  const { start, end } = read.one_time_schedule ?? schedule ?? {};
  const isOver = read.status === 'canceled' || read.status === 'ended';
  const monitorId = identifier?.monitor_id ?? undefined;
  const all = repeated.map(({ rrule: rule, duration, start: first }) =>
    readRecurrence({ rule, duration, start: first ?? undefined, timeZone }),
  );
  const once = all.length === 0 ? onceIn({ start, end }) : undefined;
  return {
    id,
    scope,
    mutes: parseTagSearch(scope),
    monitorId: monitorId === undefined ? undefined : String(monitorId),
    monitorTags: identifier?.monitor_tags ?? [],
    mutesFirstRecovery: read.mute_first_recovery_notification ?? false,
    // the defaults of the API (API reference, "Schedule a downtime")
    endStates: (types ?? ['expired']).includes('expired') ? (states ?? endStates) : [],
    timeZone: repeated.length === 0 ? 'UTC' : timeZone,
    start: (repeated.length === 0 ? start : repeated.every((each) => each.start) && repeated[0]?.start) || undefined,
    occurrences(range) {
      if (isOver) return [];
      if (once !== undefined) return once.from < range.to && once.to > range.from ? [once] : [];
      return merged(all.flatMap((occurrences) => occurrences(range)));
    },
  };
}

function onceIn({ start, end }: z.infer<typeof oneTime>): Occurrence {
  const minuteIn = (text: string) => {
    const moment = Date.parse(text);
    if (Number.isNaN(moment)) throw new RecurrenceError(`${text} is not a time such as 2026-12-24T03:00:00Z`);
    return moment / 60_000;
  };
  const from = start ? minuteIn(start) : Number.NEGATIVE_INFINITY;
  const to = end ? minuteIn(end) : Number.POSITIVE_INFINITY;
  if (to <= from) throw new RecurrenceError(`end ${end} is not after start ${start}`);
  return { from, to };
}

/**
 * Joins occurrences that overlap or follow each other, as `current_downtime` does in docs.datadoghq.com/monitors/downtimes/examples,
 * "Combined downtime".
 */
function merged(all: readonly Occurrence[]): readonly Occurrence[] {
  const joined: Occurrence[] = [];
  for (const next of all.toSorted((a, b) => a.from - b.from)) {
    const before = joined.at(-1);
    if (before === undefined || next.from > before.to) joined.push(next);
    else joined[joined.length - 1] = { from: before.from, to: Math.max(before.to, next.to) };
  }
  return joined;
}

/** Maximum number of minutes in which adjacent occurrences are joined: a month. */
const foreseen = 31 * 1440;

/** Returns the end of a downtime that is active in a minute; `Infinity` if it never ends, or undefined if it is not active. */
export const activeUntil = (
  { occurrences }: Pick<DowntimeSchedule, 'occurrences'>,
  minute: number,
): number | undefined =>
  occurrences({ from: minute, to: minute + foreseen }).find(({ from, to }) => from <= minute && to > minute)?.to;

/** Returns whether a downtime selects a monitor by its id or by its tags. */
export function selectsMonitor(
  { monitorId, monitorTags }: DowntimeSchedule,
  { id, definition }: { readonly id: string | undefined; readonly definition: Pick<MonitorDefinition, 'tags'> },
): boolean {
  if (monitorId !== undefined)
    return id !== undefined && (monitorId === id || monitorId.includes(`datadog_monitor.${id}.`));
  return monitorTags.every((tag) => tag === '*' || definition.tags.includes(tag));
}
