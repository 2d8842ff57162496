import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';

/**
 * Returns whether intervals during which alerts are muted include a time that the previous intervals do not include. Takes intervals in the form
 * of Grafana and Alertmanager. Source: Prometheus docs, Alertmanager "Configuration", "time_interval"
 */
export function mutesOtherTimes(before: readonly Value[], after: readonly Value[]): boolean {
  const [old, now] = [before.filter(isObject), after.filter(isObject)];
  return now.some((interval) => !old.some((one) => isWithin(interval, one)));
}

/** Returns whether one interval is part of another. An empty condition includes every time. */
const isWithin = (inner: ValueObject, outer: ValueObject): boolean =>
  [...new Set([...Object.keys(inner), ...Object.keys(outer)])].every((name) => {
    const [within, around] = [inner[name], outer[name]].map(itemsOf);
    if (within === undefined || around === undefined || around.length === 0) return true;
    return within.length > 0 && within.every((item) => around.some((one) => isPartOf(item, one)));
  });

const itemsOf = (value: Value | undefined): readonly Value[] =>
  value === undefined || value === null || value === '' ? [] : isList(value) ? value : [value];

function isPartOf(inner: Value, outer: Value): boolean {
  const [[from, to], [start, end]] = [rangeOf(inner), rangeOf(outer)];
  return Number.isNaN(from) || Number.isNaN(start)
    ? JSON.stringify(inner) === JSON.stringify(outer)
    : from >= start && to <= end;
}

type Range = readonly [from: number, to: number];

/** Parses a range: `{start: "01:00", end: "07:00"}`, `monday:friday`, `1:7` or `may`. Not-a-number for other values. */
function rangeOf(value: Value): Range {
  if (isObject(value)) return [minuteOf(value['start']), minuteOf(value['end'])];
  const [from = '', to = from] = String(value).toLowerCase().split(':');
  const [start, end] = [positionOf(from), positionOf(to)];
  // a range such as -3:-1 counts from the end of the month, and a range such as sunday:monday begins in the week before
  return start < 0 || end < start ? [Number.NaN, Number.NaN] : [start, end];
}

function minuteOf(value: Value | undefined): number {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(String(value)) ?? [];
  return 60 * Number(hours) + Number(minutes);
}

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const months = 'january february march april may june july august september october november december'.split(' ');

function positionOf(name: string): number {
  const position = Math.max(weekdays.indexOf(name), months.indexOf(name) + 1 || -1);
  return position >= 0 ? position : Number(name);
}
