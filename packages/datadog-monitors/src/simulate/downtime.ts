import { type Notification, transitionTo } from '../evaluate/notify';
import type { Tags } from '../query/matches';
import type { Evaluated } from './run-group';

/** A stretch of time in which a monitor, or its groups with all of the tags, says nothing. */
export interface Downtime {
  /** Minutes of wall time. The monitor is heard again from `to` on. */
  readonly from: number;
  readonly to: number;
  /** None for all groups. */
  readonly tags: Tags;
}

/** Whether its end lies within what is looked at. */
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
 * What is heard of a monitor with downtimes: states go on changing, notifications are muted, but for the first recovery
 * of what had triggered before. What is still wrong when a downtime ends is told then.
 * Source: D/monitors/downtimes, "Muting", "Disable first recovery notification" and "Expiration"
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
