import type { Catalogue } from '@himeshima/datadog-monitors';
import type { DatadogMonitor } from './datadog-monitor';
import type { DeclaredMonitor } from './declare';
import type { DeclaredSlo } from './metric-slo';
import type { DeclaredDowntime, DeclaredNotificationRule, DeclaredTeam } from './notifications';
import type { Severities, Severity, WorkingHours } from './severities';

/** Datadog organization that monitors an environment. */
export interface Datadog {
  readonly site: 'datadoghq.com' | 'datadoghq.eu' | 'us3.datadoghq.com' | 'us5.datadoghq.com' | 'ap1.datadoghq.com';
  /**
   * `own`: the Datadog organization sees only this account, and queries keep their scope. `shared`: the organization also sees
   * other accounts, and every monitor is narrowed to this account.
   */
  readonly organisation: 'own' | 'shared';
}

/** Environment settings that the monitoring uses. */
export interface MonitoredEnvironment {
  readonly name: string;
  /** Title of the dashboard. */
  readonly stack: string;
  readonly account: string;
  readonly datadog: Datadog;
  /** Handles (`@slack-…`, `@pagerduty`) that Datadog notifies, by severity. */
  readonly notify: Readonly<Record<Severity, readonly string[]>>;
  /** Channels that receive every notification with a given severity, including warnings, without paging anyone. */
  readonly cc: Readonly<Record<Severity, readonly string[]>>;
}

/** Monitors for one step of the data flow. They form one dashboard group. */
export interface Step {
  readonly title: string;
  readonly monitors: readonly DeclaredMonitor[];
}

/** Monitoring of one environment. */
export interface Monitoring {
  /** Name of the platform. */
  readonly project: string;
  readonly environment: MonitoredEnvironment;
  /** Tags that select the environment's monitors in lists, notification rules and downtimes. */
  readonly tags: Readonly<Record<string, string>>;
  /** Team that owns the platform: value of the `team` tag, and owner in every message. */
  readonly owner: string;
  readonly severities: Severities;
  readonly workingHours: WorkingHours;
  /** Metrics that queries can use. */
  readonly catalogue: Catalogue;
  readonly flow: readonly Step[];
  readonly slos: readonly DeclaredSlo[];
  /** Monitors that are declared exactly as Datadog stores them, without the tags and handles of the environment. */
  readonly imported?: readonly DatadogMonitor[];
  readonly teams?: readonly DeclaredTeam[];
  /** Rules in addition to the rules of the severities. */
  readonly notificationRules?: readonly DeclaredNotificationRule[];
  /** Downtimes in addition to the downtimes outside working hours. */
  readonly downtimes?: readonly DeclaredDowntime[];
}
