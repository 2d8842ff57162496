import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { joined, type Phrase, say, words } from '../phrase';
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
    isDowntime(change) && !isTest(change.after)
      ? [dangerOf(change, say`${change.address} silences ${formatSilenced(change.after)}`)]
      : [],
  ),
  ...changedIn(plan).flatMap((change): Danger[] => {
    const [was, is] = [formatSilenced(change.before), formatSilenced(change.after)];
    if (!isDowntime(change) || JSON.stringify(was) === JSON.stringify(is) || onlyEndsEarlier(change)) return [];
    return [dangerOf(change, say`${change.address} silences ${is}; before: ${was}`)];
  }),
];

/** Matches scopes that contain only environments without users. */
const testScope = /^\(*env:(?:dev|development|qa|sandbox|staging|stage|test|testing)(?![\w-])(?!.*\bOR\b)/i;

/** Returns whether a downtime ends, and silences only environments without users. */
const isTest = (values: ValueObject): boolean => {
  const scopes = textsOf(values['scope']);
  return endOf(values) !== undefined && scopes.length > 0 && scopes.some((scope) => testScope.test(scope));
};

/** Returns whether the only relevant change to a downtime is an earlier end. */
function onlyEndsEarlier({ before, after }: Change): boolean {
  const [was, is] = [before, after].map((values) => timeOf(endOf(values)));
  const [silenced, silences] = [before, after].map((values) =>
    JSON.stringify([monitorsText(values), formatRecurrence(values)]),
  );
  return silenced === silences && was !== undefined && is !== undefined && is < was;
}

/** Parses a date, or seconds since the epoch, as milliseconds. Infinity if a downtime does not end. */
function timeOf(end: string | undefined): number {
  if (end === undefined) return Number.POSITIVE_INFINITY;
  return /^\d+$/.test(end) ? 1_000 * Number(end) : Date.parse(end);
}

/** Returns the end of a downtime. Undefined if it does not end. */
const endOf = (values: ValueObject): string | undefined =>
  ['end_date', 'end']
    .flatMap((name) => [...textsOf(valueAt(values, ['one_time_schedule', name])), ...textsOf(values[name])])
    .find((end) => end !== '0');

/** Formats the scope of a downtime: `env:prod, only for monitors matching team:iot, until 2026-12-01`. */
function formatSilenced(values: ValueObject): Phrase {
  const end = endOf(values);
  return [...monitorsText(values), ...(end === undefined ? [] : say`, until ${end}`), ...formatRecurrence(values)];
}

/** Formats the silenced monitors: `env:prod, only for monitors matching team:iot`. */
function monitorsText(values: ValueObject): Phrase {
  const monitors = [
    ...textsOf(valueAt(values, ['monitor_identifier', 'monitor_tags'])),
    ...textsOf(valueAt(values, ['monitor_identifier', 'monitor_id'])),
    ...textsOf(values['monitor_tags']),
    ...textsOf(values['monitor_id']),
  ].filter((one) => one !== '*' && one !== '0');
  return scopeText(textsOf(values['scope']), monitors);
}

function scopeText(scope: readonly string[], monitors: readonly string[]): Phrase {
  const all = (texts: readonly string[]) => joined(texts.map((text) => say`${text}`));
  const isEverywhere = scope.every((one) => one === '*');
  if (isEverywhere && monitors.length > 0) return say`monitors matching ${all(monitors)}`;
  return [
    ...(scope.length === 0 ? ['monitors'] : all(scope)),
    ...(monitors.length === 0 ? [] : say`, only for monitors matching ${all(monitors)}`),
  ];
}

/** Formats the recurrences of a downtime: `, weekly on Monday and Tuesday at 18:00 for 15h`. Empty for a downtime that occurs once. */
function formatRecurrence(values: ValueObject): Phrase {
  const schedule = valueAt(values, ['recurring_schedule', 'recurrence']);
  const each = (schedule !== undefined && isList(schedule) ? schedule : [schedule]).flatMap((one = null): Phrase[] =>
    isObject(one) && typeof one['rrule'] === 'string' ? [recurrenceText(one['rrule'], one)] : [],
  );
  if (each.length > 0) return [', ', ...joined(each)];
  return ['recurring_schedule', 'recurrence'].some((name) => hasItems(values[name])) ? [', recurring'] : [];
}

const frequencies: ReadonlyMap<string | undefined, string> = new Map([
  ['DAILY', 'daily'],
  ['WEEKLY', 'weekly'],
  ['MONTHLY', 'monthly'],
]);

const weekdays: ReadonlyMap<string, string> = new Map([
  ['MO', 'Monday'],
  ['TU', 'Tuesday'],
  ['WE', 'Wednesday'],
  ['TH', 'Thursday'],
  ['FR', 'Friday'],
  ['SA', 'Saturday'],
  ['SU', 'Sunday'],
]);

/** Formats a recurrence rule (RFC 5545). Quotes a rule that is not daily, weekly or monthly, or has other parts. */
function recurrenceText(rule: string, { start = null, duration = null }: ValueObject): Phrase {
  const parts = new Map(
    rule.split(';').map((part): [string, string] => [part.split('=', 1)[0] ?? '', part.replace(/^\w+=/, '')]),
  );
  const frequency = frequencies.get(parts.get('FREQ'));
  const isSimple = [...parts.keys()].every((name) => simpleParts.has(name));
  const days = parts.get('BYDAY')?.split(',') ?? [];
  const [, time = timeIn(parts)] = /T(\d\d:\d\d)/.exec(String(start)) ?? [];
  return [
    ...(frequency === undefined || !isSimple ? say`recurring by ${{ value: rule }}` : words(frequency)),
    ...(days.length > 0 && isSimple
      ? say` on ${joined(days.map((day): Phrase => [{ prose: weekdays.get(day) ?? day }]))}`
      : []),
    ...(time === undefined ? [] : words(` at ${time}`)),
    ...(typeof duration === 'string' ? say` for ${{ prose: duration }}` : []),
  ];
}

const simpleParts: ReadonlySet<string> = new Set(['FREQ', 'BYDAY', 'BYHOUR', 'BYMINUTE', 'BYSECOND']);

function timeIn(parts: ReadonlyMap<string, string>): string | undefined {
  const hour = parts.get('BYHOUR');
  return hour === undefined || !/^\d{1,2}$/.test(hour)
    ? undefined
    : `${hour.padStart(2, '0')}:${(parts.get('BYMINUTE') ?? '0').padStart(2, '0')}`;
}

const hasItems = (value: Value | undefined) =>
  typeof value === 'object' && value !== null && (!isList(value) || value.length > 0);

function textsOf(value: Value | undefined): readonly string[] {
  if (value === undefined || value === null || value === '') return [];
  if (isList(value)) return value.flatMap(textsOf);
  return typeof value === 'object' ? [] : [String(value)];
}

const dangerOf = ({ address }: Change, what: Phrase): Danger => ({ kind: 'weaker alerting', address, what });
