import { createProgress } from '@himeshima/cli';
import type { AlertEvent } from '../audit/alert-event';
import { groupBy } from '../audit/group-by';
import type { AuditedMonitor } from '../audit/rank-monitors';
import { tallyEvents } from '../audit/tally-events';
import type { Tally } from '../backtest/tally';
import type { DatadogApi } from '../datadog-api/datadog-api';
import { fetchAlertEvents } from '../datadog-api/fetch-alert-events';
import type { BacktestRange } from '../datadog-api/fetch-backtests';
import { type AlertEvents, alertEventsIn, readAlertEvents } from './alert-event-files';

/** Value of `--events` that reads the events from Datadog. */
export const eventsOfApi = 'api';

/** Pages of monitors in recorded events. */
export interface CountedEvents {
  readonly results: ReadonlyMap<string, { readonly tally: Tally }>;
  /** Origin of the pages, for the title of the report. */
  readonly basis: string;
  readonly problems: readonly string[];
}

/**
 * Counts the pages of monitors in recorded alert events. A monitor without events has no pages.
 * @param sources files, or `api` for the events of the account in `range`
 * @throws Error if a file cannot be read; DatadogApiError
 */
export async function countEvents(
  monitors: readonly AuditedMonitor[],
  sources: readonly string[],
  { range, api }: { readonly range: BacktestRange; readonly api: DatadogApi | undefined },
): Promise<CountedEvents> {
  const read = await Promise.all(
    sources.map((source) =>
      source === eventsOfApi && api !== undefined ? eventsFrom(api, range) : alertEventsIn(source),
    ),
  );
  const events = read.flatMap((one) => one.events);
  const minutes = events.map(({ minute }) => minute);
  const isOfApi = sources.includes(eventsOfApi);
  const isComplete = isOfApi && !read.some((one) => one.isTruncated);
  const from = isComplete ? range.from : minutes.reduce((least, minute) => Math.min(least, minute), range.to);
  const to = isOfApi ? range.to : minutes.reduce((most, minute) => Math.max(most, minute), from);
  const ofMonitors = eventsByMonitor(monitors, events);
  const results = monitors.map(
    ({ id }) => [id, { tally: tallyEvents(ofMonitors.get(id) ?? [], { ...range, from, to }) }] as const,
  );
  return {
    results: new Map(results),
    basis: `pages in ${((to - from) / 1440).toFixed(1)} days of alert events`,
    problems: [...read.flatMap(({ problems }) => problems), ...strangers(ofMonitors)],
  };
}

/** Returns the events of each monitor; events of unaudited monitors have the key `undefined`. */
function eventsByMonitor(
  monitors: readonly AuditedMonitor[],
  events: readonly AlertEvent[],
): ReadonlyMap<string | undefined, readonly AlertEvent[]> {
  const ids = new Set(monitors.map(({ id }) => id));
  const byName = new Map(monitors.map(({ id, definition }) => [definition.name, id]));
  // monitors in Terraform have no Datadog id, so their events are found by name
  return groupBy(events, ({ monitorId, monitorNames }) =>
    ids.has(monitorId) ? monitorId : monitorNames.flatMap((name) => byName.get(name) ?? [])[0],
  );
}

function strangers(events: ReadonlyMap<string | undefined, readonly AlertEvent[]>): readonly string[] {
  const others = events.get(undefined) ?? [];
  if (others.length === 0) return [];
  const ids = [...new Set(others.map(({ monitorId }) => monitorId))];
  const listed = ids.length > 5 ? `${ids.slice(0, 5).join(', ')} and ${ids.length - 5} more` : ids.join(', ');
  return [`${others.length} events are not counted, because their monitors are not in the input: ${listed}`];
}

async function eventsFrom(api: DatadogApi, range: BacktestRange): Promise<AlertEvents> {
  const progress = createProgress(process.stderr);
  try {
    const { events, isTruncated } = await fetchAlertEvents(api, range, (read) => progress.show(`${read} events read`));
    const found = readAlertEvents('/api/v2/events', events);
    const problem = `only the newest ${events.length} events were read; reduce --days`;
    return { ...found, isTruncated, problems: isTruncated ? [...found.problems, problem] : found.problems };
  } finally {
    progress.clear();
  }
}
