import type { MonitorDefinition } from '../monitor/definition';
import type { Tags } from '../query/matches';
import { isDueAgain, type Notification, transitionTo } from './notify';
import type { GroupState, State } from './state';

/** What something that notifies remembers of what it said. */
export type Spoken = Pick<GroupState, 'state' | 'notified' | 'renotifications' | 'triggered'>;

/** Of whom something is said, and when. */
interface Voice {
  readonly group: string;
  readonly tags: Tags;
  readonly minute: number;
}

interface Found {
  readonly state: State;
  readonly value: number | undefined;
  readonly reason: string;
  /** Whether a change to this state is told. */
  readonly notify: boolean;
}

/**
 * What is said of a state that was found: a change is told, and told again while it lasts (D/monitors/notify). Groups of
 * monitors, several that speak with one voice, checks and composites all speak so.
 */
export function spoken<Before extends Spoken>(
  definition: MonitorDefinition,
  before: Before,
  { state, value, reason, notify }: Found,
  { group, tags, minute }: Voice,
): { readonly after: Before; readonly notification: Notification | undefined } {
  const { state: from } = before;
  const renotifies = state === from && isDueAgain(definition, before, minute);
  if (state === from && !renotifies) return { after: before, notification: undefined };
  const triggered = from === 'OK' ? minute : before.triggered;
  const tells = renotifies || notify;
  const renotifications = renotifies ? before.renotifications + 1 : 0;
  const after = { ...before, state, triggered, notified: tells ? minute : null, renotifications };
  if (!tells) return { after, notification: undefined };
  const transition = renotifies ? 'renotify' : transitionTo(state);
  const to = state;
  const notification = { minute, group, tags, transition, from, to, value, reason, triggered: triggered ?? undefined };
  return { after, notification };
}
