import * as z from 'zod';

const number = z.exactOptional(z.number());
const flag = z.exactOptional(z.boolean());
const text = z.exactOptional(z.string());
const texts = z.exactOptional(z.array(z.string()));

const evaluationWindow = z
  .strictObject({
    /** Time in UTC at which a day starts: `04:00`. */
    dayStarts: z.exactOptional(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 04:00')),
    /** Minute at which an hour starts. */
    hourStarts: z.exactOptional(z.int().min(0).max(59)),
    /** Day on which a month starts. */
    monthStarts: z.exactOptional(z.int().min(1).max(28)),
  })
  .refine(
    ({ hourStarts, dayStarts, monthStarts }) =>
      hourStarts === undefined || (dayStarts === undefined && monthStarts === undefined),
    'hourStarts cannot be combined with dayStarts or monthStarts',
  )
  .refine(
    ({ dayStarts, monthStarts }) => (dayStarts === undefined) === (monthStarts === undefined),
    'dayStarts and monthStarts must be set together',
  );

const recurrence = z.strictObject({
  /** Recurrence rule (RFC 5545): `FREQ=DAILY;INTERVAL=1`. */
  rrule: z.string(),
  /** Local time without a zone: `2026-11-28T08:00:00`. Default: when the monitor is created. */
  start: text,
  /** Name in the IANA time zone database. */
  timezone: z.string(),
});

export const onMissingData = z.exactOptional(z.enum(['default', 'show_no_data', 'show_and_notify_no_data', 'resolve']));

/** Times at which the monitor is evaluated, and starts of cumulative windows such as `current_1d`. */
const schedulingOptions = z.exactOptional(
  z.strictObject({
    evaluationWindow: z.exactOptional(evaluationWindow),
    customSchedule: z.exactOptional(z.strictObject({ recurrences: z.tuple([recurrence]) })),
  }),
);

/**
 * Options of every kind of monitor, with the API's names in camel case. Source: OpenAPI specification, MonitorOptions;
 * docs.datadoghq.com/monitors/configuration
 */
export const settingsShape = {
  /** Delay of the evaluation in seconds, because metrics can arrive late. */
  evaluationDelay: number,
  /** Seconds during which a new host is not evaluated. Replaced by `newGroupDelay`. */
  newHostDelay: number,
  /** Seconds during which a new group is not evaluated. */
  newGroupDelay: number,
  timeoutH: number,
  requireFullWindow: flag,
  /** Message that is added to renotifications. */
  escalationMessage: text,
  /** Minutes between renotifications; 0 disables renotification. */
  renotifyInterval: number,
  /** Maximum number of renotifications. If it is not set, Datadog stops renotifying 30 hours after the alert. */
  renotifyOccurrences: number,
  /** States in which notifications are repeated. Default: alert and no data. */
  renotifyStatuses: z.exactOptional(z.array(z.enum(['alert', 'warn', 'no data']))),
  notifyAudit: flag,
  /** Group keys that split the notifications: one for each combination of their values. `['*']` sends one for all groups. */
  notifyBy: texts,
  includeTags: flag,
  /**
   * Older pair of settings for missing data. Datadog rejects this pair together with `onMissingData`. Source:
   * docs.datadoghq.com/monitors/configuration, "No data"
   */
  notifyNoData: flag,
  /** Minutes without data before the monitor notifies. */
  noDataTimeframe: number,
  onMissingData,
  /** Time after which a group without data is dropped: `2d`. Only for searches over logs, events, traces and similar data. */
  groupRetentionDuration: z.exactOptional(z.string().regex(/^\d+[mhd]$/, 'must be a time span such as 2d')),
  /** Whether notifications of a log alert contain sample log lines. */
  enableLogsSample: flag,
  /** Whether notifications of a CI alert contain samples. */
  enableSamples: flag,
  /** Whether a log alert with groups sends one alert for all groups. */
  groupbySimpleMonitor: flag,
  /** Parts of the notification that are hidden: `hide_query`. */
  notificationPresetName: text,
  /** Windows of an anomaly monitor: `last_15m`. */
  thresholdWindows: z.exactOptional(z.strictObject({ triggerWindow: text, recoveryWindow: text })),
  schedulingOptions,
  /** Ids of the roles that may edit the monitor. */
  restrictedRoles: texts,
} as const;
