import { type Notification, transitionTo } from '../evaluate/notify';
import type { State } from '../evaluate/state';
import { offsetAt } from '../evaluate/time-zone';
import type { Tags } from '../query/matches';
import type { DowntimeSchedule, EndState } from '../routing/downtime-schedule';
import type { GroupEvaluation } from './run-group';

/** Time range in which a monitor sends no notifications for groups with the given tags. */
export interface Downtime {
  /** Start in minutes of wall-clock time. Notifications resume at `to`. */
  readonly from: number;
  readonly to: number;
  /** Tags of the muted groups; empty for all groups. */
  readonly tags: Tags;
}

/** Downtime that the simulation applies. A declared downtime must select the monitor. */
export type SimulatedDowntime = Downtime | DowntimeSchedule;

/** Time range in which groups are muted. */
interface Muting {
  readonly from: number;
  readonly to: number;
  readonly mutes: (tags: Tags) => boolean;
  readonly mutesFirstRecovery: boolean;
  /** States that trigger a notification at the end. */
  readonly endStates: readonly State[];
  /** Whether the range ends within the simulation. */
  readonly isOver: boolean;
}

interface Group {
  readonly group: string;
  readonly tags: Tags;
  readonly changes: readonly GroupEvaluation[];
}

const stateOf: Readonly<Record<EndState, State>> = { alert: 'Alert', 'no data': 'No Data', warn: 'Warn' };

/** Minutes of a run, both ends inclusive. */
interface Run {
  readonly from: number;
  readonly to: number;
  /** Time of minute 0, in minutes since the epoch. */
  readonly start: number;
}

/** Returns when a declared downtime is active during a run, in minutes since the epoch. */
const occurrencesIn = ({ occurrences }: DowntimeSchedule, { from, to, start }: Run) =>
  occurrences({ from: start + from, to: start + to + 1 });

/** Returns the ranges in which downtimes are active during a run. @throws RangeError if a downtime does not end after it starts */
export function mutingsOf(downtimes: readonly SimulatedDowntime[], run: Run): readonly Muting[] {
  return downtimes.flatMap((downtime): readonly Muting[] => {
    if (!('occurrences' in downtime)) {
      const { from, to, tags } = downtime;
      if (!(to > from))
        throw new RangeError(`a downtime must end after it starts, but the given downtime lasts from ${from} to ${to}`);
      const mutes = (group: Tags) => Object.entries(tags).every(([key, value]) => group[key] === value);
      const endStates = Object.values(stateOf);
      return [{ from, to, mutes, mutesFirstRecovery: false, endStates, isOver: to <= run.to }];
    }
    const { mutesFirstRecovery } = downtime;
    const endStates = downtime.endStates.map((state) => stateOf[state]);
    const mutes = (group: Tags) => downtime.mutes(Object.entries(group).map(([key, value]) => `${key}:${value}`));
    return occurrencesIn(downtime, run).map((one) => {
      const [from, to] = [one.from - run.start, one.to - run.start];
      return { from, to, mutes, mutesFirstRecovery, endStates, isOver: to <= run.to };
    });
  });
}

/** Returns the assumptions about declared downtimes that affect a run. */
export function assumedByDowntimes(
  downtimes: readonly SimulatedDowntime[],
  { groups, ...run }: Run & { readonly groups: readonly Pick<Group, 'tags'>[] },
): string[] {
  const day = new Date((run.start + run.from) * 60_000).toISOString().slice(0, 10);
  const isSimple = groups.every(({ tags }) => Object.keys(tags).length === 0);
  return downtimes.flatMap((downtime) => {
    if (!('occurrences' in downtime)) return [];
    const { id, scope, start, timeZone } = downtime;
    const doClocksChange = occurrencesIn(downtime, run).some(
      ({ from, to }) => Number.isFinite(to - from) && offsetAt(timeZone, from) !== offsetAt(timeZone, to),
    );
    return [
      ...(start === undefined
        ? [`downtime ${id} has no start; assumed to have started before ${day}, at the time in its rule or at 00:00`]
        : []),
      ...(doClocksChange ? [`downtime ${id} lasts exactly as long as its duration, although the clocks change`] : []),
      ...(isSimple && !downtime.mutes([])
        ? [`downtime ${id} has the scope ${scope}, so it does not mute a monitor without groups`]
        : []),
    ];
  });
}

const during = ({ from, to }: Muting, minute: number) => minute >= from && minute < to;

/**
 * Applies downtimes to notifications. States still change, but all notifications are muted except the first recovery of a group
 * that triggered earlier. When a downtime ends, groups that are not OK send a notification. Source:
 * docs.datadoghq.com/monitors/downtimes, "Muting", "Disable first recovery notification" and "Expiration"
 */
export function unmutedNotifications(
  notifications: readonly Notification[],
  groups: readonly Group[],
  mutings: readonly Muting[],
): Notification[] {
  const isLoud = (one: Notification) =>
    mutings.every((muting) => !during(muting, one.minute) || !muting.mutes(one.tags));
  const ofMutings = mutings.flatMap((muting) =>
    groups
      .filter(({ tags }) => muting.mutes(tags))
      .flatMap((group) => [
        ...(muting.mutesFirstRecovery ? [] : firstRecovery(notifications, group, muting)),
        ...(muting.isOver ? stillWrong(notifications, group, muting).filter(isLoud) : []),
      ]),
  );
  return [...new Set([...notifications.filter(isLoud), ...ofMutings])].sort((a, b) => a.minute - b.minute);
}

function firstRecovery(notifications: readonly Notification[], { group }: Group, muting: Muting): Notification[] {
  const within = notifications.filter(
    (one) => one.group === group && during(muting, one.minute) && one.transition !== 'renotify',
  );
  const [first] = within;
  return first?.transition === 'recovery' ? [first] : [];
}

function stillWrong(
  notifications: readonly Notification[],
  { group, tags, changes }: Group,
  { to, endStates }: Muting,
): Notification[] {
  const now = changes.findLast(({ minute }) => minute <= to);
  if (now?.state === undefined || !endStates.includes(now.state)) return [];
  if (notifications.some((one) => one.group === group && one.minute === to)) return [];
  const { state, value, minute } = now;
  const reason = `${now.reason}, and the downtime has ended`;
  return [
    {
      minute: to,
      group,
      tags,
      transition: transitionTo(state),
      from: state,
      to: state,
      value,
      reason,
      triggered: minute,
    },
  ];
}
