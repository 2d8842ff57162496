import { groupKeys, type MonitorDefinition, monitorsIn, parseMonitorQuery, print } from '../index';

/** Converts a query into JSON: its kind, windows, comparison and groups. */
export function queryJson({
  type,
  query: text,
}: Pick<MonitorDefinition, 'type' | 'query'>): Readonly<Record<string, unknown>> {
  const query = parseMonitorQuery(type, text);
  const common = {
    kind: query.kind,
    query: print(query),
    ...('comparator' in query && { comparator: query.comparator.sign, threshold: query.threshold.value }),
  };
  switch (query.kind) {
    case 'metric': {
      const { aggregator, window, change } = query.time;
      return {
        ...common,
        timeAggregator: aggregator,
        window: `${window.kind}_${window.amount}${window.unit}`,
        windowMinutes: window.minutes,
        ...(change && { change: change.kind, shiftMinutes: change.shift.minutes }),
        groups: groupKeys(query.expression),
      };
    }
    case 'search':
      return {
        ...common,
        source: query.source,
        rollup: query.rollup.method.text,
        windowMinutes: query.window.minutes,
        groups: query.groupBy.map(({ text: key }) => key),
      };
    case 'formula':
      return {
        ...common,
        formula: query.formula.text,
        windowMinutes: query.window.minutes,
        groups: query.groupBy.map(({ text: key }) => key),
      };
    case 'service check':
      return {
        ...common,
        check: query.check.text,
        last: query.last.value,
        groups: query.groupBy.map(({ text: key }) => key),
      };
    case 'composite':
      return { ...common, monitors: monitorsIn(query.expression) };
    case 'slo':
      return { ...common, slo: query.slo.text, days: query.days, ...query.burnRate };
    case 'opaque':
      return common;
    default:
      return query satisfies never;
  }
}
