import type { Value } from '@himeshima/terraform-json';
import { type Phrase, say } from '../phrase';
import type { Plan } from '../plan/plan';
import { isUnknownAt, valueAt } from '../plan/value-at';
import { changedIn } from '../renames';
import type { Danger, DangerKind } from './rule';

/** Setting that switches a feature of a resource on or off. */
export interface Switch {
  /** Path of the setting, which may include blocks: `point_in_time_recovery`, `enabled`. */
  readonly path: readonly string[];
  /** Returns whether a value means off. An unset attribute is undefined or null. */
  readonly isOff: (value: Value | undefined) => boolean;
  /** Consequence, as a phrase to append to the resource address: `is no longer encrypted`. */
  readonly off: string;
}

/** Reports settings that a plan switches off. */
export const switchedOff = (
  plan: Plan,
  kind: DangerKind,
  of: (type: string) => readonly Switch[] | undefined,
): readonly Danger[] =>
  changedIn(plan).flatMap((change) =>
    (of(change.type) ?? []).flatMap(({ path, isOff, off }): Danger[] => {
      if (isOff(valueAt(change.before, path)) || !isOff(valueAt(change.after, path)) || isUnknownAt(change, path))
        return [];
      const { address } = change;
      const attribute = path.join('.');
      const value = valueText(valueAt(change.after, path));
      return [{ kind, address, attribute, what: say`${address} ${[off]} (${attribute}${value})` }];
    }),
  );

/** Maximum length of a value to show. */
const longest = 40;

/** Formats the value of a switch: `: public`. Empty for blocks, and for a switch that is not set. */
const valueText = (value: Value | undefined): Phrase =>
  isNothing(value) || typeof value === 'object' || String(value).length > longest
    ? []
    : say`: ${{ value: String(value) }}`;

const isNothing = (value: Value | undefined) => value === undefined || value === null || value === '';

/** Creates a switch that is off unless its value is true. */
export const unlessTrue = (path: readonly string[], off: string): Switch => ({
  path,
  isOff: (value) => value !== true && value !== 'true',
  off,
});
/** Creates a switch that is off only if its value is false. An unset switch is on. */
export const whereFalse = (path: readonly string[], off: string): Switch => ({
  path,
  isOff: (value) => value === false || value === 'false',
  off,
});
/** Creates a switch that is off if its value is one of the given values. */
export const whereOneOf = (path: readonly string[], values: readonly (string | number | boolean)[], off: string) => ({
  path,
  isOff: (value: Value | undefined) => values.some((one) => one === value || String(one) === value),
  off,
});
/** Creates a switch that is off unless its value is one of the given values. */
export const unlessOneOf = (path: readonly string[], values: readonly string[], off: string): Switch => ({
  path,
  isOff: (value) => typeof value !== 'string' || !values.includes(value),
  off,
});
/** Creates a switch that is off if the attribute is unset or empty. */
export const unlessSet = (path: readonly string[], off: string): Switch => ({
  path,
  isOff: (value) => isNothing(value) || (typeof value === 'object' && Object.keys(value ?? {}).length === 0),
  off,
});
