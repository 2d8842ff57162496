import { equal, isList, isObject, type Value } from '@himeshima/terraform-json';
import { matchItems } from '../difference/match-items';
import { secret } from './spans';

/** Replacement for a changed secret. It is not confidential that a secret changed. */
export const anotherSecret = '«another secret»';

/** Value before the change, unmasked and masked. */
export interface Earlier {
  readonly value: Value;
  readonly masked: Value | undefined;
}

/** Returns the earlier value of a property or list item. */
export const earlierAt = ({ value, masked }: Earlier, step: string, shown = step): Earlier | undefined =>
  earlier(at(value, step), masked, shown);

const earlier = (value: Value | undefined, masked: Value | undefined, step: string): Earlier | undefined =>
  value === undefined ? undefined : { value, masked: masked === undefined ? undefined : at(masked, step) };

/** Maximum number of pairs to compare. Longer lists are paired by position. */
const pairsAtMost = 4_000_000;

/** Returns the earlier value of each item, matched as in the review. Undefined for new and unchanged items. */
export function earlierItems(list: readonly Value[], { value, masked }: Earlier): readonly (Earlier | undefined)[] {
  if (!isList(value)) return [];
  if (value.length * list.length > pairsAtMost)
    return list.map((_, place) => earlier(value[place], masked, String(place)));
  const places = new Map(value.map((item, place) => [item, String(place)]));
  const pairs = matchItems(value, list).flatMap(({ before, after }) =>
    before === undefined || after === undefined ? [] : [[after, before] as const],
  );
  const befores = new Map(pairs);
  return list.map((item) => {
    const before = befores.get(item);
    return before === undefined ? undefined : earlier(before, masked, places.get(before) ?? '');
  });
}

/** Returns the replacement for a secret. A changed secret has a different replacement. */
export const hidden = (value: Value, other: Earlier | undefined): string =>
  other?.masked !== secret || equal(value, other.value) ? secret : anotherSecret;

export function at(value: Value, step: string): Value | undefined {
  if (isList(value)) return value[Number(step)];
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}
