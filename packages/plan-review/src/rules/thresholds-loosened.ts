import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { numberOf, occurrencesAt } from '../knowledge/condition';
import { say } from '../phrase';
import { documentIn } from '../plan/json-documents';
import { byType } from '../plan/type-table';
import { isUnknownAt, textAt } from '../plan/value-at';
import { changedIn } from '../renames';
import type { Danger, Rule } from './rule';

/** Attributes of an alert rule that compare a value with a threshold. */
interface Comparison {
  /** Path of the blocks, each of which contains one comparison. JSON strings on the path are parsed as blocks. */
  readonly path: readonly string[];
  /** Attribute of the operator, such as `GreaterThan` or `gt`. */
  readonly operator: string;
  /** Attribute of the threshold. */
  readonly threshold: string;
}

const criteria: readonly Comparison[] = [{ path: ['criteria'], operator: 'operator', threshold: 'threshold' }];
const conditions = (kind: string): Comparison => ({
  path: ['conditions', kind],
  operator: 'comparison',
  threshold: 'threshold_value',
});

/** Comparisons. Keys are resource types. Source: Terraform Registry, grafana/grafana 4, hashicorp/google 7, hashicorp/azurerm 4 */
const comparisonsOf = byType<readonly Comparison[]>({
  azurerm_monitor_metric_alert: criteria,
  azurerm_monitor_scheduled_query_rules_alert_v2: criteria,
  azurerm_monitor_scheduled_query_rules_alert: [{ path: ['trigger'], operator: 'operator', threshold: 'threshold' }],
  google_monitoring_alert_policy: [conditions('condition_threshold')],
  grafana_rule_group: [
    { path: ['rule', 'data', 'model', 'conditions', 'evaluator'], operator: 'type', threshold: 'params' },
    // a math expression contains its operator and its threshold: `$A > 5`
    { path: ['rule', 'data', 'model'], operator: 'expression', threshold: 'expression' },
  ],
});

/** Reports alert rules whose thresholds are harder to reach. */
export const thresholdsLoosened: Rule = (plan) =>
  changedIn(plan).flatMap((change) =>
    (comparisonsOf(change.type) ?? []).flatMap((comparison): Danger[] => {
      const { path, threshold } = comparison;
      if (isUnknownAt(change, path)) return [];
      const [before, after] = [change.before, change.after].map((side) => limitsIn(side, comparison));
      const loosened = (before ?? []).flatMap((was, at) => {
        const is = after?.[at];
        return is !== undefined && is.sign === was.sign && is.limit * is.sign > was.limit * was.sign
          ? [{ was, is }]
          : [];
      });
      const [first] = loosened;
      if (first === undefined || before?.length !== after?.length) return [];
      const { address } = change;
      const attribute = [...path, threshold].join('.');
      const what = say`${address} alerts at ${first.is.limit} instead of ${first.was.limit} (${attribute})`;
      return [{ kind: 'weaker alerting', address, attribute, what }];
    }),
  );

interface Limit {
  readonly limit: number;
  /** 1 if the rule alerts above the limit, -1 if the rule alerts below the limit. */
  readonly sign: 1 | -1;
}

const limitsIn = (values: ValueObject, comparison: Comparison): readonly Limit[] =>
  occurrencesAt(values, comparison.path).flatMap((block) =>
    (block !== undefined && isList(block) ? block : [block]).flatMap((one) => limitOf(one, comparison)),
  );

function limitOf(value: Value | undefined, { operator, threshold }: Comparison): readonly Limit[] {
  const block = typeof value === 'string' ? documentIn(value) : value;
  if (block === undefined || !isObject(block)) return [];
  const [, sign, limit] = /([<>])=?\s*(-?\d+(?:\.\d+)?)/.exec(textAt(block, ['expression']) ?? '') ?? [];
  if (operator === threshold) return sign === undefined ? [] : [{ limit: Number(limit), sign: sign === '>' ? 1 : -1 }];
  const name = textAt(block, [operator]) ?? '';
  const given = block[threshold];
  const number = numberOf(given !== undefined && isList(given) ? given[0] : given);
  const isAbove = /^(?:gt|gte|greater|comparison_gt)/i.test(name);
  const isBelow = /^(?:lt|lte|less|comparison_lt)/i.test(name);
  if (Number.isNaN(number) || isAbove === isBelow) return [];
  return [{ limit: number, sign: isAbove ? 1 : -1 }];
}
