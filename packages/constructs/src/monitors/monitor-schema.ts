import { type LintId, lintReasons } from '@himeshima/datadog-monitors';
import * as z from 'zod';

const text = z.string().min(1, 'must not be empty');
const number = z.exactOptional(z.number());
const flag = z.exactOptional(z.boolean());

const isLintId = (id: string): id is LintId => id in lintReasons;

/** Required properties of every monitor. */
const common = {
  /** Id in Terraform and in synth's error messages. */
  id: text,
  name: text,
  /** Query in Datadog's notation, including the critical threshold, which is not declared anywhere else. */
  query: text,
  severity: z.enum(['page', 'ticket', 'signal']),
  /** `docs/runbooks/<runbook>.md`. */
  runbook: text,
  /** Summary for a person who has just woken up. May contain `{{value}}` and the query's groups. */
  summary: text,
  /** Consequence for users and data. May contain the same variables as the summary. */
  impact: text,
  /** Accepted lint warnings of this monitor: id → reason. */
  accepts: z.exactOptional(z.partialRecord(z.string().refine(isLintId), text)),
};

const onMissingData = z.exactOptional(z.enum(['default', 'show_no_data', 'show_and_notify_no_data', 'resolve']));

/** Attributes of `datadog_monitor`. Omitted attributes follow from `defaults` in settings.ts and from the severity. */
const settings = z.strictObject({
  /** Seconds. */
  evaluationDelay: number,
  /** Seconds. */
  newHostDelay: number,
  timeoutH: number,
  requireFullWindow: flag,
  /** Minutes; 0 disables renotification. */
  renotifyInterval: number,
  /** Maximum number of renotifications. Default: unlimited. */
  renotifyOccurrences: number,
  notifyAudit: flag,
  includeTags: flag,
  locked: flag,
  /**
   * Older pair of settings for missing data. Datadog rejects it together with `onMissingData`. Source:
   * docs.datadoghq.com/monitors/configuration, "No data"
   */
  notifyNoData: flag,
  /** Minutes. */
  noDataTimeframe: number,
  onMissingData,
});

/**
 * Properties of each kind of monitor, by its type in Datadog. Types are inferred from the schemas. Synth also checks declarations
 * against the schemas, because it runs without type checking, and types do not catch misspelled keys.
 */
export const schemas = {
  'metric alert': z.strictObject({
    ...common,
    /** Repeats the threshold of the query, as Datadog's export does. Synth rejects any other value. */
    critical: number,
    warning: number,
    criticalRecovery: number,
    warningRecovery: number,
    settings: z.exactOptional(settings),
  }),
  'log alert': z.strictObject({ ...common, warning: number, onMissingData }),
  'service check': z.strictObject({
    ...common,
    /** Consecutive runs of the check. The query contains no threshold (docs.datadoghq.com/monitors/types/service_check). */
    runs: z.strictObject({ critical: z.number(), warning: number, ok: number }),
  }),
  'slo alert': z.strictObject({ ...common, warning: number }),
  composite: z.strictObject(common),
} as const;

export type MonitorKind = keyof typeof schemas;
/** Declared properties of one kind of monitor. */
export type MonitorProps<Kind extends MonitorKind> = Readonly<z.infer<(typeof schemas)[Kind]>>;

/** Returns the violations of a monitor's schema: `severity: expected …`. */
export function faultsOf(kind: MonitorKind, props: unknown): readonly string[] {
  const { error } = schemas[kind].safeParse(props);
  return (error?.issues ?? []).map(({ path, message }) =>
    path.length > 0 ? `${path.join('.')}: ${message}` : message,
  );
}
