import * as z from 'zod';
import { attributeTable } from '../api/option-table';
import { serverFields } from '../api/server-fields';
import { apiMonitorOptions } from './api-model';
import type { MonitorDefinition } from './definition';
import {
  definitionOf,
  identityShape,
  optionShape,
  plannedThresholdsSchema,
  thresholdsSchema,
  thresholdWindowsSchema,
  variablesSchema,
} from './monitor-schema';
import { withoutZeroValues } from './zero-values';

/** Error for a monitor of the wrong shape. `path` is the location, for example `monitor_thresholds.critical`. */
export class MonitorShapeError extends Error {
  constructor(
    readonly path: string,
    readonly reason: string,
  ) {
    super(path === '' ? reason : `${path}: ${reason}`);
    this.name = 'MonitorShapeError';
  }
}

// These attributes of the provider do not affect when a monitor alerts.
const besideThePoint = [
  'assets',
  'draft_status',
  'effective_tags',
  'enable_logs_sample',
  'enable_samples',
  'force_delete',
  'groupby_simple_monitor',
  'id',
  'ignore_tag_keys',
  'locked',
  'notification_preset_name',
  'notify_audit',
  'restricted_roles',
  'validate',
];
const text = z
  .string()
  .nullish()
  .transform((given) => given ?? '');
const terraformSchema = z.object({
  ...identityShape,
  ...optionShape,
  monitor_thresholds: thresholdsSchema.nullish(),
  monitor_threshold_windows: thresholdWindowsSchema.nullish(),
  variables: variablesSchema.nullish(),
});
const terraformAttributes: readonly string[] = [...Object.keys(terraformSchema.shape), ...besideThePoint];

/**
 * Reads the attributes of a `datadog_monitor` from a declaration, a plan or a state. Numbers may be strings, and attributes that
 * are not set may be null or have the provider's zero values. Records unknown attributes, which `lint` reports.
 * @throws MonitorShapeError
 * Source: Terraform provider DataDog/datadog 3.82, docs/resources/monitor.md
 */
export function readTerraformMonitor(attributes: unknown): MonitorDefinition {
  const given = isObject(attributes) ? withoutZeroValues(attributes) : attributes;
  const { read, unknown } = parseKnown(terraformSchema, given);
  const unknownAttributes = [...unknownKeys(attributes, terraformAttributes), ...unknown.map((path) => path.join('.'))];
  return { ...terraformDefinition(read), ...(unknownAttributes.length > 0 && { unknownAttributes }) };
}

/**
 * Minutes that the provider sends if a monitor notifies about missing data without no_data_timeframe. The API's own default is twice
 * the window. Source: DataDog/terraform-provider-datadog, docs/resources/monitor.md
 */
const providersNoDataTimeframe = 10;

/** Origin of a monitor. Omitted attributes have the defaults of this origin: the Terraform provider or the API. */
export type MonitorOrigin = 'terraform' | 'api';

const terraformDefinition = (
  read: z.infer<typeof terraformSchema>,
  origin: MonitorOrigin = 'terraform',
): MonitorDefinition =>
  definitionOf({
    identity: read,
    options:
      read.notify_no_data && read.on_missing_data == null && origin === 'terraform'
        ? { ...read, no_data_timeframe: read.no_data_timeframe ?? providersNoDataTimeframe }
        : read,
    thresholds: read.monitor_thresholds,
    thresholdWindows: read.monitor_threshold_windows,
    variables: read.variables,
    requireFullWindow: origin === 'terraform',
  });

/** Attribute of a monitor that could not be read, and the reason. */
export interface UnreadAttribute {
  /** Path of the attribute, for example `monitor_thresholds.critical`. */
  readonly path: string;
  readonly reason: string;
}

/** Monitor with the attributes that could be read. */
export interface LenientMonitor {
  readonly definition: MonitorDefinition;
  readonly unread: readonly UnreadAttribute[];
}

const lenientSchema = terraformSchema.extend({
  ...{ name: text, query: text, message: text },
  monitor_thresholds: plannedThresholdsSchema.nullish(),
});

