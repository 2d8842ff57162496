import type { GroupTimeline, Simulation } from '../simulate/timelines';

/** Statistics of a simulation, or of recorded events. */
export interface Tally {
  readonly alerts: number;
  /** Minutes in which at least one group alerted. */
  readonly minutesInAlert: number;
  /** Number of notifications, including renotifications but not recoveries. */
  readonly pages: number;
  /** Number of notifications between 22:00 and 7:00, including renotifications but not recoveries. */
  readonly pagesAtNight: number;
  /** Number of alerts that start within half an hour of the group's previous recovery. */
  readonly flapping: number;
  /** Length of the longest alert in minutes; an open alert counts until the end of the simulation. */
  readonly longestAlert: number;
}

/** Alert of one group, in minutes since the epoch. */
export interface Alert {
  readonly group: string;
  readonly from: number;
  /** End of the alert; undefined if it was still open at the end of the simulation. */
  readonly to: number | undefined;
  readonly value: number | undefined;
}

const flappingMinutes = 30;
const night = { from: 22, to: 7 } as const;

/** States and notifications that were simulated or recorded. */
interface Run extends Pick<Simulation, 'to'> {
  readonly groups: readonly Pick<GroupTimeline, 'group' | 'changes'>[];
  readonly notifications: readonly Pick<Simulation['notifications'][number], 'minute' | 'transition'>[];
}

/** Summarizes a run. @param timeZone time zone of the on-call staff, for example `Asia/Tokyo` */
export function tallyOf(run: Run, timeZone: string): Tally {
  const byGroup = run.groups.map(alertsOf);
  const hour = hourIn(timeZone);
  const pages = run.notifications.filter(({ transition }) => transition !== 'recovery');
  const atNight = pages.filter(({ minute }) => {
    const now = hour(minute);
    return now >= night.from || now < night.to;
  });
  return {
    alerts: byGroup.reduce((total, alerts) => total + alerts.length, 0),
    minutesInAlert: minutesCovered(byGroup.flat(), run.to),
    pages: pages.length,
    pagesAtNight: atNight.length,
    flapping: byGroup.reduce((total, alerts) => total + flappingIn(alerts), 0),
    longestAlert: byGroup.flat().reduce((most, { from, to = run.to + 1 }) => Math.max(most, to - from), 0),
  };
}

/** Returns every alert, oldest first. */
export function alertsIn({ groups }: Simulation): Alert[] {
  return groups.flatMap(alertsOf).sort((a, b) => a.from - b.from);
}

function alertsOf({ group, changes }: Run['groups'][number]): Alert[] {
  return changes.flatMap(({ state, minute, value }, at) =>
    state === 'Alert' ? [{ group, from: minute, to: changes[at + 1]?.minute, value }] : [],
  );
}

function minutesCovered(alerts: readonly Alert[], end: number): number {
  let covered = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const { from, to = end + 1 } of alerts.toSorted((a, b) => a.from - b.from)) {
    covered += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return covered;
}

function flappingIn(alerts: readonly Alert[]): number {
  return alerts.filter(({ from }, at) => {
    const before = alerts[at - 1]?.to;
    return before !== undefined && from - before <= flappingMinutes;
  }).length;
}

/** Returns a function that converts a minute to its hour of the day. @throws Error if the time zone does not exist */
function hourIn(timeZone: string): (minute: number) => number {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' });
  return (minute) => Number(format.format(minute * 60_000));
}
