import type { Notification, Transition } from '../evaluate/notify';
import type { State } from '../evaluate/state';
import { round } from '../evaluate/threshold';
import type { MonitorDefinition } from '../monitor/definition';
import type { Tags } from '../query/matches';
import type { Comparison } from '../query/query-tree';

/** Rendering context of a message. */
export interface MessageContext {
  readonly transition: Transition;
  readonly from: State;
  readonly to: State;
  /** Tags of the group, which variables such as `{{functionname.name}}` render. */
  readonly tags: Tags;
  /** Other variables of the message, such as `value`, `threshold`, or `a.value` of a composite. */
  readonly variables: Readonly<Record<string, string | number | undefined>>;
  /** Priority from 1 to 5. */
  readonly priority: number | undefined;
}

/**
 * Creates the context of a notification.
 * Source: docs.datadoghq.com/monitors/notify/variables, "Template variables"
 */
export function contextOf(
  notification: Notification,
  { thresholds, priority }: MonitorDefinition,
  query: Comparison | undefined,
): MessageContext {
  const { transition, from, to, tags, value, triggered, minute } = notification;
  const critical = query?.threshold.value;
  const moment = triggered === undefined ? undefined : triggered * 60_000;
  const date = moment === undefined ? undefined : new Date(moment).toISOString();
  return {
    transition,
    from,
    to,
    tags,
    priority,
    variables: {
      value: value === undefined ? undefined : round(value),
      threshold: to === 'Warn' ? thresholds.warning : critical,
      warn_threshold: thresholds.warning,
      ok_threshold: thresholds.criticalRecovery ?? critical,
      comparator: query?.comparator.sign,
      first_triggered_at: date,
      first_triggered_at_epoch: moment,
      last_triggered_at: date,
      last_triggered_at_epoch: moment,
      triggered_duration_sec: triggered === undefined ? undefined : (minute - triggered) * 60,
    },
  };
}
