import type { Severity } from '../config/environment';
import type { CommonSettings } from './authoring/monitor-props';

/** State that a notification can report. */
export type NotifiedState = 'alert' | 'no data' | 'recovery';

interface Meaning {
  /** Priority in Datadog; 1 is the highest (D/monitors/configuration, "Add metadata"). */
  readonly priority: '1' | '2' | '3' | '4' | '5';
  /** Sentence in the message of every alert. */
  readonly urgency: string;
  /**
   * States that notify the handles of `config/`. Warnings reach the handles in `cc` only (stacks/declare-notifications.ts). A recovery
   * resolves the incident that the alert opened (D/integrations/pagerduty).
   */
  readonly notifyOn: readonly NotifiedState[];
  /** Renotification while the alert lasts. It ends, so that a forgotten monitor does not ring forever. */
  readonly renotify: Pick<CommonSettings, 'renotifyInterval' | 'renotifyOccurrences'>;
  /** Outside working hours the monitor is muted; alerts that persist notify when working hours begin. */
  readonly notifies: 'at any hour' | 'in working hours';
}

/** Behavior of each severity. The handles are in `config/`, per environment. */
export const severities: Readonly<Record<Severity, Meaning>> = {
  page: {
    priority: '1',
    urgency: 'Act now: messages are being lost, or commands do not reach their devices.',
    notifyOn: ['alert', 'no data', 'recovery'],
    // every 10 minutes for two hours; by then, PagerDuty has escalated to everyone on call
    renotify: { renotifyInterval: 10, renotifyOccurrences: 12 },
    notifies: 'at any hour',
  },
  ticket: {
    priority: '3',
    urgency: 'Look into this within one working day; nothing is lost yet.',
    notifyOn: ['alert', 'no data', 'recovery'],
    // daily for one working week
    renotify: { renotifyInterval: 1440, renotifyOccurrences: 5 },
    notifies: 'in working hours',
  },
  signal: {
    priority: '5',
    urgency: 'Informational: a composite monitor uses this state.',
    notifyOn: [],
    renotify: { renotifyInterval: 0 },
    notifies: 'at any hour',
  },
};

/** Hours of the day in `timezone`, Monday to Friday, in which tickets are read. */
export const workingHours = { from: 9, to: 18, timezone: 'Asia/Tokyo' } as const;
