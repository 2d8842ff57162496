import { isList, type Value, type ValueObject } from '@himeshima/terraform-json';
import { joined, type Phrase, say } from '../phrase';
import { changesOf } from '../plan/filter-changes';
import type { Change } from '../plan/plan';
import { valueAt } from '../plan/value-at';
import { changedIn } from '../renames';
import type { Danger, Rule } from './rule';

/** Returns whether a resource has the current or the legacy type for downtimes. */
const isDowntime = ({ type }: Change) => type === 'datadog_downtime_schedule' || type === 'datadog_downtime';

/** Reports new downtimes, and downtimes whose monitors or period change. */
export const downtimeAdded: Rule = (plan) => [
  ...changesOf(plan, 'create').flatMap((change): Danger[] =>
    isDowntime(change) ? [dangerOf(change, say`${change.address} silences ${formatSilenced(change.after)}`)] : [],
  ),
  ...changedIn(plan).flatMap((change): Danger[] => {
    const [was, is] = [formatSilenced(change.before), formatSilenced(change.after)];
    if (!isDowntime(change) || JSON.stringify(was) === JSON.stringify(is)) return [];
    return [dangerOf(change, say`${change.address} silences ${is}; before: ${was}`)];
  }),
];

/** Formats the scope of a downtime: `env:prod, only for monitors matching team:iot, until 2026-12-01`. */
function formatSilenced(values: ValueObject): Phrase {
  const scope = textsOf(values['scope']);
  const monitors = [
    ...textsOf(valueAt(values, ['monitor_identifier', 'monitor_tags'])),
    ...textsOf(valueAt(values, ['monitor_identifier', 'monitor_id'])),
    ...textsOf(values['monitor_tags']),
    ...textsOf(values['monitor_id']),
  ].filter((one) => one !== '*' && one !== '0');
  const ends = ['end_date', 'end'].flatMap((name) => [
    ...textsOf(valueAt(values, ['one_time_schedule', name])),
    ...textsOf(values[name]),
  ]);
  const repeats = ['recurring_schedule', 'recurrence'].some((name) => hasItems(values[name]));
  const all = (texts: readonly string[]) => joined(texts.map((text) => say`${text}`));
  return [
    ...(scope.length === 0 ? ['monitors'] : all(scope)),
    ...(monitors.length === 0 ? [] : say`, only for monitors matching ${all(monitors)}`),
    ...(ends[0] === undefined || ends[0] === '0' ? [] : say`, until ${ends[0]}`),
    ...(repeats ? [', recurring'] : []),
  ];
}

const hasItems = (value: Value | undefined) =>
  typeof value === 'object' && value !== null && (!isList(value) || value.length > 0);

function textsOf(value: Value | undefined): readonly string[] {
  if (value === undefined || value === null || value === '') return [];
  if (isList(value)) return value.flatMap(textsOf);
  return typeof value === 'object' ? [] : [String(value)];
}

const dangerOf = ({ address }: Change, what: Phrase): Danger => ({ kind: 'weaker alerting', address, what });
