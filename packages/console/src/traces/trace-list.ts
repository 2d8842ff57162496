import type { TraceSummary } from '../api/operations';

/** Maximum number of traces in the list. Filters find older traces. */
export const mostTraces = 10_000;

/** Known traces, newest first. */
export interface TraceList {
  readonly traces: readonly TraceSummary[];
  /** Trace before which the next page of older traces ends; undefined on the last page, and if the list is full. */
  readonly before: number | undefined;
}

/** Page of the newest traces, or of traces before a trace. */
export interface TracePage {
  readonly traces: readonly TraceSummary[];
  readonly before?: number | undefined;
}

const newestFirst = (traces: Iterable<TraceSummary>): readonly TraceSummary[] =>
  [...traces].sort((one, other) => other.trace - one.trace);

/** Merges traces. If a trace is in both lists, keeps the summary in the second list, which is newer. */
function merge(older: readonly TraceSummary[], newer: readonly TraceSummary[]): readonly TraceSummary[] {
  return newestFirst(new Map([...older, ...newer].map((trace) => [trace.trace, trace])).values());
}

/** Shortens a list to the newest `mostTraces` traces. A full list has no further pages. */
const limitTraces = ({ traces, before }: TraceList): TraceList =>
  traces.length < mostTraces ? { traces, before } : { traces: traces.slice(0, mostTraces), before: undefined };

/**
 * Adds the page of the newest traces. If more traces are new than a page contains, the list starts again with the page,
 * because the traces in between are unknown.
 */
export function addNewest({ traces, before }: TraceList, page: TracePage): TraceList {
  const newest = traces[0]?.trace;
  const isComplete = page.before === undefined;
  if (isComplete || newest === undefined || page.before > newest)
    return { traces: newestFirst(page.traces), before: page.before };
  return limitTraces({ traces: merge(traces, page.traces), before });
}

/** Adds a page of older traces. */
export function addOlder({ traces }: TraceList, page: TracePage): TraceList {
  return limitTraces({ traces: merge(page.traces, traces), before: page.before });
}
