import type { MonitorQuery } from '../query/monitor-query';
import { expressionsIn, groupKeys } from '../query/walk';
import type { MonitorDefinition } from './definition';
import type { Problem } from './problem';

/** Options that are out of bounds, and options that exclude each other. */
export function optionProblems(definition: MonitorDefinition, query: MonitorQuery): Problem[] {
  return [
    ...bounds(definition),
    ...missingData(definition, query),
    ...groups(definition, query),
    ...renotify(definition),
  ];
}

// D/monitors/configuration; API reference, "Create a monitor", options.
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

// D/monitors/configuration, "No data": on_missing_data takes the place of the older pair.
function missingData(definition: MonitorDefinition, query: MonitorQuery): Problem[] {
  const { onMissingData, notifyNoData, noDataTimeframeMinutes, timeoutHours } = definition;
  if (onMissingData === undefined) return [];
  const attribute = 'on_missing_data';
  const problems: Problem[] = [];
  if (notifyNoData || noDataTimeframeMinutes) {
    problems.push({ message: 'on_missing_data excludes notify_no_data and no_data_timeframe', attribute });
  }
  if (onMissingData === 'resolve' && timeoutHours) {
    problems.push({ message: 'on_missing_data "resolve" excludes timeout_h: it resolves at once', attribute });
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

function groups(definition: MonitorDefinition, query: MonitorQuery): Problem[] {
  if (query.kind !== 'metric' || groupKeys(query.expression).length > 0) return [];
  const problems: Problem[] = [];
  // together with new_host_delay it is taken: a lint
  if (definition.newGroupDelaySeconds && !definition.newHostDelaySeconds) {
    const message = 'new_group_delay needs a monitor with groups: the query has no by {…}';
    problems.push({ message, attribute: 'new_group_delay' });
  }
  if (definition.notifyBy.some((key) => key !== '*')) {
    problems.push({
      message: 'notify_by needs a monitor with groups: the query has no by {…}',
      attribute: 'notify_by',
    });
  }
  return problems;
}

// D/monitors/notify, "Renotify".
function renotify({ renotifyOccurrences, renotifyMinutes }: MonitorDefinition): Problem[] {
  if (renotifyOccurrences === undefined || renotifyMinutes) return [];
  return [{ message: 'renotify_occurrences needs renotify_interval', attribute: 'renotify_occurrences' }];
}
