import type { Catalogue } from '../catalogue/catalogue';
import { withoutData } from '../evaluate/missing';
import { cadence } from '../evaluate/schedule';
import type { MonitorDefinition } from '../monitor/definition';
import { type MonitorQuery, parseMonitorQuery } from '../query/monitor-query';
import type { MetricQuery } from '../query/query-tree';
import { groupKeys, seriesIn } from '../query/walk';
import { conditionInWords, limitInWords, recoveryInWords } from './condition';
import {
  checkInWords,
  checkRecoveryInWords,
  compositeInWords,
  formulaInWords,
  searchInWords,
  sloInWords,
} from './other-kinds';
import { comparison, counted, listed, minutesInWords, opposite, secondsInWords } from './spans';

/** Topic of a sentence. Descriptions of two monitors are compared by topic. */
export type Topic = 'alerts' | 'warns' | 'recovers' | 'looks' | 'missing data' | 'repeats' | 'speaks';

export interface Sentence {
  readonly about: Topic;
  readonly text: string;
}

/**
 * Describes a monitor in plain sentences, one per topic and in the same order for every monitor.
 * @param catalogue units and delays of the monitor's metrics
 * @param query parsed query, if the caller has it
 * @throws QueryError
 */
export function describeMonitor(
  definition: MonitorDefinition,
  catalogue: Catalogue,
  query: MonitorQuery = parseMonitorQuery(definition.type, definition.query),
): Sentence[] {
  const sentences: [Topic, string][] = [
    ['alerts', `Alerts${eachGroup(query)} when ${alertCondition(definition, query, catalogue)}.`],
    ['warns', warns(definition, query, catalogue)],
    ['recovers', recovers(definition, query, catalogue)],
    ['looks', looks(definition, query, catalogue)],
    ['missing data', missingData(definition, query)],
    ['repeats', repeats(definition)],
    ['speaks', speaks(definition)],
  ];
  return sentences.flatMap(([about, text]) => (text === '' ? [] : [{ about, text }]));
}

function eachGroup(query: MonitorQuery): string {
  const keys =
    query.kind === 'metric'
      ? groupKeys(query.expression)
      : 'groupBy' in query
        ? query.groupBy.map(({ text }) => text)
        : [];
  return keys.length === 0 || keys.includes('*') ? '' : ` separately for each ${listed(keys)}`;
}

function alertCondition(definition: MonitorDefinition, query: MonitorQuery, catalogue: Catalogue): string {
  switch (query.kind) {
    case 'metric':
      return conditionInWords(query, catalogue);
    case 'search':
      return searchInWords(query);
    case 'formula':
      return formulaInWords(query, definition.variables ?? []);
    case 'service check':
      return checkInWords(query, definition.thresholds.critical);
    case 'composite':
      return compositeInWords(query.expression);
    case 'slo':
      return sloInWords(query);
    case 'opaque':
      return `the query, which is not parsed, is true: ${query.text}`;
    default:
      return query satisfies never;
  }
}

function warns({ thresholds }: MonitorDefinition, query: MonitorQuery, catalogue: Catalogue): string {
  const { warning } = thresholds;
  if (warning === undefined) return '';
  if (query.kind === 'service check')
    return `Warns when the check fails ${warning === 1 ? 'once' : `${warning} times in a row`}.`;
  if (!('comparator' in query)) return '';
  return `Warns when the value is ${comparison(query.comparator.sign, limitOf(query, warning, catalogue))}.`;
}

function limitOf(query: MonitorQuery, limit: number, catalogue: Catalogue): string {
  return query.kind === 'metric' ? limitInWords(query, limit, catalogue) : String(limit);
}

// a recovery uses the opposite comparison (docs.datadoghq.com/monitors/guide/recovery-thresholds)
function recovers(definition: MonitorDefinition, query: MonitorQuery, catalogue: Catalogue): string {
  const { criticalRecovery, warning, warningRecovery } = definition.thresholds;
  if (query.kind === 'service check') return `Recovers when ${checkRecoveryInWords(definition)}.`;
  if (!('comparator' in query)) return 'Recovers when the condition no longer holds.';
  const sign = opposite(query.comparator.sign);
  const until = (limit: number): string =>
    query.kind === 'metric'
      ? recoveryInWords(query, { sign, limit }, catalogue)
      : `the value is ${comparison(sign, String(limit))}`;
  const alertEnds = criticalRecovery ?? query.threshold.value;
  if (warning === undefined) return `Recovers when ${until(alertEnds)}.`;
  return `The alert ends when ${until(alertEnds)}; the warning ends when ${until(warningRecovery ?? warning)}.`;
}

