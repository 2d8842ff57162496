/**
 * Number attributes that the provider does not send if they are 0: 0 means "not set". Source: DataDog/terraform-provider-datadog,
 * datadog/resource_datadog_monitor.go, buildMonitorStruct (`GetOk`)
 */
const unsetAtZero = new Set([
  'evaluation_delay',
  'hour_starts',
  'month_starts',
  'new_group_delay',
  'no_data_timeframe',
  'renotify_interval',
  'renotify_occurrences',
  'timeout_h',
]);

/**
 * Returns the attributes that are set. A state and its plans contain the zero value of each type instead of null: `""` for
 * `on_missing_data`, `[]` for a block, 0 for a number. The identity (`name`, `type`, `query`, `message`) is unchanged.
 */
export const withoutZeroValues = (attributes: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(attributes)
      .filter(([name, value]) => !isUnset(name, value))
      .map(([name, value]) => [name, Array.isArray(value) ? value.map(insideOf) : insideOf(value)]),
  );

const insideOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? withoutZeroValues(value) : value;

const identity = new Set(['message', 'name', 'query', 'type']);

const isUnset = (name: string, value: unknown): boolean =>
  (value === '' && !identity.has(name)) ||
  (Array.isArray(value) && value.length === 0) ||
  (value === 0 && unsetAtZero.has(name));
