import type { ApiMonitor } from '../api/api-monitor';
import { canonicalMonitor } from '../api/canonical-monitor';
import { attributeTable, fitsOption, optionTable } from '../api/option-table';
import { isObject, toBlock } from './blocks';
import { optionBlocks } from './monitor-blocks';
import { toVariables } from './variables-block';

type Json = Readonly<Record<string, unknown>>;

/** Resource that declares a monitor. Texts are not escaped yet. */
export type MonitorResource = {
  /** Attributes that `datadog_monitor` cannot express, for example `options.avalanche_window`. */
  readonly unexpressed: readonly string[];
} & (
  | { readonly type: 'datadog_monitor'; readonly attributes: MonitorAttributes }
  // if `datadog_monitor` cannot express every attribute
  | { readonly type: 'datadog_monitor_json'; readonly attributes: { readonly monitor: string } }
);

/** Attributes of `datadog_monitor`. */
export type MonitorAttributes = Json & Readonly<Record<'name' | 'type' | 'query' | 'message', string>>;

/** Types of monitors that `datadog_monitor` supports. Source: provider 3.82, docs/resources/monitor.md, type */
const providerTypes = new Set([
  'audit alert',
  'ci-pipelines alert',
  'ci-tests alert',
  'composite',
  'cost alert',
  'database-monitoring alert',
  'error-tracking alert',
  'event alert',
  'event-v2 alert',
  'log alert',
  'metric alert',
  'network-performance alert',
  'process alert',
  'query alert',
  'rum alert',
  'service check',
  'slo alert',
  'synthetics alert',
  'trace-analytics alert',
]);

/**
 * Returns the Terraform resource of a monitor. Sets attributes whose default in the provider differs from the API's, because the
 * provider's default would change the monitor.
 */
export function toTerraform(monitor: ApiMonitor): MonitorResource {
  const canonical = canonicalMonitor(monitor);
  const unexpressed: string[] = [];
  const attributes = attributesOf(canonical, (path) => unexpressed.push(path));
  if (unexpressed.length === 0) return { type: 'datadog_monitor', attributes, unexpressed };
  return { type: 'datadog_monitor_json', attributes: { monitor: JSON.stringify(monitor) }, unexpressed };
}

function attributesOf(monitor: ApiMonitor, unexpressed: (path: string) => void): MonitorAttributes {
  const { name, type, query, message, options, ...others } = monitor;
  if (!providerTypes.has(type)) unexpressed('type');
  const plain = { ...valuesIn(others, { table: attributeTable, type, path: '', unexpressed }) };
  const { priority } = plain;
  return {
    name,
    type,
    query,
    message,
    ...plain,
    ...(priority !== undefined && { priority: String(priority) }),
    ...optionsOf(options, type, unexpressed),
  };
}

function optionsOf(options: Json, type: string, unexpressed: (path: string) => void): Json {
  const blocks = Object.entries(optionBlocks).flatMap(([block, { option, shape }]) => {
    const value = options[option];
    return value === undefined
      ? []
      : [[block, toBlock(value, shape, { path: `options.${option}`, unexpressed })] as const];
  });
  const { variables } = options;
  const inBlocks = new Set<string>(['variables', ...Object.values(optionBlocks).map(({ option }) => option)]);
  const rest = Object.fromEntries(Object.entries(options).filter(([name]) => !inBlocks.has(name)));
  const values = valuesIn(rest, { table: optionTable, type, path: 'options.', unexpressed });
  return {
    ...values,
    ...defaultsOf(options, unexpressed),
    ...Object.fromEntries(blocks),
    ...(variables !== undefined && { variables: toVariables(variables, unexpressed) }),
  };
}

/**
 * Returns the attributes that must be set because of the provider's defaults. Source: DataDog/terraform-provider-datadog,
 * datadog/resource_datadog_monitor.go, buildMonitorStruct
 */
function defaultsOf(options: Json, unexpressed: (path: string) => void): Json {
  const notifies = options['notify_no_data'] === true;
  const schedule = options['scheduling_options'];
  const isCustom = isObject(schedule) && schedule['custom_schedule'] !== undefined;
  // the provider does not send these options together with a custom schedule
  if (isCustom && notifies) unexpressed('options.notify_no_data');
  if (isCustom && options['require_full_window'] === true) unexpressed('options.require_full_window');
  if (notifies && options['on_missing_data'] !== undefined) unexpressed('options.on_missing_data');
  return {
    require_full_window: options['require_full_window'] ?? false,
    ...hostDelayOf(options),
    // 0 is not sent, so that Datadog's default applies instead of the provider's 10 minutes
    ...(notifies && { no_data_timeframe: options['no_data_timeframe'] ?? 0 }),
  };
}

/**
 * Returns the delay of new hosts. If a group delay replaces the delay, Terraform must ignore the attribute, because the provider
 * would otherwise plan its default.
 */
const hostDelayOf = ({ new_group_delay: groupDelay, new_host_delay: hostDelay }: Json): Json =>
  groupDelay === undefined || hostDelay !== undefined
    ? { new_host_delay: hostDelay ?? 300 }
    : { lifecycle: { ignore_changes: ['new_host_delay'] } };

interface OptionContext {
  readonly table: typeof optionTable;
  readonly type: string;
  readonly path: string;
  readonly unexpressed: (path: string) => void;
}

function valuesIn(values: Json, { table, type, path, unexpressed }: OptionContext): Json {
  for (const [name, value] of Object.entries(values)) {
    const row = Object.hasOwn(table, name) ? table[name] : undefined;
    const isSent = row !== undefined && (row.types?.includes(type) ?? true) && fitsOption(value, row);
    const isWhole = typeof value !== 'number' || Number.isInteger(value);
    if (!isSent || !isWhole) unexpressed(path + name);
  }
  return values;
}
