import type { MonitorQuery } from '../query/monitor-query';
import { printNumber } from '../query/print-number';
import type { Comparison } from '../query/query-tree';
import type { MonitorDefinition } from './definition';
import type { Problem } from './problem';

/**
 * Returns the problems with thresholds: a critical threshold that differs from the query's, and other
 * thresholds that are inconsistent with it.
 */
export function thresholdProblems({ thresholds }: MonitorDefinition, query: Comparison): Problem[] {
  const { critical, warning, criticalRecovery, warningRecovery } = thresholds;
  const problems: Problem[] = [];
  const refuse = (attribute: string, message: string): void => {
    problems.push({ message, attribute });
  };
  if (critical !== undefined && critical !== query.threshold.value) {
    const [given, used] = [printNumber(critical), printNumber(query.threshold.value)];
    const message = `Alert threshold (${given}) does not match that used in the query (${used}).`;
    problems.push({ message, column: query.threshold.column });
  }
  if (critical === undefined && warning !== undefined)
    refuse('warning', 'a warning threshold needs a critical threshold');
  const sides = sidesOf(query);
  if (!sides) return problems;
  const limit = critical ?? query.threshold.value;
  if (warning !== undefined && !sides.milder(warning, limit)) {
    refuse('warning', `the warning threshold (${warning}) must be ${sides.word} the critical threshold (${limit})`);
  }
  if (criticalRecovery !== undefined && !sides.recovers(criticalRecovery, limit)) {
    refuse(
      'critical_recovery',
      `the recovery threshold (${criticalRecovery}) must not be ${sides.beyond} the critical threshold (${limit})`,
    );
  }
  if (warningRecovery !== undefined && warning === undefined) {
    refuse('warning_recovery', 'a recovery threshold for warnings needs a warning threshold');
  }
  if (warningRecovery !== undefined && warning !== undefined && !sides.recovers(warningRecovery, warning)) {
    refuse(
      'warning_recovery',
      `the recovery threshold (${warningRecovery}) must not be ${sides.beyond} the warning threshold (${warning})`,
    );
  }
  return problems;
}

/**
 * Returns the problems with thresholds that are queries: they need a formula, and exclude thresholds that are numbers.
 * Source: DataDog/terraform-provider-datadog, docs/resources/monitor.md, monitor_thresholds.critical_query
 */
export function thresholdQueryProblems(
  { thresholds, thresholdQueries: [attribute] = [], variables = [] }: MonitorDefinition,
  query: MonitorQuery,
): Problem[] {
  if (attribute === undefined) return [];
  if (query.kind !== 'opaque' && (query.kind !== 'formula' || variables.length === 0))
    return [{ message: `${attribute} needs a formula with options.variables`, attribute }];
  if (Object.values(thresholds).every((value) => value === undefined)) return [];
  return [{ message: `${attribute} cannot be combined with thresholds that are numbers`, attribute }];
}

interface Sides {
  readonly milder: (warning: number, critical: number) => boolean;
  readonly recovers: (recovery: number, limit: number) => boolean;
  readonly word: string;
  readonly beyond: string;
}

const above: Sides = { milder: (a, b) => a < b, recovers: (a, b) => a <= b, word: 'below', beyond: 'above' };
const below: Sides = { milder: (a, b) => a > b, recovers: (a, b) => a >= b, word: 'above', beyond: 'below' };

function sidesOf({ comparator }: Comparison): Sides | undefined {
  if (comparator.sign === '>' || comparator.sign === '>=') return above;
  return comparator.sign === '<' || comparator.sign === '<=' ? below : undefined;
}
