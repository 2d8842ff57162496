import { equal, type Value } from '@himeshima/terraform-json';
import { joined, type Phrase, say } from '../phrase';
import type { Change } from '../plan/plan';
import { isUnknownAt, textsIn } from '../plan/value-at';
import { changedIn } from '../renames';
import type { Danger, Rule } from './rule';

/** Reports CloudWatch alarms that fire later or notify fewer targets. Source: CloudWatch API reference, PutMetricAlarm */
export const alarmsLoosened: Rule = (plan) =>
  changedIn(plan).flatMap((change): Danger[] => {
    const isComposite = change.type === 'aws_cloudwatch_composite_alarm';
    if (!isComposite && change.type !== 'aws_cloudwatch_metric_alarm') return [];
    const reasons = [
      ...recipientsRemoved(change),
      ...(isComposite ? compositeRuleChanged(change) : laterAlarm(change)),
    ];
    if (reasons.length === 0) return [];
    return [{ kind: 'weaker alerting', address: change.address, what: say`${change.address}: ${joined(reasons)}` }];
  });

function recipientsRemoved(change: Change): readonly Phrase[] {
  const { before, after } = change;
  const off = before['actions_enabled'] !== false && after['actions_enabled'] === false;
  const gone = ['alarm_actions', 'insufficient_data_actions'].flatMap((name) => {
    const now = textsIn(after[name]);
    return isUnknownAt(change, [name]) ? [] : textsIn(before[name]).filter((action) => !now.includes(action));
  });
  return [
    ...(off ? [say`its actions are disabled`] : []),
    ...(gone.length === 0 ? [] : [say`the alarm no longer notifies ${joined(gone.map((action) => say`${action}`))}`]),
  ];
}

function compositeRuleChanged({ before, after }: Change): readonly Phrase[] {
  const [was, is] = [before['alarm_rule'], after['alarm_rule']];
  const suppressor = [before, after].map(({ actions_suppressor: block }) => JSON.stringify(block ?? []));
  return [
    ...(typeof was === 'string' && typeof is === 'string' && was.trim() !== is.trim()
      ? [say`its alarm rule is ${is} instead of ${was}`]
      : []),
    ...(suppressor[0] !== suppressor[1] && suppressor[1] !== '[]'
      ? [say`another alarm suppresses its actions (actions_suppressor)`]
      : []),
  ];
}

/** Attributes that select the metric that an alarm watches. */
const metricAttributes = [
  'namespace',
  'metric_name',
  'dimensions',
  'statistic',
  'extended_statistic',
  'metric_query',
  'unit',
];

function laterAlarm(change: Change): readonly Phrase[] {
  const { before, after } = change;
  const changed = metricAttributes.filter((name) => !isUnknownAt(change, [name]) && !same(before[name], after[name]));
  return [
    ...(changed.length === 0
      ? []
      : [say`the alarm watches a different metric (${joined(changed.map((name) => say`${name}`))})`]),
    ...laterThreshold(change),
    ...laterBy('period', 's', change, growsWithPeriod(change)),
    ...laterRuns(change),
    ...(before['treat_missing_data'] === 'breaching' && after['treat_missing_data'] !== 'breaching'
      ? [say`missing data no longer triggers the alarm`]
      : []),
  ];
}

const isNothing = (value: Value | undefined) =>
  value === undefined ||
  value === null ||
  value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0);
const same = (was: Value | undefined, is: Value | undefined) =>
  (isNothing(was) && isNothing(is)) || equal(was ?? null, is ?? null);

function laterThreshold({ before, after }: Change): readonly Phrase[] {
  const [from, to, was, is] = [
    before['comparison_operator'],
    after['comparison_operator'],
    numberIn(before['threshold']),
    numberIn(after['threshold']),
  ];
  if (typeof from !== 'string' || typeof to !== 'string') return [];
  const way = (operator: string) => /^(Greater|Less)/.exec(operator)?.[0];
  if (way(from) !== way(to)) return [say`its comparison changes from ${from} to ${to}`];
  const [old, now] = [was ?? Number.NaN, is ?? Number.NaN];
  if (way(to) === 'Less' ? now < old : now > old) return [say`its threshold changes from ${old} to ${now}`];
  const stricter = old === now && /OrEqual/.test(from) && !/OrEqual/.test(to);
  return stricter ? [say`its comparison changes from ${from} to ${to}`] : [];
}

/** Returns whether a shorter period makes the alarm fire later. A sum, count or maximum grows with the period. */
function growsWithPeriod({ after }: Change): boolean {
  const adds = ['Sum', 'SampleCount', 'Maximum'].includes(String(after['statistic']));
  return adds === String(after['comparison_operator']).startsWith('Greater');
}

function laterBy(name: string, unit: string, { before, after }: Change, isShorterLater: boolean): readonly Phrase[] {
  const [was, is] = [numberIn(before[name]), numberIn(after[name])];
  if (was === undefined || is === undefined || was === is || isShorterLater !== is < was) return [];
  return [say`its ${[name]} is ${is} ${[unit]} instead of ${was} ${[unit]}`];
}

function laterRuns({ before, after }: Change): readonly Phrase[] {
  const [was, is] = [before, after].map(
    (values) => numberIn(values['datapoints_to_alarm']) || numberIn(values['evaluation_periods']),
  );
  return was !== undefined && is !== undefined && is > was
    ? [say`the alarm needs ${is} breaching datapoints instead of ${was}`]
    : [];
}

function numberIn(value: Value | undefined): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && !Number.isNaN(number) ? number : undefined;
}
