import type { MonitorDefinition, MonitorVariable } from '../monitor/definition';
import { printNumber } from '../query/print-number';
import type { CompositeExpression, FormulaQuery, SearchQuery, ServiceCheckQuery, SloQuery } from '../query/query-tree';
import { comparison, counted, listed, minutesInWords } from './spans';

const nouns: Readonly<Record<SearchQuery['source'], string>> = {
  logs: 'logs',
  events: 'events',
  'trace-analytics': 'spans',
  rum: 'RUM events',
  audits: 'audit events',
  'ci-pipelines': 'pipeline events',
  'ci-tests': 'test events',
  'error-tracking': 'errors',
  'error-tracking-rum': 'errors',
  'error-tracking-logs': 'errors',
  'error-tracking-traces': 'errors',
  'llm-observability': 'LLM spans',
};

const issueNouns: Readonly<Record<NonNullable<SearchQuery['issues']['condition']>, string>> = {
  new: 'errors of new issues',
  impact: 'errors of issues with a high impact',
};

/** Describes a search, for example `there are more than 10 logs that match "status:error" within the last 5 minutes`. */
export function searchInWords({ source, search, issues, rollup, window, comparator, threshold }: SearchQuery): string {
  const things = issues.condition === undefined ? nouns[source] : issueNouns[issues.condition];
  const limitText = comparison(comparator.sign, printNumber(threshold.value));
  const where = `that match "${search.text}" within the last ${minutesInWords(window.minutes).replace(/^1 /, '')}`;
  const { method, measure } = rollup;
  if (method.text === 'count') return `there are ${limitText} ${things} ${where}`;
  const of = measure?.text ?? 'values';
  if (method.text === 'cardinality') return `there are ${limitText} different ${of} in ${things} ${where}`;
  return `the ${method.text} of ${of} in ${things} ${where} is ${limitText}`;
}

/** Describes a formula with its variables, for example `a / b over the last 5 minutes is more than 0.1; a is the count of logs; …`. */
export function formulaInWords(
  { formula, window, comparator, threshold }: FormulaQuery,
  variables: readonly MonitorVariable[],
): string {
  const limitText = comparison(comparator.sign, printNumber(threshold.value));
  const span = minutesInWords(window.minutes).replace(/^1 /, '');
  const parts = variables.map(({ name, source, query, aggregation = 'count', measure }) => {
    const what = measure === undefined ? aggregation : `${aggregation} of ${measure}`;
    const where = query === undefined || query === '' ? '' : ` that match "${query}"`;
    return source === 'metrics' ? `${name} is ${query ?? 'a metric'}` : `${name} is the ${what} of ${source}${where}`;
  });
  const rest = parts.length === 0 ? '' : `; ${parts.join('; ')}`;
  return `${formula.text} over the last ${span} is ${limitText}${rest}`;
}

/** Describes a service check, for example `the check datadog.agent.up of env:prod fails 3 times in a row`. */
export function checkInWords({ check, over, exclude, counts }: ServiceCheckQuery, limit: number | undefined): string {
  const tags = over.filter(({ text }) => text !== '*').map(({ text }) => text);
  const without = exclude.map(({ text }) => text);
  const where = [
    ...(tags.length === 0 ? [] : [` of ${listed(tags)}`]),
    ...(without.length === 0 ? [] : [` without ${listed(without)}`]),
  ].join('');
  const times = limit ?? 1;
  if (counts === 'pct_by_status') return `the check ${check.text}${where} fails in ${times}% or more of the cluster`;
  return `the check ${check.text}${where} fails ${times === 1 ? 'once' : `${times} times in a row`}`;
}

export function checkRecoveryInWords({ checkCounts }: MonitorDefinition): string {
  const runs = checkCounts.ok ?? 1;
  return runs === 1 ? 'the check succeeds once' : `the check succeeds in ${counted(runs, 'run')} in a row`;
}

/** Returns the name in a reference to a resource, for example `cpu` for `${datadog_monitor.cpu.id}`. Returns other text unchanged. */
const referredName = (text: string): string => /^\$\{[\w.-]*\bdatadog_\w+\.([\w-]+)\.id\}$/.exec(text)?.[1] ?? text;

/** Describes a composite: `a alerts and b alerts`, with parentheses as in the query. */
export function compositeInWords(expression: CompositeExpression): string {
  switch (expression.kind) {
    case 'monitor':
      return `${referredName(expression.id)} alerts`;
    case 'not':
      return expression.operand.kind === 'monitor'
        ? `${referredName(expression.operand.id)} does not alert`
        : `not (${compositeInWords(expression.operand)})`;
    case 'and':
    case 'or':
      return `${partInWords(expression.left, expression.kind)} ${expression.kind} ${partInWords(expression.right, expression.kind)}`;
    default:
      return expression satisfies never;
  }
}

function partInWords(part: CompositeExpression, within: 'and' | 'or'): string {
  const words = compositeInWords(part);
  return (part.kind === 'and' || part.kind === 'or') && part.kind !== within ? `(${words})` : words;
}

/** Describes an SLO alert, for example `the burn rate of sessions is more than 14.4 over both …`. */
export function sloInWords({ slo, days, burnRate, comparator, threshold }: SloQuery): string {
  const value = printNumber(threshold.value);
  if (!burnRate) {
    return `${comparison(comparator.sign, `${value}%`)} of the ${days}-day error budget of ${referredName(slo.text)} is spent`;
  }
  const windows = [burnRate.longMinutes, burnRate.shortMinutes].map((one) => minutesInWords(one).replace(/^1 /, ''));
  const gone = minutesInWords(Math.round((days * 1440) / threshold.value / 60) * 60);
  return (
    `the burn rate of ${referredName(slo.text)} is ${comparison(comparator.sign, value)} ` +
    `over both the last ${windows.join(' and the last ')} (a burn rate of ${value} spends the ${days}-day budget in ${gone})`
  );
}
