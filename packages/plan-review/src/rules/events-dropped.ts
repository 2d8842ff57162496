import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { joined, say } from '../phrase';
import { textAt, valueAt } from '../plan/value-at';
import { changedIn } from '../renames';
import type { Danger, Rule } from './rule';

/** Reports rules of PagerDuty that already drop or suppress events, and that will match other events. */
export const eventsDropped: Rule = (plan) =>
  changedIn(plan).flatMap(({ type, address, before, after }): Danger[] => {
    if (!type.startsWith('pagerduty_event_orchestration_')) return [];
    const [was, is] = [silencedIn(before), silencedIn(after)];
    const others = is.filter((condition) => !was.includes(condition));
    // the knowledge about the provider covers new rules
    if (others.length === 0 || was.length !== is.length) return [];
    const what = say`${address} drops or suppresses other events: ${joined(others.map((one) => say`${{ value: one }}`))}`;
    return [{ kind: 'weaker alerting', address, attribute: 'set.rule.condition', what }];
  });

/** Returns the conditions of the rules that drop or suppress events. */
const silencedIn = ({ set = null }: ValueObject): readonly string[] =>
  blocksOf(set).flatMap(({ rule = null }) =>
    blocksOf(rule).flatMap((one) =>
      ['drop_event', 'suppress'].some((name) => valueAt(one, ['actions', name]) === true)
        ? blocksOf(one['condition'] ?? null).flatMap((condition) => textAt(condition, ['expression']) ?? [])
        : [],
    ),
  );

const blocksOf = (value: Value): readonly ValueObject[] => (isList(value) ? value.filter(isObject) : []);
