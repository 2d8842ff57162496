import type { Catalogue } from '../catalogue/catalogue';
import { firstCounts } from '../query/first-counts';
import { printNumber } from '../query/print-number';
import type { Comparator, MetricQuery } from '../query/query-tree';
import { expressionsIn, seriesIn, usesAsCount } from '../query/walk';
import { expressionInWords } from './expression';
import { comparison, minutesInWords, secondsInWords, windowInWords } from './spans';

/** Describes the alert condition of a metric query, for example `aws.lambda.errors adds up to 1 or more within the last 5 minutes`. */
export function conditionInWords(query: MetricQuery, catalogue: Catalogue): string {
  const { time, expression, comparator, threshold } = query;
  const subject = expressionInWords(expression);
  const window = windowInWords(time.window);
  const limitText = comparison(comparator.sign, limitInWords(query, threshold.value, catalogue));
  if (time.change) return changeInWords(query, limitText);
  switch (time.aggregator) {
    case 'sum':
      if (!usesAsCount(expression)) return `${subject}, summed minute by minute over ${window}, is ${limitText}`;
      if (expression.kind !== 'series') return `${subject}, each summed over ${window}, is ${limitText}`;
      return `${subject} adds up to ${limitText} within ${window}`;
    case 'avg':
      return `${subject} is ${limitText} on average over ${window}`;
    case 'percentile':
      return `the percentile of ${subject} over ${window} is ${limitText}`;
    case 'max':
      return extreme(comparator.sign, { upwards: true, subject, limitText, window });
    case 'min':
      return extreme(comparator.sign, { upwards: false, subject, limitText, window });
    default:
      return time.aggregator satisfies never;
  }
}

/** Describes when a metric query recovers, for example `the value is less than 5` or `the sum over the last 5 minutes is 0`. */
export function recoveryInWords(
  query: MetricQuery,
  { sign, limit }: { readonly sign: Comparator; readonly limit: number },
  catalogue: Catalogue,
): string {
  if (isAny(query) && limit === query.threshold.value) return `the sum over ${windowInWords(query.time.window)} is 0`;
  return `the value is ${comparison(sign, limitInWords(query, limit, catalogue))}`;
}

/** Returns whether the first event alerts: `>= 1` and `> 0` of a count. */
const isAny = (query: MetricQuery): boolean =>
  firstCounts(query) && query.time.aggregator === 'sum' && /^>/.test(query.comparator.sign);

interface Extreme {
  readonly upwards: boolean;
  readonly subject: string;
  readonly limitText: string;
  readonly window: string;
}

// The maximum exceeds a limit as soon as one value does, but is below the limit only if all values are below it.
function extreme(sign: Comparator, { upwards, subject, limitText, window }: Extreme): string {
  const above = sign === '>' || sign === '>=';
  const below = sign === '<' || sign === '<=';
  if (!above && !below) return `${subject}, at its ${upwards ? 'highest' : 'lowest'} in ${window}, is ${limitText}`;
  return above === upwards
    ? `${subject} is ${limitText} at any moment in ${window}`
    : `${subject} is ${limitText} throughout ${window}`;
}

function changeInWords({ time, expression }: MetricQuery, limitText: string): string {
  const how = {
    sum: 'summed',
    avg: 'on average',
    max: 'at its highest',
    min: 'at its lowest',
    percentile: 'as a percentile',
  };
  const shift = minutesInWords(time.change?.shift.minutes ?? 0);
  const amount = time.change?.kind === 'pct_change' ? limitText.replace(/-?[\d.]+(?:e[+-]?\d+)?/, '$&%') : limitText;
  const subject = expressionInWords(expression);
  return `${subject}, ${how[time.aggregator]} over ${windowInWords(time.window)}, minus its value ${shift} earlier, is ${amount}`;
}

/** Formats a limit with its meaning, for example `900000 ms (15 minutes)` or `0.1 (10%)`. */
export function limitInWords({ expression, time }: MetricQuery, limit: number, catalogue: Catalogue): string {
  const text = printNumber(limit);
  if (time.change) return text;
  if (isShare(expression) && Math.abs(limit) < 1 && limit !== 0)
    return `${text} (${Number((limit * 100).toPrecision(6))}%)`;
  const [metric] = expression.kind === 'series' ? seriesIn(expression) : [];
  const unit = metric && catalogue.find(metric.metric.text)?.unit;
  if (unit === 'millisecond') return limit >= 1000 ? `${text} ms (${secondsInWords(limit / 1000)})` : `${text} ms`;
  if (unit === 'second') return limit > 60 ? `${text} s (${secondsInWords(limit)})` : `${text} s`;
  return unit === 'percent' ? `${text}%` : text;
}

function isShare(expression: MetricQuery['expression']): boolean {
  const operations = [...expressionsIn(expression)].filter((part) => part.kind === 'arithmetic');
  return operations.length === 1 && operations[0]?.operator === '/' && seriesIn(expression).length === 2;
}
