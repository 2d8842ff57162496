import * as z from 'zod';
import { isTimeZone } from '../evaluate/time-zone';
import type {
  EvaluationSchedule,
  MonitorDefinition,
  MonitorVariable,
  Thresholds,
  ThresholdWindows,
} from './definition';
import { missingDataChoices, renotifyStatuses } from './definition';

/** Number, possibly as a string, as in Terraform's JSON. */
const number = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/, 'not a number')
    .transform(Number),
]);
const boolean = z.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')]);
const words = z.array(z.string());

const thresholds = z.strictObject({
  critical: number.nullish(),
  critical_recovery: number.nullish(),
  warning: number.nullish(),
  warning_recovery: number.nullish(),
  ok: number.nullish(),
  unknown: number.nullish(),
  critical_query: z.string().nullish(),
  critical_recovery_query: z.string().nullish(),
});
const thresholdQueries = ['critical_query', 'critical_recovery_query'] as const;

export const thresholdsSchema = oneOf(thresholds);
/** Thresholds of monitors in plans. Rejects thresholds that are queries, so that a review reports them: it cannot compare them. */
export const plannedThresholdsSchema = oneOf(thresholds.omit({ critical_query: true, critical_recovery_query: true }));

// group_retention_duration has values such as `5h`, `2d` and `30m` (API reference, "Create a monitor").
const retention = z.string().regex(/^\d+[mhd]$/, 'not a span such as 2d');

const windows = z.strictObject({ trigger_window: z.string().nullish(), recovery_window: z.string().nullish() });
const evaluationWindow = z
  .strictObject({
    // months start at a day and an hour, days at an hour, hours at a minute (API reference, "Create a monitor")
    day_starts: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'not a time such as 04:00')
      .nullish(),
    hour_starts: wholeFrom(0, 59).nullish(),
    // The API documents no bounds, and the provider documents only the minimum. Days up to 28 exist in every month.
    month_starts: wholeFrom(1, 28).nullish(),
    timezone: z.string().refine(isTimeZone, 'not a time zone such as Europe/Amsterdam').nullish(),
  })
  .refine(
    // API reference, "Create a monitor"
    ({ hour_starts: hour, day_starts: day, month_starts: month }) => hour == null || (day == null && month == null),
    'hour_starts cannot be combined with day_starts or month_starts',
  )
  .refine(
    ({ day_starts: day, month_starts: month }) => (day == null) === (month == null),
    'day_starts and month_starts must be set together',
  );
const recurrence = z.looseObject({
  rrule: z.string().nullish(),
  start: z.string().nullish(),
  timezone: z.string().nullish(),
});
// The API has an attribute named `recurrences`; the Terraform provider has a block named `recurrence`.
const customSchedule = z.strictObject({
  recurrences: z.array(recurrence).nullish(),
  recurrence: z.union([z.array(recurrence), recurrence.transform((only) => [only])]).nullish(),
});
const schedule = z.strictObject({
  evaluation_window: oneOf(evaluationWindow).nullish(),
  custom_schedule: oneOf(customSchedule).nullish(),
});

function wholeFrom(least: number, most: number) {
  return number.refine(
    (value) => Number.isInteger(value) && value >= least && value <= most,
    `not a whole number from ${least} to ${most}`,
  );
}

/** Creates a schema for a Terraform block, which is a list with one element. */
function oneOf<T>(schema: z.ZodType<T>) {
  return z.preprocess((block) => (Array.isArray(block) && block.length === 1 ? block[0] : block), schema);
}

/** Schemas of the API's options, which are top-level attributes with the same names in the provider. */
export const optionShape = {
  escalation_message: z.string().nullish(),
  evaluation_delay: number.nullish(),
  new_host_delay: number.nullish(),
  new_group_delay: number.nullish(),
  notify_no_data: boolean.nullish(),
  no_data_timeframe: number.nullish(),
  on_missing_data: z.enum(missingDataChoices).nullish(),
  group_retention_duration: retention.nullish(),
  timeout_h: number.nullish(),
  renotify_interval: number.nullish(),
  renotify_occurrences: number.nullish(),
  renotify_statuses: z.array(z.enum(renotifyStatuses)).nullish(),
  require_full_window: boolean.nullish(),
  notify_by: words.nullish(),
  include_tags: boolean.nullish(),
  scheduling_options: oneOf(schedule).nullish(),
};

const named = z.looseObject({ facet: z.string().nullish() });
const compute = oneOf(
  z.looseObject({ aggregation: z.string().nullish(), metric: z.string().nullish(), interval: number.nullish() }),
);
const search = oneOf(z.looseObject({ query: z.string().nullish() }));
const facets = z.array(z.union([z.string(), named.transform(({ facet }) => facet ?? '')]));
const variable = z.looseObject({
  name: z.string().nullish(),
  data_source: z.string().nullish(),
  query: z.string().nullish(),
  aggregator: z.string().nullish(),
  search: search.nullish(),
  compute: compute.nullish(),
  group_by: facets.nullish(),
});
// The API has a list of variables; the Terraform provider has a block with one list per data source.
const variableBlocks = oneOf(z.looseObject({ event_query: z.array(variable).nullish() })).transform(
  ({ event_query: queries }) => queries ?? [],
);
export const variablesSchema = z.union([z.array(variable), variableBlocks]);

export const thresholdWindowsSchema = oneOf(windows);

