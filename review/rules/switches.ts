import type { Value } from '../../lib/terraform';
import { say } from '../phrase';
import type { Plan } from '../plan/plan';
import { isUnknownAt, valueAt } from '../plan/value-at';
import { changedIn } from '../renames';
import type { Danger, DangerKind } from './rule';

/** Something about a resource that can be switched off while it stays. */
export interface Switch {
  /** Inside of blocks: `point_in_time_recovery`, `enabled`. */
  readonly path: readonly string[];
  /** Whether it is off. Undefined stands for a value that is not set, null for one that is gone. */
  readonly isOff: (value: Value | undefined) => boolean;
  /** What of it, behind the address: `is no longer encrypted`. */
  readonly off: string;
}

/** What is on before a plan and off after it: of the switches that `of` gives by resource type. */
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
      return [{ kind, address, what: say`${address} ${[off]} (${path.join('.')})` }];
    }),
  );

const isNothing = (value: Value | undefined) => value === undefined || value === null || value === '';

/** Off where it is anything but true. */
export const unlessTrue = (path: readonly string[], off: string): Switch => ({
  path,
  isOff: (value) => value !== true && value !== 'true',
  off,
});
/** Off where it is false: what is not set is on. */
export const whereFalse = (path: readonly string[], off: string): Switch => ({
  path,
  isOff: (value) => value === false || value === 'false',
  off,
});
/** Off where it is one of these. */
export const whereOneOf = (path: readonly string[], values: readonly (string | number | boolean)[], off: string) => ({
  path,
  isOff: (value: Value | undefined) => values.some((one) => one === value || String(one) === value),
  off,
});
/** Off where it is anything but one of these. */
export const unlessOneOf = (path: readonly string[], values: readonly string[], off: string): Switch => ({
  path,
  isOff: (value) => typeof value !== 'string' || !values.includes(value),
  off,
});
/** Off where it is not set. */
export const unlessSet = (path: readonly string[], off: string): Switch => ({
  path,
  isOff: (value) => isNothing(value) || (typeof value === 'object' && Object.keys(value ?? {}).length === 0),
  off,
});
