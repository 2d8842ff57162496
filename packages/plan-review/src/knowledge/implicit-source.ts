import { isList, type Value, type ValueObject } from '@himeshima/terraform-json';
import type { Change } from '../plan/plan';
import { isUnknownAt } from '../plan/value-at';

/** Attributes that limit the sources of a firewall rule. */
const sources = ['source_ranges', 'source_tags', 'source_service_accounts'];

/**
 * Returns whether a firewall rule names no source of incoming traffic, so that it applies to every address. Versions of the provider
 * before 4 accept such rules, and plan the source ranges as known only after apply. Source: Compute Engine API, firewalls,
 * `sourceRanges`; hashicorp/terraform-provider-google, issue 6789
 */
export function appliesToEverySource(change: Change, side: 'before' | 'after'): boolean {
  const rule = change[side];
  if (change.type !== 'google_compute_firewall' || isEmpty(rule['allow'])) return false;
  if (rule['direction'] === 'EGRESS' || rule['disabled'] === true) return false;
  return sources.every((name) => isEmpty(rule[name]) && (side === 'before' || !isSetLater(change, name)));
}

/** Returns the values of a change, with the network `0.0.0.0/0` if the rule names no source. */
export const withImplicitSource = (change: Change, side: 'before' | 'after'): ValueObject =>
  appliesToEverySource(change, side) ? { ...change[side], source_ranges: ['0.0.0.0/0'] } : change[side];

const isEmpty = (value: Value | undefined): boolean =>
  value === undefined || value === null || value === '' || (isList(value) && value.every(isEmpty));

/** Returns whether an attribute is known only after apply, unless the configuration does not contain it. */
const isSetLater = (change: Change, name: string): boolean =>
  isUnknownAt(change, [name]) && (change.declaredLater === undefined || change.declaredLater.includes(name));
