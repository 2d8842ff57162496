import { type Notification, transitionTo } from '../evaluate/notify';
import type { Tags } from '../query/matches';
import type { Evaluated } from './run-group';

/** Time range in which a monitor sends no notifications for groups with the given tags. */
export interface Downtime {
  /** Minutes of wall time. Notifications resume at `to`. */
  readonly from: number;
  readonly to: number;
  /** Tags of the muted groups; empty for all groups. */
  readonly tags: Tags;
}

/** Downtime, and whether it ends within the simulation. */
interface Ending extends Downtime {
  readonly isOver: boolean;
}

interface Group {
  readonly group: string;
  readonly tags: Tags;
  readonly changes: readonly Evaluated[];
}

const mutes = ({ tags }: Downtime, group: { readonly tags: Tags }) =>
  Object.entries(tags).every(([key, value]) => group.tags[key] === value);

const during = ({ from, to }: Downtime, minute: number) => minute >= from && minute < to;

/**
 * Applies downtimes to notifications. States still change, but all notifications are muted except the first recovery of a group
 * that triggered earlier. When a downtime ends, groups that are not OK send a notification. Source:
 * docs.datadoghq.com/monitors/downtimes, "Muting", "Disable first recovery notification" and "Expiration"
 */
export function heard(
  said: readonly Notification[],
  groups: readonly Group[],
  downtimes: readonly Ending[],
): Notification[] {
  const loud = said.filter((one) =>
    downtimes.every((downtime) => !during(downtime, one.minute) || !mutes(downtime, one)),
  );
  const ofDowntimes = downtimes.flatMap((downtime) => {
    const muted = groups.filter((group) => mutes(downtime, group));
    return muted.flatMap((group) => [
      ...firstRecovery(said, group, downtime),
      ...(downtime.isOver ? stillWrong(said, group, downtime) : []),
    ]);
  });
  return [...new Set([...loud, ...ofDowntimes])].sort((a, b) => a.minute - b.minute);
}

function firstRecovery(said: readonly Notification[], { group }: Group, downtime: Downtime): Notification[] {
  const within = said.filter(
    (one) => one.group === group && during(downtime, one.minute) && one.transition !== 'renotify',
  );
  const [first] = within;
  return first?.transition === 'recovery' ? [first] : [];
}

function stillWrong(said: readonly Notification[], { group, tags, changes }: Group, { to }: Downtime): Notification[] {
  const now = changes.findLast(({ minute }) => minute <= to);
  if (now?.state === undefined || now.state === 'OK') return [];
  if (said.some((one) => one.group === group && one.minute === to)) return [];
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
