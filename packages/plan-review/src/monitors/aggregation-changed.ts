import { type MonitorQuery, seriesIn } from '@himeshima/datadog-monitors';
import { counted, type Phrase, say, words } from '../phrase';

type Metric = Extract<MonitorQuery, { kind: 'metric' }>;
type Series = ReturnType<typeof seriesIn>[number];

/**
 * Describes changes to the aggregation over time or across sources that can delay alerts. Other functions describe metrics,
 * scopes, groups, window and threshold.
 */
export function aggregationChanged(old: MonitorQuery, now: MonitorQuery): readonly Phrase[] {
  if (old.kind !== 'metric' || now.kind !== 'metric') return [];
  const [before, after] = [seriesIn(old.expression), seriesIn(now.expression)];
  if (metricsOf(before) !== metricsOf(after)) return [];
  // aggregators across sources can be compared only if each query consists of a single series
  const isPlain = old.expression.kind === 'series' && now.expression.kind === 'series';
  const [was, is] = [formulaOf(old, isPlain), formulaOf(now, isPlain)];
  return [
    ...inTime(old, now),
    ...(was === is
      ? acrossSources([before, after], now)
      : [say`it alerts on ${is} instead of ${was}: some alerts may be missing`]),
  ];
}

const metricsOf = (all: readonly Series[]) => JSON.stringify([...new Set(all.map(({ metric }) => metric.text))].sort());

/** Aggregators in ascending order of their results for non-negative values. */
const ranks = ['min', 'avg', 'max', 'sum'];
const aggregatorNames: Readonly<Record<string, string>> = {
  min: 'minimum',
  avg: 'average',
  max: 'maximum',
  sum: 'sum',
};

function isLower(was: string, is: string, { comparator: { sign } }: Metric): boolean {
  const [from, to] = [ranks.indexOf(was), ranks.indexOf(is)];
  if (from < 0 || to < 0) return was !== is;
  return sign.startsWith('>') ? to < from : sign.startsWith('<') ? to > from : to !== from;
}

const instead = (was: string, is: string): Phrase =>
  words(`the ${aggregatorNames[is] ?? is} instead of the ${aggregatorNames[was] ?? was}`);

function inTime({ time: old }: Metric, now: Metric): readonly Phrase[] {
  const [was, is] = [old.aggregator, now.time.aggregator];
  if (!isLower(was, is, now)) return [];
  return [say`over ${words(counted(now.time.window.minutes, 'minute'))} it uses ${instead(was, is)}`];
}

function acrossSources(
  [before, after]: readonly [readonly Series[], readonly Series[]],
  now: Metric,
): readonly Phrase[] {
  // the result of a formula may rise or fall with an operand
  if (now.expression.kind !== 'series') return [];
  const [was, is] = [before, after].map(([one]) => one?.aggregator?.text ?? 'avg');
  if (was === undefined || is === undefined || !isLower(was, is, now)) return [];
  return [say`it uses ${instead(was, is)} across sources`];
}

/** Returns the expression of a query without scopes and groups. */
function formulaOf({ text, expression, time }: Metric, isPlain: boolean): string {
  const slice = ({ column, end }: { readonly column: number; readonly end: number }) => text.slice(column - 1, end - 1);
  const bare = (one: Series) => {
    const aggregator = isPlain ? '' : `${one.aggregator?.text ?? 'avg'}:`;
    return `${aggregator}${one.metric.text}${one.modifiers.map(modifier).join('')}`;
  };
  const modifier = (one: Series['modifiers'][number]) => `.${slice(one).replace(/^\./, '').replace(/\s+/g, '')}`;
  const whole = [...seriesIn(expression)]
    .reverse()
    .reduce(
      (all, one) => `${all.slice(0, one.column - 1)}${bare(one)}${all.slice(one.end - 1)}`,
      text.slice(0, expression.end - 1),
    )
    .slice(expression.column - 1);
  const change = time.change === undefined ? '' : `${time.change.kind} since ${slice(time.change.shift)}: `;
  return `${change}${whole.replace(/\s+/g, ' ')}`;
}
