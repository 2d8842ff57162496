import { didYouMean } from '../near-miss';
import type { MonitorQuery } from '../query/monitor-query';
import { monitorsIn } from '../query/parse-composite';
import type { FormulaQuery, SearchQuery, SearchSource, ServiceCheckQuery, SloQuery } from '../query/query-tree';
import { seriesIn } from '../query/walk';
import type { MonitorDefinition } from './definition';
import type { Problem } from './problem';

/** Returns the problems with options that are specific to the kind of monitor. */
export function kindProblems(definition: MonitorDefinition, query: MonitorQuery): Problem[] {
  switch (query.kind) {
    case 'service check':
      return checkProblems(definition, query);
    case 'search':
      return searchProblems(definition, query);
    case 'formula':
      return formulaProblems(definition, query);
    case 'slo':
      return sloProblems(query);
    case 'composite':
    case 'metric':
    case 'opaque':
      return [];
    default:
      return query satisfies never;
  }
}

const refuse = (attribute: string, message: string): Problem => ({ attribute, message });

/**
 * Returns the problems with the members of a composite.
 * @param known types of the known monitors by id
 */
export function compositeMembers(query: MonitorQuery, known: ReadonlyMap<string, string>): Problem[] {
  if (query.kind !== 'composite') return [];
  return [...new Set(monitorsIn(query.expression))].flatMap((id): Problem[] => {
    const type = known.get(id);
    const column = query.text.indexOf(id) + 1;
    if (type === undefined) return [{ message: `unknown monitor ${id}`, column }];
    return type === 'composite' ? [{ message: `${id} is a composite, and composites cannot be nested`, column }] : [];
  });
}

// last() must be at least the largest threshold; custom checks require a grouping (API reference, "Service check query")
function checkProblems({ thresholds, checkCounts }: MonitorDefinition, query: ServiceCheckQuery): Problem[] {
  if (query.counts === 'pct_by_status') return [];
  const largest = Math.max(thresholds.critical ?? 1, thresholds.warning ?? 1, checkCounts.ok ?? 1);
  const problems: Problem[] = [];
  if (query.groupBy.length === 0) {
    problems.push({ message: 'a service check needs a grouping: write .by("*") or .by("host")', column: 1 });
  }
  if (query.last.value < largest) {
    const message = `last(${query.last.value}) is smaller than the largest threshold (${largest})`;
    problems.push({ message, column: query.last.column });
  }
  return problems;
}

/** Sources that each type of monitor may search. Source: API reference, "Create a monitor". */
const sourcesOf: Readonly<Record<string, readonly SearchSource[]>> = {
  'audit alert': ['audits'],
  'ci-pipelines alert': ['ci-pipelines'],
  'ci-tests alert': ['ci-tests'],
  'error-tracking alert': ['error-tracking', 'error-tracking-rum', 'error-tracking-logs', 'error-tracking-traces'],
  'event alert': ['events'],
  'event-v2 alert': ['events'],
  'llm-observability alert': ['llm-observability'],
  'log alert': ['logs'],
  'rum alert': ['rum'],
  'trace-analytics alert': ['trace-analytics'],
};
const withoutRecovery = ['event alert', 'event-v2 alert', 'log alert'];

// Event-v2 and log alerts reject recovery thresholds (API reference). A search without an index covers all indexes
// (docs.datadoghq.com/logs).
function searchProblems({ type, thresholds }: MonitorDefinition, { source }: SearchQuery): Problem[] {
  const expected = sourcesOf[type];
  const problems: Problem[] = [];
  if (expected !== undefined && !expected.includes(source)) {
    const article = /^[aeiou]/.test(type) ? 'an' : 'a';
    problems.push({ message: `${article} ${type} searches ${expected.join(' or ')}, not ${source}`, column: 1 });
  }
  const recovers = thresholds.criticalRecovery !== undefined || thresholds.warningRecovery !== undefined;
  if (recovers && withoutRecovery.includes(type)) {
    problems.push(refuse('critical_recovery', `a ${type} does not support recovery thresholds`));
  }
  return problems;
}

// A formula is checked only if its variables are known: exports and plans may lack them.
function formulaProblems({ variables = [] }: MonitorDefinition, { expression, formula }: FormulaQuery): Problem[] {
  if (variables.length === 0) return [];
  const known = variables.map(({ name }) => name);
  return seriesIn(expression)
    .filter(({ metric }) => !known.includes(metric.text))
    .map(({ metric }) => ({
      message: `the formula uses ${metric.text}, which is not one of its variables (${known.join(', ')})${didYouMean(metric.text, known)}`,
      column: formula.column + metric.column,
    }));
}

// Source: docs.datadoghq.com/service_level_objectives/error_budget and /burn_rate
function sloProblems({ burnRate, comparator, threshold }: SloQuery): Problem[] {
  const problems: Problem[] = [];
  if (comparator.sign !== '>' && comparator.sign !== '>=') {
    problems.push({ message: 'an SLO alert must compare with > or >=', column: comparator.column });
  }
  if (threshold.value <= 0) problems.push({ message: 'the threshold must be above 0', column: threshold.column });
  if (!burnRate && threshold.value > 100) {
    problems.push({
      message: 'the threshold of an error budget is a percentage, at most 100',
      column: threshold.column,
    });
  }
  return problems;
}

/**
 * Returns a problem if the SLO can never reach the burn rate.
 * @param target target of the SLO in percent
 * Source: docs.datadoghq.com/service_level_objectives/burn_rate, "Maximum burn rate values"
 */
export function burnRateProblems(query: SloQuery, target: number): Problem[] {
  const most = 100 / (100 - target);
  if (!query.burnRate || query.threshold.value <= most + 1e-9) return [];
  const shown = Number(most.toPrecision(4));
  const message = `with a target of ${target}% the burn rate is at most ${shown}; ${query.threshold.value} is never reached`;
  return [{ message, column: query.threshold.column }];
}
