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

/** When a monitor evaluates, and where its cumulative windows begin (scheduling_options). */
export interface EvaluationSchedule {
  /** Minutes after midnight. */
  readonly dayStarts: number;
  /** Minute of the hour. */
  readonly hourStarts: number;
  /** Day of the month. */
  readonly monthStarts: number;
  /** Of the starts; UTC where nothing is said. */
  readonly timezone?: string;
  /** Whether it evaluates at recurrences of its own (custom_schedule). */
  readonly isCustom?: boolean;
}

/** A monitor, as the API and the Terraform provider carry it. Spans are in the unit that the name says. */
export interface MonitorDefinition {
  readonly name: string;
  readonly type: string;
  readonly query: string;
  readonly message: string;
  readonly escalationMessage: string | undefined;
  /** 1 to 5, 1 the highest. */
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
  /** Of an anomaly monitor, as in `last_15m`. */
  readonly thresholdWindows: ThresholdWindows | undefined;
  /** How many runs of a check resolve it, and how many make it unknown; 1 where nothing is said. */
  readonly checkCounts: { readonly ok: number | undefined; readonly unknown: number | undefined };
  readonly schedule: EvaluationSchedule | undefined;
}
