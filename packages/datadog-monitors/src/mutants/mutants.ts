import type { Catalogue } from '../catalogue/catalogue';
import { compares } from '../evaluate/threshold';
import type { MonitorDefinition, Thresholds } from '../monitor/definition';
import { validate } from '../monitor/validate';
import { averagesCounts } from '../query/averages-counts';
import { firstCounts } from '../query/first-counts';
import { type MonitorQuery, parseMonitorQuery } from '../query/monitor-query';
import { print } from '../query/print';
import type { Comparator, MetricQuery, TimeAggregation } from '../query/query-tree';
import { ofComposite } from './composite-mutants';
import type { Mutant } from './mutant';
import { ofSpace } from './space-mutants';

/** Returns the mutants of a monitor that Datadog would accept. Only metric monitors, SLO alerts and composites have mutants. */
export function mutantsOf(definition: MonitorDefinition, catalogue: Catalogue): Mutant[] {
  const query = parseMonitorQuery(definition.type, definition.query);
  if (query.kind === 'composite') return ofComposite(query);
  if (query.kind !== 'metric' && query.kind !== 'slo') return [];
  const all = [
    ...ofThreshold(query),
    ...ofComparator(query),
    ...(query.kind === 'metric'
      ? [...ofWindow(query), ...ofAggregator(query, definition, catalogue), ...ofSpace(query, catalogue)]
      : []),
    ...ofDelay(definition),
    ...ofOtherThresholds(definition, query.comparator.sign),
  ];
  return all.filter((mutant) => isTaken(mutant.apply(definition), catalogue));
}

const isTaken = (mutated: MonitorDefinition, catalogue: Catalogue) => validate(mutated, catalogue).length === 0;

type ThresholdQuery = Extract<MonitorQuery, { readonly kind: 'metric' | 'slo' }>;

function inQuery(query: ThresholdQuery): Mutant['apply'] {
  const text = print(query);
  const critical = query.threshold.value;
  return (definition) => ({
    ...definition,
    query: text,
    thresholds: { ...definition.thresholds, ...(definition.thresholds.critical !== undefined && { critical }) },
  });
}

/** Returns values a tenth below and a tenth above the given value; whole numbers change by at least 1. */
function steps(value: number): number[] {
  const size = Number.isInteger(value) ? Math.max(1, Math.round(Math.abs(value) / 10)) : Math.abs(value) / 10;
  return [value - size, value + size].map((one) => Number(one.toPrecision(12)));
}

/** Describes a test that distinguishes two limits, with a value between them. */
function missingTestText(sign: Comparator, limit: number, other: number, words: { yes: string; no: string }): string {
  const value = [limit, other].find((one) => compares(one, sign, limit) !== compares(one, sign, other)) ?? limit;
  const verdict = compares(value, sign, limit) ? words.yes : words.no;
  return `no test distinguishes ${sign} ${limit} from ${sign} ${other}: add a test in which the value is ${value} and the monitor ${verdict}`;
}

function ofThreshold(query: ThresholdQuery): Mutant[] {
  const { comparator, threshold } = query;
  const { sign } = comparator;
  return steps(threshold.value).map((value) => ({
    change: `${sign} ${value} instead of ${sign} ${threshold.value}`,
    missing: missingTestText(sign, threshold.value, value, { yes: 'alerts', no: 'stays OK' }),
    apply: inQuery({ ...query, threshold: { ...threshold, value } }),
  }));
}

const neighbours: Readonly<Record<Comparator, Comparator>> = {
  '>': '>=',
  '>=': '>',
  '<': '<=',
  '<=': '<',
  '==': '!=',
  '!=': '==',
};

function ofComparator(query: ThresholdQuery): Mutant[] {
  const { sign } = query.comparator;
  const { value } = query.threshold;
  const other = neighbours[sign];
  const verdict = compares(value, sign, value) ? 'alerts' : 'stays OK';
  return [
    {
      change: `${other} ${value} instead of ${sign} ${value}`,
      missing: `no test distinguishes ${sign} from ${other}: add a test in which the value is exactly ${value} and the monitor ${verdict}`,
      apply: inQuery({ ...query, comparator: { ...query.comparator, sign: other } }),
    },
  ];
}

