export interface Thresholds {
  readonly critical: number | undefined;
  readonly criticalRecovery: number | undefined;
  readonly warning: number | undefined;
  readonly warningRecovery: number | undefined;
}

export const missingDataChoices = ['default', 'show_no_data', 'show_and_notify_no_data', 'resolve'] as const;
export type OnMissingData = (typeof missingDataChoices)[number];

export const renotifyStatuses = ['alert', 'warn', 'no data'] as const;
export type RenotifyStatus = (typeof renotifyStatuses)[number];

export interface ThresholdWindows {
  readonly triggerWindow: string | undefined;
  readonly recoveryWindow: string | undefined;
}

/** Schedule of evaluations and starts of cumulative windows (scheduling_options). */
export interface EvaluationSchedule {
  /** Start of the day in minutes after midnight. */
  readonly dayStarts: number;
  /** Start of the hour in minutes past the hour. */
  readonly hourStarts: number;
  /** Day on which the month starts. */
  readonly monthStarts: number;
  /** Time zone of these times; UTC by default. */
  readonly timezone?: string;
  /** Recurrences of a custom schedule (custom_schedule). */
  readonly recurrences?: readonly ScheduleRecurrence[];
}

/** Recurrence of a custom schedule. */
export interface ScheduleRecurrence {
  /** Rule in the notation of RFC 5545, for example `FREQ=DAILY;INTERVAL=1`. */
  readonly rule: string;
  /** Local time of the first evaluation, for example `2026-11-01T09:00:00`. */
  readonly start: string | undefined;
  readonly timezone: string | undefined;
}

/** Query that a formula refers to by its name (an element of `options.variables`). */
export interface MonitorVariable {
  readonly name: string;
  /** Data source: `logs`, `rum`, `metrics`, … */
  readonly source: string;
  /** Query of a metric variable, or search of an event variable. */
  readonly query: string | undefined;
  /** Aggregation of an event variable: `count`, `cardinality`, `avg`, … */
  readonly aggregation: string | undefined;
  /** Aggregated attribute of an event variable, for example `@duration`. */
  readonly measure: string | undefined;
  /** Aggregation of a metric variable over the window: `avg`, `sum`, `last`, … */
  readonly aggregator?: string | undefined;
  /** Whether an event variable has an interval, which would divide the window into buckets. */
  readonly hasInterval?: boolean;
  readonly groupBy: readonly string[];
}

/** Monitor with the attributes of the API and the Terraform provider. Names of durations include the unit. */
export interface MonitorDefinition {
  readonly name: string;
  readonly type: string;
  readonly query: string;
  readonly message: string;
  readonly escalationMessage: string | undefined;
  /** Priority from 1 (highest) to 5. */
  readonly priority: number | undefined;
  readonly tags: readonly string[];
  readonly thresholds: Thresholds;
  readonly evaluationDelaySeconds: number | undefined;
  readonly newHostDelaySeconds: number | undefined;
  readonly newGroupDelaySeconds: number | undefined;
  readonly notifyNoData: boolean;
  readonly noDataTimeframeMinutes: number | undefined;
  readonly onMissingData: OnMissingData | undefined;
  readonly groupRetentionHours: number | undefined;
  readonly timeoutHours: number | undefined;
  readonly renotifyMinutes: number | undefined;
  readonly renotifyOccurrences: number | undefined;
  readonly renotifyStatuses: readonly RenotifyStatus[];
  readonly requireFullWindow: boolean;
  readonly notifyBy: readonly string[];
  readonly includeTags: boolean;
  /** Threshold windows of an anomaly monitor, such as `last_15m`. */
  readonly thresholdWindows: ThresholdWindows | undefined;
  /** Numbers of consecutive runs after which a check recovers (default: 1) or becomes unknown (default: never). */
  readonly checkCounts: { readonly ok: number | undefined; readonly unknown: number | undefined };
  readonly schedule: EvaluationSchedule | undefined;
  /** Names of the thresholds that are queries, for example `critical_query`. */
  readonly thresholdQueries?: readonly string[];
  /** Queries of a formula; undefined if the monitor has no formula. */
  readonly variables?: readonly MonitorVariable[] | undefined;
  /** Paths of the options that this package does not know, for example `avalanche_window` or `thresholds.period`. */
  readonly unknownOptions?: readonly string[];
  /** Paths of the unknown attributes outside `options`. */
  readonly unknownAttributes?: readonly string[];
}
