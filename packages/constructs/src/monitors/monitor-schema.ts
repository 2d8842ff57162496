import { type LintId, lintReasons } from '@himeshima/datadog-monitors';
import * as z from 'zod';
import { settingsShape } from './settings-schema';

const text = z.string().min(1, 'must not be empty');
const number = z.exactOptional(z.number());
const flag = z.exactOptional(z.boolean());

const isLintId = (id: string): id is LintId => id in lintReasons;

const priority = z.exactOptional(z.int().min(1).max(5));

/** Override of a monitor in one environment. */
const override = z.strictObject({
  /** Replaces the critical threshold in the query. */
  threshold: number,
  warning: number,
  criticalRecovery: number,
  warningRecovery: number,
  priority,
});

/** Properties of every monitor. */
const common = {
  /** Id in Terraform and in synth's error messages. */
  id: text,
  name: text,
  /** Query in Datadog's notation, including the critical threshold, which is not declared anywhere else. */
  query: text,
  severity: z.enum(['page', 'ticket', 'signal']),
  /** Name of the runbook, `docs/runbooks/<runbook>.md`. */
  runbook: text,
  /** Summary for a person who has just woken up. May contain `{{value}}` and the query's groups. */
  summary: text,
  /** Consequence for users and data. May contain the same variables as the summary. */
  impact: text,
  /** Tags in addition to the tags of the environment, the team, the runbook and the severity. */
  tags: z.exactOptional(z.array(text)),
  /** Priority, from 1 (highest) to 5. Default: the priority of the severity. */
  priority,
  /** Publication status. A draft sends no notifications. */
  draftStatus: z.exactOptional(z.enum(['draft', 'published'])),
  /** Overrides by environment name: `{ dev: { threshold: 10, priority: 5 } }`. */
  environments: z.exactOptional(z.record(z.string(), override)),
  /** Accepted lint warnings of this monitor: id → reason. */
  accepts: z.exactOptional(z.partialRecord(z.string().refine(isLintId), text)),
};

const {
  escalationMessage,
  includeTags,
  notificationPresetName,
  notifyAudit,
  renotifyInterval,
  renotifyOccurrences,
  renotifyStatuses,
  restrictedRoles,
  evaluationDelay,
  newGroupDelay,
  newHostDelay,
  notifyBy,
  timeoutH,
  noDataTimeframe,
  notifyNoData,
  requireFullWindow,
  schedulingOptions,
  thresholdWindows,
  enableLogsSample,
  groupRetentionDuration,
  groupbySimpleMonitor,
  enableSamples,
  onMissingData,
} = settingsShape;

/** Options that every kind of monitor has. Omitted options follow from `defaults` in settings.ts and from the severity. */
const commonSettings = {
  ...{ escalationMessage, includeTags, notificationPresetName, notifyAudit, restrictedRoles },
  ...{ renotifyInterval, renotifyOccurrences, renotifyStatuses },
};
const groupSettings = { evaluationDelay, newGroupDelay, newHostDelay, notifyBy, timeoutH };
const searchSettings = { ...groupSettings, groupRetentionDuration, schedulingOptions };
const missingDataSettings = { noDataTimeframe, notifyNoData };

const settingsOfKind = {
  'metric alert': z.strictObject({
    ...commonSettings,
    ...groupSettings,
    ...missingDataSettings,
    ...{ onMissingData, requireFullWindow, schedulingOptions, thresholdWindows },
    locked: flag,
  }),
  'log alert': z.strictObject({
    ...commonSettings,
    ...searchSettings,
    ...{ enableLogsSample, groupbySimpleMonitor },
  }),
  'ci alert': z.strictObject({ ...commonSettings, ...searchSettings, enableSamples }),
  'search alert': z.strictObject({ ...commonSettings, ...searchSettings }),
  'service check': z.strictObject({ ...commonSettings, ...groupSettings, ...missingDataSettings }),
  composite: z.strictObject({ ...commonSettings, ...missingDataSettings, timeoutH }),
  other: z.strictObject(commonSettings),
} as const;

/** Queries of a formula, with the API's field names. The query refers to them by name: `formula("errors / requests")`. */
const variables = z.exactOptional(z.array(z.record(z.string(), z.unknown())));

/** Properties of monitors that search events. Datadog rejects recovery thresholds of log and event alerts. */
const search = { ...common, warning: number, onMissingData, variables };
const recoveringSearch = { ...search, criticalRecovery: number, warningRecovery: number };
const ciSearch = { ...recoveringSearch, settings: z.exactOptional(settingsOfKind['ci alert']) };
const eventSearch = { ...recoveringSearch, settings: z.exactOptional(settingsOfKind['search alert']) };

/**
 * Properties of each kind of monitor, by its type in Datadog. Types are inferred from the schemas. Synth also checks declarations
 * against the schemas, because it runs without type checking, and types do not catch misspelled keys.
 */
export const schemas = {
  'metric alert': z.strictObject({
    ...common,
    /** Threshold of the query, repeated as in Datadog's exports. Synth rejects any other value. */
    critical: number,
    warning: number,
    criticalRecovery: number,
    warningRecovery: number,
    variables,
    settings: z.exactOptional(settingsOfKind['metric alert']),
  }),
  'log alert': z.strictObject({ ...search, settings: z.exactOptional(settingsOfKind['log alert']) }),
  'event-v2 alert': z.strictObject({ ...search, settings: z.exactOptional(settingsOfKind['search alert']) }),
  'rum alert': z.strictObject(eventSearch),
  'audit alert': z.strictObject(eventSearch),
  'error-tracking alert': z.strictObject(eventSearch),
  'trace-analytics alert': z.strictObject(eventSearch),
  'ci-pipelines alert': z.strictObject(ciSearch),
  'ci-tests alert': z.strictObject(ciSearch),
  'service check': z.strictObject({
    ...common,
    /**
     * Numbers of consecutive runs after which the check changes to each state. The query contains no threshold
     * (docs.datadoghq.com/monitors/types/service_check).
     */
    runs: z.strictObject({ critical: z.number(), warning: number, ok: number, unknown: number }),
    settings: z.exactOptional(settingsOfKind['service check']),
  }),
  'slo alert': z.strictObject({ ...common, warning: number, settings: z.exactOptional(settingsOfKind.other) }),
  composite: z.strictObject({ ...common, settings: z.exactOptional(settingsOfKind.composite) }),
} as const;

/** Options of any kind of monitor. */
export type AnySettings = Readonly<z.infer<z.ZodObject<typeof settingsShape>>>;
export type EnvironmentOverride = Readonly<z.infer<typeof override>>;

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