export const identityShape = {
  name: z.string().min(1, 'a monitor needs a name'),
  type: z.string(),
  query: z.string(),
  message: z.string(),
  priority: number.nullish(),
  tags: words.nullish(),
};

const options = z.object(optionShape);
const identity = z.object(identityShape);

interface MonitorParts {
  readonly identity: z.infer<typeof identity>;
  readonly options: z.infer<typeof options>;
  readonly thresholds: z.infer<typeof thresholds> | null | undefined;
  readonly thresholdWindows: z.infer<typeof windows> | null | undefined;
  readonly variables: z.infer<typeof variablesSchema> | null | undefined;
  readonly unknownOptions?: readonly string[];
  readonly unknownAttributes?: readonly string[];
  /** Default of `require_full_window`: false in the API, true in Terraform. */
  readonly requireFullWindow: boolean;
}

export function definitionOf({
  identity: who,
  options: how,
  thresholds: limits,
  thresholdWindows,
  variables,
  unknownOptions = [],
  unknownAttributes = [],
  requireFullWindow,
}: MonitorParts): MonitorDefinition {
  return {
    name: who.name,
    type: who.type,
    query: who.query,
    message: who.message,
    escalationMessage: how.escalation_message ?? undefined,
    // Datadog accepts 0, which is not one of the priorities 1 to 5
    priority: who.priority || undefined,
    tags: who.tags ?? [],
    thresholds: thresholdsOf(limits ?? {}),
    evaluationDelaySeconds: how.evaluation_delay ?? undefined,
    newHostDelaySeconds: how.new_host_delay ?? undefined,
    newGroupDelaySeconds: how.new_group_delay ?? undefined,
    notifyNoData: how.notify_no_data ?? false,
    noDataTimeframeMinutes: how.no_data_timeframe ?? undefined,
    onMissingData: how.on_missing_data ?? undefined,
    groupRetentionHours: hoursOf(how.group_retention_duration),
    timeoutHours: how.timeout_h ?? undefined,
    renotifyMinutes: how.renotify_interval ?? undefined,
    renotifyOccurrences: how.renotify_occurrences ?? undefined,
    // the default is alert and no data (docs.datadoghq.com/monitors/notify)
    renotifyStatuses: how.renotify_statuses ?? ['alert', 'no data'],
    requireFullWindow: how.require_full_window ?? requireFullWindow,
    notifyBy: how.notify_by ?? [],
    includeTags: how.include_tags ?? true,
    thresholdWindows: thresholdWindowsOf(thresholdWindows ?? {}),
    checkCounts: { ok: limits?.ok ?? undefined, unknown: limits?.unknown ?? undefined },
    schedule: scheduleOf(how.scheduling_options ?? {}),
    ...(variables && { variables: variables.map(variableOf) }),
    ...withThresholdQueries(limits ?? {}),
    ...(unknownOptions.length > 0 && { unknownOptions }),
    ...(unknownAttributes.length > 0 && { unknownAttributes }),
  };
}

/** Returns the windows; undefined if neither is set, as in exports of threshold monitors. */
function thresholdWindowsOf({
  trigger_window,
  recovery_window,
}: z.infer<typeof windows>): ThresholdWindows | undefined {
  if (!trigger_window && !recovery_window) return undefined;
  return { triggerWindow: trigger_window ?? undefined, recoveryWindow: recovery_window ?? undefined };
}

function variableOf(given: z.infer<typeof variable>): MonitorVariable {
  return {
    name: given.name ?? '',
    source: given.data_source ?? '',
    query: given.query ?? given.search?.query ?? undefined,
    aggregation: given.compute?.aggregation ?? undefined,
    measure: given.compute?.metric ?? undefined,
    aggregator: given.aggregator ?? undefined,
    hasInterval: Boolean(given.compute?.interval),
    groupBy: given.group_by ?? [],
  };
}

function thresholdsOf(limits: z.infer<typeof thresholds>): Thresholds {
  return {
    critical: limits.critical ?? undefined,
    criticalRecovery: limits.critical_recovery ?? undefined,
    warning: limits.warning ?? undefined,
    warningRecovery: limits.warning_recovery ?? undefined,
  };
}

function withThresholdQueries(limits: z.infer<typeof thresholds>): Pick<MonitorDefinition, 'thresholdQueries'> {
  const given = thresholdQueries.filter((name) => limits[name]);
  return given.length === 0 ? {} : { thresholdQueries: given };
}

function scheduleOf({
  evaluation_window: window,
  custom_schedule: custom,
}: z.infer<typeof schedule>): EvaluationSchedule | undefined {
  const recurrences = [...(custom?.recurrences ?? []), ...(custom?.recurrence ?? [])].map((given) => ({
    rule: given.rrule ?? '',
    start: given.start ?? undefined,
    timezone: given.timezone ?? undefined,
  }));
  if (!window && recurrences.length === 0) return undefined;
  const [hours = 0, minutes = 0] = (window?.day_starts ?? '00:00').split(':').map(Number);
  return {
    dayStarts: hours * 60 + minutes,
    hourStarts: window?.hour_starts ?? 0,
    monthStarts: window?.month_starts ?? 1,
    timezone: window?.timezone ?? 'UTC',
    recurrences,
  };
}

const hoursPerUnit: Readonly<Record<string, number>> = { m: 1 / 60, h: 1, d: 24 };

function hoursOf(span: string | null | undefined): number | undefined {
  if (!span) return undefined;
  return Number(span.slice(0, -1)) * (hoursPerUnit[span.slice(-1)] ?? 1);
}
