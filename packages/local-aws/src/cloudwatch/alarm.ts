import type { MetricSelection } from './metric-statistics';

/** States of an alarm. */
export const alarmStates = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const;
export type AlarmState = (typeof alarmStates)[number];

/** Comparison operators that the local runtime supports. */
export const comparisons = {
  GreaterThanOrEqualToThreshold: (value: number, threshold: number) => value >= threshold,
  GreaterThanThreshold: (value: number, threshold: number) => value > threshold,
  LessThanThreshold: (value: number, threshold: number) => value < threshold,
  LessThanOrEqualToThreshold: (value: number, threshold: number) => value <= threshold,
} as const;

export interface AlarmDeclaration {
  name: string;
  arn: string;
  description: string | undefined;
  actionsEnabled: boolean;
  /** ARNs of the resources that are notified when the alarm enters a state, keyed by that state. */
  actions: Readonly<Record<AlarmState, readonly string[]>>;
  /** Metric of the alarm; undefined if it is unsupported locally. In that case, only SetAlarmState changes the state. */
  metric: MetricSelection | undefined;
  evaluationPeriods: number;
  datapointsToAlarm: number;
  threshold: number;
  comparison: keyof typeof comparisons;
  treatMissingData: 'missing' | 'ignore' | 'breaching' | 'notBreaching';
}

export interface AlarmStatus {
  state: AlarmState;
  reason: string;
  /** Time of the last change, in ms since the epoch. */
  updatedAt: number;
}

export type Alarm = AlarmDeclaration & AlarmStatus;