// Datadog's editor offers these windows, in minutes.
const windows = [1, 5, 10, 15, 30, 60, 120, 240, 1440, 2880, 10_080];

function ofWindow(query: MetricQuery): Mutant[] {
  const { window } = query.time;
  if (window.kind !== 'last') return [];
  const now = `last_${window.amount}${window.unit}`;
  const shorter = windows.findLast((minutes) => minutes < window.minutes);
  const longer = windows.find((minutes) => minutes > window.minutes);
  return [shorter, longer].flatMap((minutes) => {
    if (minutes === undefined) return [];
    const [edge, verdict] =
      minutes < window.minutes ? [window.minutes - 1, 'still counts'] : [window.minutes, 'no longer counts'];
    return [
      {
        change: `last_${minutes}m instead of ${now}`,
        missing: `no test distinguishes ${now} from last_${minutes}m: add a test in which a point from ${edge} minutes ago ${verdict}`,
        apply: inTime(query, { window: { ...window, amount: minutes, unit: 'm', minutes } }),
      },
    ];
  });
}

function inTime(query: MetricQuery, time: Partial<TimeAggregation>): Mutant['apply'] {
  return inQuery({ ...query, time: { ...query.time, ...time } });
}

const aggregators: readonly TimeAggregation['aggregator'][] = ['sum', 'avg', 'max', 'min'];

/**
 * Changes the time aggregator to the next one that Datadog accepts, skipping averages of counts and equivalent aggregators: if the
 * first event alerts, sum is equivalent to max.
 */
function ofAggregator(query: MetricQuery, definition: MonitorDefinition, catalogue: Catalogue): Mutant[] {
  const now = query.time.aggregator;
  const at = aggregators.indexOf(now);
  if (at < 0) return [];
  const next = [...aggregators.slice(at + 1), ...aggregators.slice(0, at)];
  const different = next
    .filter((aggregator) => !(now === 'sum' && aggregator === 'max' && firstCounts(query)))
    .filter((aggregator) => !averagesCounts({ ...query, time: { ...query.time, aggregator } }));
  const mutants = different.map((aggregator) => ({
    change: `${aggregator} instead of ${now} over the window`,
    missing: `no test distinguishes ${now} from ${aggregator}: add a test with ${unlike(now)}`,
    apply: inTime(query, { aggregator }),
  }));
  const accepted = mutants.find((mutant) => isTaken(mutant.apply(definition), catalogue));
  return accepted ? [accepted] : [];
}

const unlike = (aggregator: string): string =>
  aggregator === 'sum'
    ? 'two points in a window that pass the threshold only when combined'
    : 'points in a window on both sides of the threshold';

const delayStepSeconds = 300;

function ofDelay({ evaluationDelaySeconds: now = 0 }: MonitorDefinition): Mutant[] {
  if (now === 0) return [];
  return [now - delayStepSeconds, now + delayStepSeconds]
    .filter((seconds) => seconds >= 0)
    .map((seconds) => ({
      change: `a delay of ${seconds} s instead of ${now} s`,
      missing: `no test distinguishes a delay of ${now} s from ${seconds} s: add a test that asserts the exact minute of the alert`,
      apply: (definition) => ({ ...definition, evaluationDelaySeconds: seconds }),
    }));
}

const others = [
  ['warning', 'warning threshold', { yes: 'warns', no: 'stays OK' }],
  ['criticalRecovery', 'recovery threshold', { yes: 'keeps alerting', no: 'recovers' }],
  ['warningRecovery', 'warning recovery threshold', { yes: 'keeps warning', no: 'recovers' }],
] as const;

function ofOtherThresholds({ thresholds }: MonitorDefinition, sign: Comparator): Mutant[] {
  return others.flatMap(([name, words, verdicts]) => {
    const now = thresholds[name];
    if (now === undefined) return [];
    return steps(now).map((value): Mutant => {
      const changed: Thresholds = { ...thresholds, [name]: value };
      return {
        change: `${words} ${value} instead of ${now}`,
        missing: `${words}: ${missingTestText(sign, now, value, verdicts)}`,
        apply: (definition) => ({ ...definition, thresholds: changed }),
      };
    });
  });
}