/**
 * Reads the attributes of a `datadog_monitor` in a plan. Skips and reports malformed or unknown attributes. A missing name, query
 * or message is read as an empty string.
 * @param origin `api` for the JSON of a `datadog_monitor_json`, whose omitted options get the API's defaults
 * @throws MonitorShapeError if the type is missing, because the other attributes are meaningless without a type
 */
export function readMonitorLeniently(attributes: object, origin: MonitorOrigin = 'terraform'): LenientMonitor {
  const given = withoutZeroValues(attributes);
  const { issues = [] } = lenientSchema.safeParse(given).error ?? {};
  const faults = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: [...issue.path.map(String), key], reason: 'unknown attribute' }))
      : [{ path: issue.path.map(String), reason: issue.message }],
  );
  const readable = faults.reduce((kept, { path }) => withoutPath(kept, path), given);
  return {
    definition: terraformDefinition(parse(lenientSchema, readable), origin),
    unread: faults.map(({ path, reason }) => ({ path: path.join('.'), reason })),
  };
}

/** Returns a copy without the value at a path; a block may be an object or a list with one element. */
function withoutPath(
  attributes: Record<string, unknown>,
  [step = '', ...rest]: readonly string[],
): Record<string, unknown> {
  const { [step]: value, ...others } = attributes;
  const block: unknown = Array.isArray(value) ? value[0] : value;
  return rest.length === 0 || typeof block !== 'object' || block === null
    ? others
    : { ...others, [step]: withoutPath({ ...block }, rest) };
}

const apiOptions = z.looseObject({
  ...optionShape,
  thresholds: thresholdsSchema.nullish(),
  threshold_windows: thresholdWindowsSchema.nullish(),
  variables: variablesSchema.nullish(),
});
const apiSchema = z.object({
  ...identityShape,
  message: text,
  options: apiOptions.nullish().transform((given) => given ?? {}),
});
/** Options that exports contain although the API's models lack them. They do not affect when a monitor alerts. */
const exportedOptions = ['assets', 'avalanche_window', 'draft_status', 'restriction_query'];
/** Names of the options that this package and Datadog's API client know. */
export const knownOptions: readonly string[] = [
  ...Object.keys(apiOptions.shape),
  ...apiMonitorOptions,
  ...exportedOptions,
];
const apiAttributes: readonly string[] = [
  ...Object.keys(apiSchema.shape),
  ...Object.keys(attributeTable),
  ...serverFields,
  'assets',
  'metadata',
  'restriction_policy',
];
/** Names of the attributes that the API or the Terraform provider knows. */
export const knownAttributes: readonly string[] = [...new Set([...apiAttributes, ...terraformAttributes])];

/**
 * Reads a monitor in the request format of `POST /api/v1/monitor`, with `options`. Records the paths of unknown options and attributes,
 * because exports contain options that no documentation lists; `lint` reports them.
 * @throws MonitorShapeError
 * Source: API reference, "Create a monitor"
 */
export function readApiMonitor(json: unknown): MonitorDefinition {
  const { read, unknown } = parseKnown(apiSchema, json);
  const { options } = read;
  return definitionOf({
    identity: read,
    options,
    thresholds: options.thresholds,
    thresholdWindows: options.threshold_windows,
    variables: options.variables,
    unknownOptions: [...unknownKeys(options, knownOptions), ...unknown.map(([_options, ...path]) => path.join('.'))],
    unknownAttributes: unknownKeys(json, apiAttributes),
    requireFullWindow: false,
  });
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const unknownKeys = (value: unknown, known: readonly string[]): string[] =>
  isObject(value) ? Object.keys(value).filter((key) => !known.includes(key)) : [];

/** Parses a monitor without the keys that the schema does not know, and returns the paths of these keys. */
function parseKnown<T>(schema: z.ZodType<T>, input: unknown) {
  const { issues = [] } = schema.safeParse(input).error ?? {};
  const unknown = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path.map(String), key]) : [],
  );
  const known = isObject(input) ? unknown.reduce(withoutPath, { ...input }) : input;
  return { read: parse(schema, known), unknown };
}

function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new MonitorShapeError((issue?.path ?? []).join('.'), issue?.message ?? 'not a monitor');
}
