import * as z from 'zod';
import { didYouMean } from '../near-miss';
import type { MonitorDefinition } from './definition';
import { definitionOf, identityShape, optionShape, thresholdsSchema, thresholdWindowsSchema } from './schema';

/** A monitor that is not of the shape that Datadog takes. `path` is where: `monitor_thresholds.critical`. */
export class MonitorShapeError extends Error {
  constructor(
    readonly path: string,
    readonly reason: string,
  ) {
    super(path === '' ? reason : `${path}: ${reason}`);
    this.name = 'MonitorShapeError';
  }
}

// Attributes of the provider that change nothing about when a monitor alerts.
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
// These change it, and are kept for kinds of monitors that are recognised but not evaluated.
const ofOtherKinds = ['variables'];

const terraformSchema = z.object({
  ...identityShape,
  ...optionShape,
  monitor_thresholds: thresholdsSchema.nullish(),
  monitor_threshold_windows: thresholdWindowsSchema.nullish(),
});

/**
 * Reads the attributes of a `datadog_monitor`, evaluated: numbers may be strings, what is not set may be null.
 * @throws MonitorShapeError
 * Source: Terraform provider DataDog/datadog 3.82, docs/resources/monitor.md
 */
export function readTerraformMonitor(attributes: unknown): MonitorDefinition {
  refuseUnknown(attributes, [...Object.keys(terraformSchema.shape), ...besideThePoint, ...ofOtherKinds]);
  const read = parse(terraformSchema, attributes);
  return definitionOf({
    identity: read,
    options: read,
    thresholds: read.monitor_thresholds,
    thresholdWindows: read.monitor_threshold_windows,
    requireFullWindow: true,
  });
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
// OAS, MonitorOptions: what is no matter of metrics, or changes nothing about when a monitor alerts.
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
 * Reads a monitor as the API's `POST /api/v1/monitor` takes it, with `options`.
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
    if (within === undefined) throw new MonitorShapeError(name, `datadog_monitor has no such attribute${hint}`);
    throw new MonitorShapeError(`${within}.${name}`, `a monitor has no such option${hint}`);
  }
}

function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new MonitorShapeError((issue?.path ?? []).join('.'), issue?.message ?? 'not a monitor');
}
