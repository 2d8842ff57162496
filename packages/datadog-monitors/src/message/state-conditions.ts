import type { MessageContext } from './context';

type Change = Pick<MessageContext, 'transition' | 'from' | 'to'>;

/** Conditions of messages that depend only on the states before and after a transition. Source: docs.datadoghq.com/monitors/notify/variables */
const conditions: Readonly<Record<string, (change: Change) => boolean>> = {
  is_alert: ({ to }) => to === 'Alert',
  is_warning: ({ to }) => to === 'Warn',
  is_no_data: ({ to }) => to === 'No Data',
  is_recovery: ({ to }) => to === 'OK',
  is_alert_recovery: ({ from, to }) => from === 'Alert' && to === 'OK',
  is_warning_recovery: ({ from, to }) => from === 'Warn' && to === 'OK',
  is_no_data_recovery: ({ from, to }) => from === 'No Data' && to !== 'No Data',
  is_alert_to_warning: ({ from, to }) => from === 'Alert' && to === 'Warn',
  is_warning_to_alert: ({ from, to }) => from === 'Warn' && to === 'Alert',
  is_renotify: ({ transition }) => transition === 'renotify',
};

/** Names of the conditions, for example `is_alert`. */
export const stateConditions: readonly string[] = Object.keys(conditions);

/** Returns whether a condition holds for a transition; false for other names. */
export const holdsFor = (name: string, change: Change): boolean =>
  Object.hasOwn(conditions, name) && (conditions[name]?.(change) ?? false);
