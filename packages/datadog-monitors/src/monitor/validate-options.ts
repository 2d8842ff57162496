import { didYouMean } from '../near-miss';
import type { MonitorQuery } from '../query/monitor-query';
import { expressionsIn, groupKeys } from '../query/walk';
import type { MonitorDefinition } from './definition';
import type { Problem } from './problem';

/** Returns the problems with options that are out of bounds or mutually exclusive. */
export function optionProblems(definition: MonitorDefinition, query: MonitorQuery): Problem[] {
  return [
    ...bounds(definition),
    ...missingData(definition, query),
    ...retention(definition),
    ...groups(definition, query),
    ...renotify(definition),
  ];
}

// Source: docs.datadoghq.com/monitors/configuration; API reference, "Create a monitor", options
function bounds(definition: MonitorDefinition): Problem[] {
  const limits: [string, number | undefined, number, number][] = [
    ['evaluation_delay', definition.evaluationDelaySeconds, 0, 86_400],
    ['new_group_delay', definition.newGroupDelaySeconds, 0, 86_400],
    ['new_host_delay', definition.newHostDelaySeconds, 0, 86_400],
    ['no_data_timeframe', definition.noDataTimeframeMinutes, 0, 43_200],
    ['renotify_interval', definition.renotifyMinutes, 0, 43_200],
    ['timeout_h', definition.timeoutHours, 0, 24],
    ['priority', definition.priority, 1, 5],
  ];
  return limits
    .filter(
      ([, value, least, most]) => value !== undefined && (value < least || value > most || !Number.isInteger(value)),
    )
    .map(([attribute, value, least, most]) => ({
      message: `${attribute} is ${value}; it must be a whole number from ${least} to ${most}`,
      attribute,
    }));
}

// on_missing_data replaces notify_no_data and no_data_timeframe (docs.datadoghq.com/monitors/configuration, "No data")
function missingData(definition: MonitorDefinition, query: MonitorQuery): Problem[] {
  const { onMissingData, notifyNoData, noDataTimeframeMinutes, timeoutHours } = definition;
  if (onMissingData === undefined) return [];
  const attribute = 'on_missing_data';
  // Terraform provider: "This option is not available for Service Check, Composite, or SLO monitors."
  if (query.kind === 'service check' || query.kind === 'composite' || query.kind === 'slo') {
    return [{ message: `${definition.type}: this type does not support on_missing_data`, attribute }];
  }
  const problems: Problem[] = [];
  if (notifyNoData || noDataTimeframeMinutes) {
    problems.push({
      message: 'on_missing_data cannot be combined with notify_no_data or no_data_timeframe',
      attribute,
    });
  }
  if (onMissingData === 'resolve' && timeoutHours) {
    problems.push({
      message:
        'on_missing_data "resolve" cannot be combined with timeout_h, because "resolve" takes effect immediately',
      attribute,
    });
  }
  if (onMissingData !== 'default' && query.kind === 'metric') {
    const call = [...expressionsIn(query.expression)].find(
      (part) => part.kind === 'call' && part.name.text === 'default_zero',
    );
    if (call)
      problems.push({
        message: `default_zero needs on_missing_data "default", not "${onMissingData}"`,
        column: call.column,
      });
  }
  return problems;
}

// group_retention_duration must be 1 to 72 hours, and exists only for these types (Terraform provider)
const retentive = [
  'audit alert',
  'ci-pipelines alert',
  'ci-tests alert',
  'error-tracking alert',
  'event-v2 alert',
  'log alert',
  'rum alert',
  'trace-analytics alert',
];

function retention({ type, groupRetentionHours }: MonitorDefinition): Problem[] {
  if (groupRetentionHours === undefined) return [];
  const attribute = 'group_retention_duration';
  if (!retentive.includes(type))
    return [
      {
        message: `${type}: this type does not support ${attribute}; the supported types are ${retentive.join(', ')}`,
        attribute,
      },
    ];
  if (groupRetentionHours >= 1 && groupRetentionHours <= 72) return [];
  return [{ message: `${attribute} is ${groupRetentionHours} hours; it must be between 1h and 72h`, attribute }];
}

function groups(definition: MonitorDefinition, query: MonitorQuery): Problem[] {
  const keys = keysOf(query, definition);
  if (!keys) return [];
  return notifyByProblems(definition, keys);
}

/** Returns the group keys if the query specifies them; by("*") of a check groups by all reported tags. */
function keysOf(query: MonitorQuery, { variables = [] }: MonitorDefinition): readonly string[] | undefined {
  if (query.kind === 'metric') return groupKeys(query.expression);
  if (query.kind === 'formula') {
    // metric variables contain their groups in their queries
    if (variables.length === 0 || variables.some(({ source }) => source === 'metrics')) return undefined;
    return [...new Set([...query.groupBy.map(({ text }) => text), ...variables.flatMap(({ groupBy }) => groupBy)])];
  }
  if (query.kind !== 'search' && query.kind !== 'service check') return undefined;
  const keys = query.groupBy.map(({ text }) => text);
  return keys.includes('*') ? undefined : keys;
}

// Terraform provider, notify_by: "must be a subset of the grouping tags in the query"; `*` combines all groups into one alert.
function notifyByProblems({ notifyBy }: MonitorDefinition, keys: readonly string[]): Problem[] {
  const refuse = (message: string): Problem[] => [{ message, attribute: 'notify_by' }];
  if (notifyBy.includes('*'))
    return notifyBy.length === 1 ? [] : refuse('notify_by "*" cannot be combined with other keys');
  const [stranger] = notifyBy.filter((key) => !keys.includes(key));
  if (stranger === undefined) {
    const twice = notifyBy.find((key, at) => notifyBy.indexOf(key) < at);
    return twice === undefined ? [] : refuse(`notify_by contains ${twice} twice`);
  }
  if (keys.length === 0) return refuse('notify_by needs a monitor with groups, but the query has no by {…}');
  return refuse(
    `notify_by must be a subset of the keys that the query groups by (${keys.join(', ')}), but it contains ${stranger}${didYouMean(stranger, keys)}`,
  );
}

// Source: docs.datadoghq.com/monitors/notify, "Renotify"
function renotify({ renotifyOccurrences, renotifyMinutes }: MonitorDefinition): Problem[] {
  if (renotifyOccurrences === undefined) return [];
  const attribute = 'renotify_occurrences';
  const problems: Problem[] = [];
  if (!renotifyMinutes) problems.push({ message: 'renotify_occurrences needs renotify_interval', attribute });
  if (renotifyOccurrences < 1 || !Number.isInteger(renotifyOccurrences)) {
    problems.push({
      message: `${attribute} is ${renotifyOccurrences}; it must be a whole number of at least 1`,
      attribute,
    });
  }
  return problems;
}
