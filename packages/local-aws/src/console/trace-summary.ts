import type { z } from 'zod';
import { describe } from '../screen/describe';
import type { TraceSummary } from './contract';
import type { RecordedEvent } from './event-log';
import { isFailure, subjectOf } from './event-subject';

/** Summarizes a trace by its first event. Returns undefined for a trace without events. */
export function summarizeTrace(
  trace: number,
  events: readonly RecordedEvent[],
  isThing: (name: string) => boolean,
): z.infer<typeof TraceSummary> | undefined {
  const oldest = events.toSorted((a, b) => a.event.id - b.event.id);
  // a note precedes a repeated message
  const first = (oldest.find(({ event }) => event.kind !== 'note' || isFailure(event)) ?? oldest[0])?.event;
  if (first === undefined) return undefined;
  const { what, details, symbol, tone } = describe(first);
  const subjects = oldest.map(({ event }) => subjectOf(event, isThing));
  const thing = subjects.find((subject) => subject.thing !== undefined)?.thing;
  return {
    trace,
    at: new Date(first.at).toISOString(),
    symbol,
    tone,
    title: what,
    details,
    ...(thing !== undefined && { thing }),
    events: events.length,
    failed: events.some(({ event }) => isFailure(event)),
    denied: events.some(({ event }) => event.kind === 'refused'),
    resources: [...new Set(subjects.flatMap(({ resource }) => resource?.name ?? []))],
  };
}
