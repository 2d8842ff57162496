/** Urgency of a monitor. */
export type Severity = 'page' | 'ticket' | 'signal';

/** Monitor state that a notification can report. */
export type NotifiedState = 'alert' | 'no data' | 'recovery';

/** Behavior of a severity. The environment defines the handles to notify. */
export interface SeverityBehavior {
  /** Priority in Datadog; 1 is the highest (docs.datadoghq.com/monitors/configuration, "Add metadata"). */
  readonly priority: '1' | '2' | '3' | '4' | '5';
  /** Sentence that states the urgency in every alert message. */
  readonly urgency: string;
  /**
   * States that notify the handles in `notify`. Warnings notify only the handles in `cc`. A recovery resolves the incident that
   * the alert opened (docs.datadoghq.com/integrations/pagerduty).
   */
  readonly notifyOn: readonly NotifiedState[];
  /** Minutes between renotifications while an alert lasts (0 disables renotification), and the maximum number of renotifications. */
  readonly renotify: { readonly renotifyInterval: number; readonly renotifyOccurrences?: number };
  /** `in working hours` mutes the monitor at other times. Persistent alerts send a notification when working hours start. */
  readonly notifies: 'at any hour' | 'in working hours';
}

export type Severities = Readonly<Record<Severity, SeverityBehavior>>;

/** Working hours in `timezone`, Monday to Friday. Tickets notify only during these hours. */
export interface WorkingHours {
  readonly from: number;
  readonly to: number;
  /** Name in the IANA time zone database: `Asia/Tokyo`. */
  readonly timezone: string;
}

/** Severities of a platform that does not define its own. */
export const defaultSeverities: Severities = {
  page: {
    priority: '1',
    urgency: 'Act now: users or their data are affected.',
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
