import { isList, isObject, type Value } from '@himeshima/terraform-json';
import { documentIn } from '../plan/json-documents';
import { mutesOtherTimes } from './muted-times';
import { containsNetwork, containsOpenNetwork } from './open-network';
import type { Condition } from './row';

/** Values of an attribute, one for each block. A block without the attribute contributes undefined. */
export type Occurrences = readonly (Value | undefined)[];

/** Returns the values at a path: one value for each block in a list of blocks. Parses JSON strings as blocks. */
export function occurrencesAt(value: Value, path: readonly string[]): Occurrences {
  const [step, ...rest] = path;
  if (step === undefined) return [value];
  if (isList(value)) return value.flatMap((block) => occurrencesAt(block, path));
  const block = documentIn(value) ?? value;
  if (isList(block)) return occurrencesAt(block, path);
  if (!isObject(block)) return [];
  const inside = Object.hasOwn(block, step) ? block[step] : undefined;
  if (rest.length === 0) return [inside];
  return inside === undefined || inside === null ? [] : occurrencesAt(inside, rest);
}

/** Returns whether a change makes the condition true. */
export function becomesTrue(condition: Condition, before: Occurrences, after: Occurrences): boolean {
  switch (condition.is) {
    case 'one of':
      return rises(before, after, isOneOf(condition.values));
    case 'open network':
      return rises(before, after, containsOpenNetwork);
    case 'contains':
      return timesIn(after, condition.text) > timesIn(before, condition.text);
    case 'no longer contains':
      return timesIn(after, condition.text) < timesIn(before, condition.text);
    case 'not one of':
      return isLost(before, after, isOneOf(condition.values));
    case 'removed':
      return isLost(before, after, (value) => !isEmpty(value));
    case 'fewer':
      return itemsIn(after).filter(isOn).length < itemsIn(before).filter(isOn).length;
    case 'more':
      return itemsIn(after).length > itemsIn(before).length;
    case 'lost item': {
      const left = new Set(itemsIn(after).map(textOf));
      return left.size > 0 && itemsIn(before).some((item) => !left.has(textOf(item)));
    }
    case 'longer':
      return itemsIn(before).length > 0 && itemsIn(after).length > itemsIn(before).length;
    case 'lost address': {
      const left = itemsIn(after).map(textOf);
      return left.length > 0 && itemsIn(before).some((item) => !left.some((one) => isSameAddress(textOf(item), one)));
    }
    case 'lost network': {
      const left = itemsIn(after).map(textOf);
      return left.length > 0 && itemsIn(before).some((item) => !left.some((one) => containsNetwork(one, textOf(item))));
    }
    case 'earlier':
      return latest(before) > latest(after);
    case 'later':
      return latest(before) < latest(after);
    case 'other times':
      return mutesOtherTimes(itemsIn(before), itemsIn(after));
    case 'lower':
    case 'halved':
    case 'higher':
      return numbersChange(condition, before, after);
    case 'lower rank':
      return worst(condition.ranks, after, Math.min) < worst(condition.ranks, before, Math.min);
    case 'higher rank':
      return worst(condition.ranks, after, Math.max) > worst(condition.ranks, before, Math.max);
  }
}

/** Returns whether a new resource has a dangerous value. Conditions that compare two values apply only to changes. */
export const isTrueOf = (condition: Condition, after: Occurrences): boolean =>
  /^(?:one of|open network|more|contains)$/.test(condition.is) && becomesTrue(condition, [], after);

/** Returns whether a value is dangerous by itself, even if a new resource with this value is common. */
export const isDangerousValue = (condition: Condition, value: Value): boolean =>
  condition.is === 'not one of' ? !isOneOf(condition.values)(value) : isTrueOf(condition, [value]);

/** Returns whether a value is missing or contains nothing. */
export const isEmpty = (value: Value | undefined): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0);

const textOf = (value: Value | undefined): string =>
  (typeof value === 'object' ? JSON.stringify(value) : String(value)).toLowerCase();