function looks(definition: MonitorDefinition, query: MonitorQuery, catalogue: Catalogue): string {
  const { evaluationDelaySeconds: delay, requireFullWindow, newGroupDelaySeconds } = definition;
  return [
    ...(delay ? [`Evaluates data ${secondsInWords(delay)} old${why(query, catalogue)}.`] : []),
    ...(query.kind === 'metric' && cadence(query.time.window) > 1
      ? [`Evaluates only every ${minutesInWords(cadence(query.time.window))}, because the window is long.`]
      : []),
    ...(requireFullWindow && query.kind === 'metric' ? ['Requires a full window of data.'] : []),
    ...(newGroupDelaySeconds ? [`Ignores a new group for its first ${secondsInWords(newGroupDelaySeconds)}.`] : []),
  ].join(' ');
}

function why(query: MonitorQuery, catalogue: Catalogue): string {
  const metrics = query.kind === 'metric' ? seriesIn(query.expression).map(({ metric }) => metric.text) : [];
  const latest = Math.max(0, ...metrics.map((name) => catalogue.find(name)?.delayMinutes ?? 0));
  if (latest === 0) return '';
  const whose = metrics.every((name) => name.startsWith('aws.')) ? 'CloudWatch metrics' : 'the metrics';
  return `, because ${whose} arrive up to ${minutesInWords(latest)} late`;
}

function missingData(definition: MonitorDefinition, query: MonitorQuery): string {
  const resolves = definition.timeoutHours
    ? [`Resolves after ${minutesInWords(definition.timeoutHours * 60)} without data.`]
    : [];
  if (query.kind === 'composite' || query.kind === 'slo' || query.kind === 'service check') return resolves.join(' ');
  return [withoutDataSentence(definition, query), ...resolves].join(' ');
}

function withoutDataSentence(definition: MonitorDefinition, query: MonitorQuery): string {
  const { onMissingData, notifyNoData, noDataTimeframeMinutes } = definition;
  switch (onMissingData) {
    case undefined: {
      if (!notifyNoData && (query.kind === 'search' || query.kind === 'formula'))
        return 'A window without events counts as 0.';
      if (!notifyNoData) return 'Missing data keeps the last state.';
      const frame = noDataTimeframeMinutes || (query.kind === 'metric' ? 2 * query.time.window.minutes : 0);
      return `Notifies after ${minutesInWords(frame)} without data.`;
    }
    case 'default':
      return query.kind === 'metric' && !countsAsZero(definition, query)
        ? 'Missing data keeps the last state.'
        : 'Treats missing data as 0.';
    case 'show_no_data':
      return 'Missing data sets the state to No Data without a notification.';
    case 'show_and_notify_no_data':
      return 'Notifies as soon as the window contains no data.';
    case 'resolve':
      return 'Recovers as soon as the window contains no data.';
    default:
      return onMissingData satisfies never;
  }
}

const countsAsZero = (definition: MonitorDefinition, query: MetricQuery) => withoutData(definition, query) !== 'keeps';

function repeats({ renotifyMinutes, renotifyOccurrences, renotifyStatuses }: MonitorDefinition): string {
  if (!renotifyMinutes) return 'Notifies once.';
  const words = { alert: 'Alert', warn: 'Warn', 'no data': 'No Data' } as const;
  const isDefault = renotifyStatuses.includes('alert') && !renotifyStatuses.includes('warn');
  const statuses = listed(
    renotifyStatuses.map((status) => words[status]),
    'or',
  );
  const during = isDefault ? '' : ` while the state is ${statuses}`;
  const most = renotifyOccurrences === undefined ? '' : `, at most ${counted(renotifyOccurrences, 'time')}`;
  return `Renotifies every ${minutesInWords(renotifyMinutes).replace(/^1 /, '')}${during}${most}.`;
}

function speaks({ notifyBy }: MonitorDefinition): string {
  if (notifyBy.length === 0) return '';
  const keys = notifyBy.filter((key) => key !== '*');
  return keys.length === 0 ? 'Sends one notification for all groups.' : `Sends one notification per ${listed(keys)}.`;
}
