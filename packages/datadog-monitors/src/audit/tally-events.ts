import { type Tally, tallyOf } from '../backtest/tally';
import { transitionTo } from '../evaluate/notify';
import type { AlertEvent } from './alert-event';
import { groupBy } from './group-by';

interface Range {
  /** Start of the range, in minutes since the epoch. */
  readonly from: number;
  readonly to: number;
  readonly timeZone: string;
}

/**
 * Counts the pages and alerts of one monitor. An alert that started before the range counts in full if its recovery event contains the
 * duration, and otherwise from the start of the range. An open alert counts until the end.
 */
export function tallyEvents(events: readonly AlertEvent[], { from, to, timeZone }: Range): Tally {
  const sorted = distinct(events).toSorted((a, b) => a.minute - b.minute);
  const groups = groupBy(sorted, ({ group }) => group);
  return tallyOf(
    {
      to: Math.floor(to) - 1,
      groups: [...groups].map(([group, all]) => ({ group, changes: changesOf(all, from) })),
      notifications: sorted.map(({ minute, state, isRenotification }) => ({
        minute,
        transition: isRenotification ? 'renotify' : transitionTo(state),
      })),
    },
    timeZone,
  );
}

/** Removes repeated events, because two files can overlap. */
const distinct = (events: readonly AlertEvent[]): readonly AlertEvent[] => [
  ...new Map(events.map((one, at) => [one.id ?? at, one])).values(),
];

function changesOf(events: readonly AlertEvent[], from: number) {
  const [first] = events;
  const isFromBefore = first?.isRenotification ? first.state === 'Alert' : first?.before === 'Alert';
  const start = first?.minutesSinceStart === undefined ? from : first.minute - first.minutesSinceStart;
  const states = [
    ...(isFromBefore ? [{ minute: Math.floor(start), state: 'Alert' as const }] : []),
    ...events.map(({ minute, state }) => ({ minute: Math.floor(minute), state })),
  ];
  return states
    .filter(({ state }, at) => state !== states[at - 1]?.state)
    .map((one) => ({ ...one, value: undefined, reason: 'recorded' }));
}
