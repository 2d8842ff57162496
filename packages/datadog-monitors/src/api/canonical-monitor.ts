import type { ApiMonitor } from './api-monitor';
import { attributeTable, coerced, optionTable, unsetElsewhere } from './option-table';

type Json = Readonly<Record<string, unknown>>;
type Table = typeof optionTable;

/**
 * Returns the monitor without values that have no effect: null, empty lists and Datadog's defaults. Numbers in strings become
 * numbers, unordered lists are sorted, and texts are trimmed.
 */
export function canonicalMonitor(monitor: ApiMonitor): ApiMonitor {
  const { name, type, query, message, options, ...others } = monitor;
  return {
    ...withoutDefaults(others, attributeTable),
    name,
    type,
    query: query.trim(),
    message: message.trim(),
    options: canonicalOptions(options),
  };
}

function canonicalOptions(options: Json): Json {
  const { thresholds, threshold_windows, scheduling_options, variables, ...others } = options;
  const blocks = {
    thresholds: numbersIn(cleaned(thresholds)),
    threshold_windows: cleaned(threshold_windows),
    scheduling_options: cleaned(scheduling_options),
    variables: cleaned(variables),
  };
  const single = withoutDefaults(others, { ...optionTable, ...unsetElsewhere });
  // no_data_timeframe has no effect if missing data does not notify; datadog_monitor then ignores changes to this attribute
  const { no_data_timeframe: timeframe, ...timeless } = single;
  const kept = single['notify_no_data'] === true && timeframe !== undefined ? single : timeless;
  return {
    ...withoutHostDelay(kept),
    ...Object.fromEntries(Object.entries(blocks).filter(([, block]) => !isEmpty(block))),
  };
}

/** Replaces a new_group_delay of 0 with a new_host_delay of 0, because `datadog_monitor` expresses a disabled delay in this way. */
function withoutHostDelay({ new_group_delay: delay, ...options }: Json): Json {
  if (delay === undefined) return options;
  return delay === 0 ? { ...options, new_host_delay: 0 } : { ...options, new_group_delay: delay };
}

function withoutDefaults(values: Json, table: Table): Json {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, given]) => {
      const row = Object.hasOwn(table, key) ? table[key] : undefined;
      const value = row === undefined ? given : coerced(given, row.kind);
      const isUnset = isEmpty(value) || (row?.unset !== undefined && value === row.unset);
      return isUnset ? [] : [[key, value] as const];
    }),
  );
}

/** Removes nulls, empty lists and empty objects at every level. */
function cleaned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, cleaned(inner)] as const);
  return Object.fromEntries(entries.filter(([, inner]) => !isEmpty(inner)));
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || (typeof value === 'object' && Object.keys(value).length === 0);

function numbersIn(thresholds: unknown): unknown {
  if (typeof thresholds !== 'object' || thresholds === null) return thresholds;
  return Object.fromEntries(Object.entries(thresholds).map(([key, value]) => [key, coerced(value, 'number')]));
}
