import type { Catalogue } from '../catalogue/catalogue';
import type { Metric } from '../catalogue/metric';
import { shiftOf } from '../evaluate/functions';
import { NotEvaluatedError } from '../evaluate/not-evaluated-error';
import type { MonitorDefinition } from '../monitor/definition';
import { parseMonitorQuery } from '../query/monitor-query';
import { isPercentile } from '../query/parse-series';
import { printScope } from '../query/print';
import type { Expression, MetricQuery, MetricSeries } from '../query/query-tree';
import { expressionsIn, seriesIn } from '../query/walk';
import { rejectKind } from './not-compared';

/** Metric part of a query, as Datadog's query API evaluates it: one series per group. */
export interface MetricPart {
  /** Text that is the same for equal parts of different monitors. */
  readonly key: string;
  readonly groupBy: readonly string[];
  /** Interval in minutes that the query itself sets with `rollup`; undefined if the interval can be chosen. */
  readonly ownMinutes: number | undefined;
  /** Returns the text to send to the query API. @param minutes interval between two points */
  queryAt(minutes: number): string;
}

/** Monitor whose metric parts are replaced by recorded series, so that everything else is evaluated locally. */
export interface LocalMonitor {
  readonly definition: MonitorDefinition;
  readonly parts: readonly MetricPart[];
  /** Number of minutes of data that the windows and time shifts need before the first evaluated minute. */
  readonly lookbackMinutes: number;
}

/** Returns the name of the recorded metric that replaces a part. @param index position of the part among all parts of a run */
export const recordedMetric = (index: number): string => `backtest.part_${index}`;

/**
 * Splits a monitor into metric parts, which Datadog evaluates, and a definition that reads the recorded series of these parts.
 * Datadog must aggregate over hosts and other tags itself, because a recorded series has only the tags of its group.
 * @param indexOf returns the position of a part among all parts of a run
 * @throws QueryError, NotEvaluatedError if the monitor is not a metric monitor
 */
export function localMonitor(definition: MonitorDefinition, indexOf: (part: MetricPart) => number): LocalMonitor {
  const query = parseMonitorQuery(definition.type, definition.query);
  rejectKind(definition, 'metrics');
  if (query.kind !== 'metric') throw new NotEvaluatedError(`a monitor of type ${definition.type}`, 'it has no metrics');
  const all = seriesIn(query.expression);
  const parts = all.map(partOf);
  const text = all.reduceRight((left, series, at) => {
    const part = parts[at];
    return part === undefined ? left : replaced(left, series, recordedMetric(indexOf(part)));
  }, query.text);
  return { definition: { ...definition, query: text }, parts, lookbackMinutes: lookbackOf(definition, query) };
}

const replaced = (text: string, series: MetricSeries, metric: string): string =>
  `${text.slice(0, series.column - 1)}${localText(series, metric)}${text.slice(series.end - 1)}`;

/** Modifiers that Datadog applies before it returns the points. */
const remote = new Set(['as_rate', 'weighted']);

function localText({ groupBy, modifiers }: MetricSeries, metric: string): string {
  const groups = groupBy.length === 0 ? '' : ` by {${groupBy.map(({ text }) => text).join(',')}}`;
  const kept = modifiers.flatMap(({ name, args }) => {
    if (remote.has(name)) return [];
    if (name !== 'rollup') return [`.${name}(${args.map(printed).join(', ')})`];
    const minutes = ownMinutesOf(modifiers);
    // each bucket of the response contains a single point, which every aggregator except count keeps
    return minutes === undefined ? [] : [`.rollup(avg, ${minutes * 60})`];
  });
  return `avg:${metric}{*}${groups}${kept.join('')}`;
}

type Modifiers = MetricSeries['modifiers'];
type Argument = Modifiers[number]['args'][number];

function printed(argument: Argument): string {
  if (argument.kind === 'number') return String(argument.value);
  if (argument.kind === 'named') return `${argument.name}=${printed(argument.value)}`;
  return argument.text;
}

function partOf({ aggregator, metric, scope, groupBy, modifiers }: MetricSeries): MetricPart {
  const space = aggregator?.text ?? 'avg';
  const keys = groupBy.map(({ text }) => text);
  const groups = keys.length === 0 ? '' : ` by {${keys.join(',')}}`;
  const counted = modifiers.flatMap(({ name }) => (name === 'as_count' || name === 'as_rate' ? [`.${name}()`] : []));
  const weighted = modifiers.some(({ name }) => name === 'weighted') ? '.weighted()' : '';
  const base = `${space}:${metric.text}{${printScope(scope)}}${groups}${counted.join('')}`;
  const ownMinutes = ownMinutesOf(modifiers);
  const method = methodOf(modifiers) ?? (counted.length > 0 ? 'sum' : 'avg');
  // a distribution has no aggregator over time (docs.datadoghq.com/metrics/faq/rollup-for-distributions-with-percentiles)
  const rollup = (seconds: number) => (isPercentile(space) ? `.rollup(${seconds})` : `.rollup(${method}, ${seconds})`);
  return {
    key: `${base}${rollup((ownMinutes ?? 0) * 60)}${weighted}`,
    groupBy: keys,
    ownMinutes,
    queryAt: (minutes) => `${base}${rollup(Math.max(minutes, ownMinutes ?? 0) * 60)}${weighted}`,
  };
}

const rollupIn = (modifiers: Modifiers) => modifiers.find(({ name }) => name === 'rollup')?.args ?? [];

function ownMinutesOf(modifiers: Modifiers): number | undefined {
  const seconds = rollupIn(modifiers).find((argument) => argument.kind === 'number');
  return seconds?.kind === 'number' ? Math.max(1, Math.round(seconds.value / 60)) : undefined;
}

function methodOf(modifiers: Modifiers): string | undefined {
  const [first] = rollupIn(modifiers);
  return first?.kind === 'word' || first?.kind === 'text' ? first.text : undefined;
}

/** Minutes that functions such as `diff` look back, rounded up. */
const functionMinutes = 60;

function lookbackOf({ evaluationDelaySeconds = 0 }: MonitorDefinition, { time, expression }: MetricQuery): number {
  const shift = Math.max(0, ...[...expressionsIn(expression)].map(shiftMinutes));
  const change = time.change?.shift.minutes ?? 0;
  return time.window.minutes + change + shift + Math.ceil(evaluationDelaySeconds / 60) + functionMinutes;
}

const shiftMinutes = (expression: Expression): number =>
  expression.kind === 'call' ? (shiftOf(expression.name.text, expression.args) ?? 0) : 0;

/** Returns a catalogue that also contains the recorded metrics: counts for parts with `as_count()`, otherwise gauges. */
export function recordedCatalogue(catalogue: Catalogue, parts: readonly MetricPart[]): Catalogue {
  return catalogue.with(
    parts.map(
      ({ key, groupBy }, index): Metric => ({
        name: recordedMetric(index),
        type: key.includes('.as_count()') ? 'count' : 'gauge',
        unit: undefined,
        tags: [...groupBy],
        source: 'the query API',
      }),
    ),
  );
}
