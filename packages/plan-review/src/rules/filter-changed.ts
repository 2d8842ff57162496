import { equal, isList, type Value } from '@himeshima/terraform-json';
import { type Phrase, say } from '../phrase';
import { documentIn } from '../plan/json-documents';
import type { Change } from '../plan/plan';
import { byType } from '../plan/type-table';
import { isUnknownAt, textAt, valueAt } from '../plan/value-at';
import { changedIn } from '../renames';
import type { Danger, Rule } from './rule';

/** Attributes that contain a filter: one pattern, or a list of alternative patterns. */
const filtersOf = byType<readonly string[]>({
  aws_cloudwatch_event_rule: ['event_pattern'],
  aws_cloudwatch_log_subscription_filter: ['filter_pattern'],
  aws_lambda_event_source_mapping: ['filter_criteria', 'filter'],
  aws_pipes_pipe: ['source_parameters', 'filter_criteria', 'filter'],
});

/** Reports filters that may forward fewer records, events or log lines. */
export const filterChanged: Rule = (plan) =>
  changedIn(plan).flatMap((change): Danger[] => {
    const path = filtersOf(change.type);
    if (path === undefined || isUnknownAt(change, path)) return [];
    const [was, is] = [patternsAt(change.before, path), patternsAt(change.after, path)];
    const gone = was.filter((pattern) => !is.some((one) => isSame(pattern, one)));
    // without a filter, all events are forwarded
    if (is.length === 0 || (was.length > 0 && gone.length === 0)) return [];
    return [{ kind: 'messages ignored', address: change.address, what: describe(change, { was, is, gone }) }];
  });

type Patterns = readonly string[];

function describe({ address }: Change, { was, is, gone }: Record<'was' | 'is' | 'gone', Patterns>): Phrase {
  const [pattern = '', ...others] = is;
  if (was.length === 0) return say`${address} gets the filter ${is.join(' or ')}: all other events are ignored`;
  return others.length === 0 && was.length === 1
    ? say`${address} forwards ${pattern} instead of ${was.join()}: all other events are ignored`
    : say`${address} no longer forwards events that match ${gone.join(' or ')}`;
}

function patternsAt(values: Change['before'], path: readonly string[]): Patterns {
  const value = valueAt(values, path);
  const all = value !== undefined && isList(value) ? value.map((one) => textOf(one)) : [textAt(values, path)];
  return all.flatMap((one) => (one === undefined || one.trim() === '' ? [] : [one]));
}

const textOf = (filter: Value) =>
  isList(filter) || typeof filter !== 'object' ? undefined : textAt({ filter }, ['filter', 'pattern']);

/** Returns whether two patterns are equal. The order of JSON properties is irrelevant. */
function isSame(one: string, other: string): boolean {
  const [first, second] = [one, other].map(documentIn);
  return first === undefined || second === undefined ? one === other : equal(first, second);
}
