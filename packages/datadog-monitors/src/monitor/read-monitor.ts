import * as z from 'zod';
import { didYouMean } from '../near-miss';
import type { MonitorDefinition } from './definition';
import { definitionOf, identityShape, optionShape, thresholdsSchema, thresholdWindowsSchema } from './monitor-schema';
import { withoutZeroValues } from './zero-values';

/** Error for a monitor of the wrong shape. `path` is the location: `monitor_thresholds.critical`. */
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
// These attributes affect alerts, but only for kinds of monitors that this package recognizes but does not evaluate.
const ofOtherKinds = ['variables'];

const terraformSchema = z.object({
  ...identityShape,
  ...optionShape,
  monitor_thresholds: thresholdsSchema.nullish(),
  monitor_threshold_windows: thresholdWindowsSchema.nullish(),
});

/**
 * Reads the attributes of a `datadog_monitor` from a declaration, a plan or a state. Numbers may be strings, and attributes that
 * are not set may be null or have the provider's zero values.
 * @throws MonitorShapeError
 * Source: Terraform provider DataDog/datadog 3.82, docs/resources/monitor.md
 */
export function readTerraformMonitor(attributes: unknown): MonitorDefinition {
  refuseUnknown(attributes, [...Object.keys(terraformSchema.shape), ...besideThePoint, ...ofOtherKinds]);
  const given = typeof attributes === 'object' && attributes !== null ? withoutZeroValues(attributes) : attributes;
  return terraformDefinition(parse(terraformSchema, given));
}

const terraformDefinition = (read: z.infer<typeof terraformSchema>, requireFullWindow = true): MonitorDefinition =>
  definitionOf({
    identity: read,
    options: read,
    thresholds: read.monitor_thresholds,
    thresholdWindows: read.monitor_threshold_windows,
    requireFullWindow,
  });

/** Attribute of a monitor that could not be read, and the reason. */
export interface UnreadAttribute {
  /** Path of the attribute: `monitor_thresholds.critical`. */
  readonly path: string;
  readonly reason: string;
}

/** Monitor with the attributes that could be read. */
export interface LenientMonitor {
  readonly definition: MonitorDefinition;
  readonly unread: readonly UnreadAttribute[];
}

const text = z
  .string()
  .nullish()
  .transform((given) => given ?? '');
const lenientSchema = terraformSchema.extend({ name: text, query: text, message: text });

/**
 * Reads the attributes of a `datadog_monitor` in a plan. Skips and reports malformed or unknown attributes. A missing name, query
 * or message is read as an empty string.
 * @param requireFullWindow default of `require_full_window`: true for `datadog_monitor`, false for the API's JSON
 * @throws MonitorShapeError if the type is missing, because the other attributes are meaningless without it
 */
export function readMonitorLeniently(attributes: object, requireFullWindow = true): LenientMonitor {
  const given = withoutZeroValues(attributes);
  const { issues = [] } = lenientSchema.safeParse(given).error ?? {};
  const faults = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: [...issue.path.map(String), key], reason: 'unknown attribute' }))
      : [{ path: issue.path.map(String), reason: issue.message }],
  );
  const readable = faults.reduce((kept, { path }) => withoutPath(kept, path), given);
  return {
    definition: terraformDefinition(parse(lenientSchema, readable), requireFullWindow),
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
});
const apiSchema = z.object({
  ...identityShape,
  message: z.string().default(''),
  options: apiOptions.default({}),
});
// These options do not apply to metrics, or do not affect when a monitor alerts (OpenAPI specification, MonitorOptions)
const otherOptions = [
  'aggregation',
  'assets',
  'device_ids',
  'draft_status',
  'enable_logs_sample',
  'enable_samples',
  'groupby_simple_monitor',
  'locked',
  'min_failure_duration',
  'min_location_failed',
  'notification_preset_name',
  'notify_audit',
  'silenced',
  'synthetics_check_id',
  'variables',
];

/**
 * Reads a monitor in the request format of `POST /api/v1/monitor`, with `options`.
 * @throws MonitorShapeError
 * Source: API reference, "Create a monitor"
 */
export function readApiMonitor(json: unknown): MonitorDefinition {
  const read = parse(apiSchema, json);
  const { options } = read;
  refuseUnknown(options, [...Object.keys(apiOptions.shape), ...otherOptions], 'options');
  return definitionOf({
    identity: read,
    options,
    thresholds: options.thresholds,
    thresholdWindows: options.threshold_windows,
    requireFullWindow: false,
  });
}

function refuseUnknown(attributes: unknown, known: readonly string[], within?: string): void {
  if (typeof attributes !== 'object' || attributes === null) return;
  for (const name of Object.keys(attributes)) {
    if (known.includes(name)) continue;
    const hint = didYouMean(name, known);
    if (within === undefined) throw new MonitorShapeError(name, `unknown attribute of datadog_monitor${hint}`);
    throw new MonitorShapeError(`${within}.${name}`, `unknown monitor option${hint}`);
  }
}

function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new MonitorShapeError((issue?.path ?? []).join('.'), issue?.message ?? 'not a monitor');
}
