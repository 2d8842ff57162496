import type { Catalogue } from '../catalogue/catalogue';
import { withoutData } from '../evaluate/missing';
import { cadence } from '../evaluate/schedule';
import type { MonitorDefinition } from '../monitor/definition';
import { type MonitorQuery, parseMonitorQuery } from '../query/monitor-query';
import type { MetricQuery } from '../query/tree';
import { groupKeys, seriesIn } from '../query/walk';
import { conditionInWords, limitInWords, recoveryInWords } from './condition';
import { checkInWords, checkRecoveryInWords, compositeInWords, searchInWords, sloInWords } from './other-kinds';
import { comparison, counted, listed, minutesInWords, opposite, secondsInWords } from './spans';

/** What a sentence is about: before and after a change, sentences about the same are compared. */
export type Topic = 'alerts' | 'warns' | 'recovers' | 'looks' | 'missing data' | 'repeats' | 'speaks';

export interface Sentence {
  readonly about: Topic;
  readonly text: string;
}

/**
 * Describes a monitor in plain sentences, one per topic and in the same order for every monitor.
 * @param catalogue units and delays of its metrics
 * @param query its parsed query, if the caller has it
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
  return keys.length === 0 || keys.includes('*') ? '' : `, for each ${listed(keys)} by itself,`;
}

function alertCondition(definition: MonitorDefinition, query: MonitorQuery, catalogue: Catalogue): string {
  switch (query.kind) {
    case 'metric':
      return conditionInWords(query, catalogue);
    case 'search':
      return searchInWords(query);
    case 'service check':
      return checkInWords(query, definition.thresholds.critical);
    case 'composite':
      return compositeInWords(query.expression);
    case 'slo':
      return sloInWords(query);
    case 'opaque':
      return `Datadog finds the query true, which is not read here: ${query.text}`;
    default:
      return query satisfies never;
  }
}

function warns({ thresholds }: MonitorDefinition, query: MonitorQuery, catalogue: Catalogue): string {
  const { warning } = thresholds;
  if (warning === undefined) return '';
  if (query.kind === 'service check') return `Warns when it fails ${counted(warning, 'time')} in a row.`;
  if (!('comparator' in query)) return '';
  return `Warns when it is ${comparison(query.comparator.sign, limitOf(query, warning, catalogue))}.`;
}

function limitOf(query: MonitorQuery, limit: number, catalogue: Catalogue): string {
  return query.kind === 'metric' ? limitInWords(query, limit, catalogue) : String(limit);
}

// D/monitors/guide/recovery-thresholds: a recovery takes the opposite of the comparison.
function recovers(definition: MonitorDefinition, query: MonitorQuery, catalogue: Catalogue): string {
  const { criticalRecovery, warning, warningRecovery } = definition.thresholds;
  if (query.kind === 'service check') return `Recovers when ${checkRecoveryInWords(definition)}.`;
  if (!('comparator' in query)) return 'Recovers as soon as that is no longer so.';
  const sign = opposite(query.comparator.sign);
  const until = (limit: number): string =>
    query.kind === 'metric'
      ? recoveryInWords(query, { sign, limit }, catalogue)
      : `it is ${comparison(sign, String(limit))}`;
  const alertEnds = criticalRecovery ?? query.threshold.value;
  if (warning === undefined) return `Recovers when ${until(alertEnds)}.`;
  return `The alert ends when ${until(alertEnds)}; the warning ends when ${until(warningRecovery ?? warning)}.`;
}

function looks(definition: MonitorDefinition, query: MonitorQuery, catalogue: Catalogue): string {
  const { evaluationDelaySeconds: delay, requireFullWindow, newGroupDelaySeconds } = definition;
  return [
    ...(delay ? [`Looks ${secondsInWords(delay)} back${why(query, catalogue)}.`] : []),
    ...(query.kind === 'metric' && cadence(query.time.window) > 1
      ? [`Looks only every ${minutesInWords(cadence(query.time.window))}, because its window is long.`]
      : []),
    ...(requireFullWindow && query.kind === 'metric' ? ['Waits until its window is full.'] : []),
    ...(newGroupDelaySeconds ? [`Leaves a new group alone for ${secondsInWords(newGroupDelaySeconds)}.`] : []),
  ].join(' ');
}

function why(query: MonitorQuery, catalogue: Catalogue): string {
  const metrics = query.kind === 'metric' ? seriesIn(query.expression).map(({ metric }) => metric.text) : [];
  const latest = Math.max(0, ...metrics.map((name) => catalogue.find(name)?.delayMinutes ?? 0));
  if (latest === 0) return '';
  const whose = metrics.every((name) => name.startsWith('aws.')) ? "CloudWatch's figures" : 'its figures';
  return `, because ${whose} arrive up to ${minutesInWords(latest)} late`;
}

function missingData(definition: MonitorDefinition, query: MonitorQuery): string {
  const resolves = definition.timeoutHours
    ? [`After ${minutesInWords(definition.timeoutHours * 60)} without data it resolves.`]
    : [];
  if (query.kind === 'composite' || query.kind === 'slo' || query.kind === 'service check') return resolves.join(' ');
  return [withoutDataSentence(definition, query), ...resolves].join(' ');
}

function withoutDataSentence(definition: MonitorDefinition, query: MonitorQuery): string {
  const { onMissingData, notifyNoData, noDataTimeframeMinutes } = definition;
  switch (onMissingData) {
    case undefined: {
      if (!notifyNoData) return 'Without data it stays as it is.';
      const frame = noDataTimeframeMinutes || (query.kind === 'metric' ? 2 * query.time.window.minutes : 0);
      return `Says so after ${minutesInWords(frame)} without data.`;
    }
    case 'default':
      return query.kind === 'metric' && !countsAsZero(definition, query)
        ? 'Without data it stays as it is.'
        : 'Takes missing data for 0.';
    case 'show_no_data':
      return 'Shows No Data without data, and tells nobody.';
    case 'show_and_notify_no_data':
      return 'Says so as soon as its window holds no data.';
    case 'resolve':
      return 'Recovers as soon as its window holds no data.';
    default:
      return onMissingData satisfies never;
  }
}

const countsAsZero = (definition: MonitorDefinition, query: MetricQuery) => withoutData(definition, query) !== 'keeps';

function repeats({ renotifyMinutes, renotifyOccurrences, renotifyStatuses }: MonitorDefinition): string {
  if (!renotifyMinutes) return 'Says it once.';
  const words = { alert: 'it alerts', warn: 'it warns', 'no data': 'data is missing' } as const;
  const usual = renotifyStatuses.includes('alert') && !renotifyStatuses.includes('warn');
  const during = usual
    ? 'it lasts'
    : listed(
        renotifyStatuses.map((status) => words[status]),
        'or',
      );
  const most = renotifyOccurrences === undefined ? '' : `, ${counted(renotifyOccurrences, 'time')} at most`;
  return `Says it again every ${minutesInWords(renotifyMinutes)} while ${during}${most}.`;
}

function speaks({ notifyBy }: MonitorDefinition): string {
  if (notifyBy.length === 0) return '';
  const keys = notifyBy.filter((key) => key !== '*');
  return keys.length === 0
    ? 'Tells all groups with one voice.'
    : `Tells groups of the same ${listed(keys)} with one voice.`;
}
