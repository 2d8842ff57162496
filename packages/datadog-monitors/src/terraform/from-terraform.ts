import { type ApiMonitor, ApiMonitorError, parseApiMonitor } from '../api/api-monitor';
import { attributeTable, coerced, optionTable } from '../api/option-table';
import { withoutZeroValues } from '../monitor/zero-values';
import { blocksIn, fromBlock, isObject, type ReportUnexpressed } from './blocks';
import { assetBlock, optionBlocks } from './monitor-blocks';
import { fromVariables } from './variables-block';

type Json = Readonly<Record<string, unknown>>;

/** Monitor that a Terraform resource declares. */
export interface ReadResource {
  readonly monitor: ApiMonitor;
  /** Attributes that this package does not know, such as attributes of a newer provider. */
  readonly unread: readonly string[];
}

/** Attributes that do not belong to the monitor's definition: attributes of the provider, and Terraform's meta-arguments. */
const ofTerraform = [
  '//',
  'depends_on',
  'effective_tags',
  'force_delete',
  'id',
  'ignore_tag_keys',
  'lifecycle',
  'locked',
  'provider',
  'silenced',
  'validate',
];
const known = new Set([
  ...ofTerraform,
  ...Object.keys(attributeTable),
  ...Object.keys(optionTable),
  ...Object.keys(optionBlocks),
  ...['assets', 'message', 'name', 'query', 'type', 'variables'],
]);

/**
 * Converts the attributes of `datadog_monitor` to the JSON that the provider sends to the API. Attributes may have the zero values
 * of a state.
 * @throws ApiMonitorError
 */
export function fromDatadogMonitor(block: Json): ReadResource {
  const given = withoutZeroValues(block);
  const unread = Object.keys(given).filter((name) => !known.has(name) && given[name] !== null);
  const note: ReportUnexpressed = (path) => unread.push(path);
  const { name, type, query, message } = given;
  const assets = blocksIn(block['assets']).map((one) =>
    fromBlock(one, assetBlock, { path: 'assets', unexpressed: note }),
  );
  const options = optionsOf(block, given, note);
  const monitor = parseApiMonitor({
    ...valuesIn(given, attributeTable),
    ...(assets.length > 0 && { assets }),
    name,
    type,
    query,
    message,
    options: { ...sentDefaults(options, block), ...withSingleStart(options) },
  });
  return { monitor, unread };
}

function optionsOf(block: Json, given: Json, note: ReportUnexpressed): Json {
  const blocks = Object.entries(optionBlocks).flatMap(([name, { option, shape }]) => {
    const value = fromBlock(block[name], shape, { path: name, unexpressed: note });
    return value === undefined ? [] : [[option, value] as const];
  });
  const variables = fromVariables(block['variables'], note);
  return {
    ...valuesIn(given, optionTable),
    ...Object.fromEntries(blocks),
    ...(variables.length > 0 && { variables }),
  };
}

const valuesIn = (given: Json, table: typeof optionTable): Json =>
  Object.fromEntries(
    Object.entries(table).flatMap(([name, { kind }]) => {
      const value = given[name];
      return value === undefined || value === null ? [] : [[name, coerced(value, kind)] as const];
    }),
  );

/**
 * Removes `hour_starts` if `day_starts` or `month_starts` is set, because a state contains 0 for an unset `hour_starts`. The provider
 * sends `hour_starts` only without the two other attributes.
 */
function withSingleStart(options: Json): Json {
  const { scheduling_options: schedule } = options;
  if (!isObject(schedule) || !isObject(schedule['evaluation_window'])) return options;
  const { hour_starts: _hour, ...days } = schedule['evaluation_window'];
  if (days['day_starts'] === undefined && days['month_starts'] === undefined) return options;
  return { ...options, scheduling_options: { ...schedule, evaluation_window: days } };
}

/** Options that the provider sends even if the configuration omits them. Source: provider documentation, datadog_monitor */
function sentDefaults({ on_missing_data, notify_no_data }: Json, { no_data_timeframe }: Json): Json {
  // 0 is not sent
  const isLimited = notify_no_data === true && on_missing_data === undefined && no_data_timeframe !== 0;
  return {
    include_tags: true,
    require_full_window: true,
    new_host_delay: 300,
    ...(isLimited && { no_data_timeframe: 10 }),
  };
}

/** Parses the attribute `monitor` of `datadog_monitor_json`. @throws ApiMonitorError */
export function fromMonitorJson({ monitor }: Json): ReadResource {
  if (typeof monitor !== 'string') throw new ApiMonitorError('monitor must be a string with JSON');
  try {
    return { monitor: parseApiMonitor(JSON.parse(monitor)), unread: [] };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ApiMonitorError(`monitor is not valid JSON (${error.message})`);
  }
}

/** Readers of the resources that declare monitors. */
export const resourceReaders: ReadonlyMap<string, (attributes: Json) => ReadResource> = new Map([
  ['datadog_monitor', fromDatadogMonitor],
  ['datadog_monitor_json', fromMonitorJson],
]);