/** Returns whether two URLs are equal, or differ only because the second one uses HTTPS and its port. */
function isSameAddress(one: string, other: string): boolean {
  if (one === other) return true;
  if (![one, other].every((text) => URL.canParse(text))) return false;
  const [was, is] = [new URL(one), new URL(other)];
  return (
    was.protocol === 'http:' && is.protocol === 'https:' && was.hostname === is.hostname && was.pathname === is.pathname
  );
}

function isOneOf(values: readonly string[]): (value: Value | undefined) => boolean {
  const known = new Set(values.map((value) => value.toLowerCase()));
  const test = (value: Value | undefined): boolean =>
    value !== undefined && value !== null && (isList(value) ? value.some(test) : known.has(textOf(value)));
  return test;
}

const countOf = (values: Occurrences, test: (value: Value | undefined) => boolean) => values.filter(test).length;

const rises = (before: Occurrences, after: Occurrences, isBad: (value: Value | undefined) => boolean) =>
  countOf(after, isBad) > countOf(before, isBad);

/** Returns how often a text occurs in the values. */
const timesIn = (values: Occurrences, text: string): number =>
  values.reduce<number>((sum, value) => sum + textOf(value).split(text.toLowerCase()).length - 1, 0);

/** Returns whether fewer blocks have a good value. The removal of a whole block counts only if no block remains. */
function isLost(before: Occurrences, after: Occurrences, isGood: (value: Value | undefined) => boolean): boolean {
  const [was, is] = [countOf(before, isGood), countOf(after, isGood)];
  return is < was && (after.length === 0 || after.length - is > before.length - was);
}

const itemsIn = (values: Occurrences): readonly Value[] =>
  // providers store 0 for an unset number or id
  values.flatMap((value) =>
    value === undefined || value === 0 || value === '0' || isEmpty(value) ? [] : isList(value) ? value : [value],
  );

/** Returns whether a block is not switched off. */
const isOn = (item: Value): boolean => !isObject(item) || (item['disabled'] !== true && item['enabled'] !== false);

/** Returns whether a number falls, halves or rises. Compares sorted numbers, so the order of blocks does not matter. */
function numbersChange(
  { is, isUnlimitedIfUnset, isUnlimitedAtZero }: Extract<Condition, { is: 'lower' | 'halved' | 'higher' }>,
  before: Occurrences,
  after: Occurrences,
): boolean {
  const unset = isUnlimitedIfUnset === true ? Number.POSITIVE_INFINITY : Number.NaN;
  const [was, now] = [before, after].map((values) =>
    (values.length === 0 ? [unset] : values.map((value) => numberOf(value, unset)))
      .map((number) => (number === 0 && isUnlimitedAtZero === true ? Number.POSITIVE_INFINITY : number))
      .sort((a, b) => a - b),
  );
  if (was === undefined || now === undefined || was.length !== now.length) return false;
  return now.some((number, at) => {
    const old = was[at] ?? Number.NaN;
    if (is === 'higher') return number > old;
    return is === 'lower' ? number < old : old > 0 && number <= old / 2;
  });
}

const secondsOf: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };

/**
 * Converts a value to a number, because some providers store numbers as text. Converts durations such as `1h30m` to seconds.
 * Returns `unset` for any other value.
 */
export function numberOf(value: Value | undefined, unset = Number.NaN): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.length > 40) return unset;
  if (/^-?\d+(?:\.\d+)?$/.test(value)) return Number(value);
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[smhdw]))+$/.test(value)) return unset;
  const parts = [...value.matchAll(/([\d.]+)(ms|[smhdw])/g)];
  return parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (secondsOf[unit] ?? 0), 0);
}

/** Returns the latest date and time in milliseconds since the epoch. */
const latest = (values: Occurrences): number => Math.max(...values.map((value) => Date.parse(String(value))));

/** Returns the worst rank of the values. Ignores values that have no rank. */
function worst(ranks: readonly string[], values: Occurrences, choose: (...numbers: number[]) => number): number {
  const lower = ranks.map((rank) => rank.toLowerCase());
  const all = itemsIn(values)
    .map((value) => lower.indexOf(textOf(value)))
    .filter((rank) => rank >= 0);
  return all.length === 0 ? Number.NaN : choose(...all);
}
