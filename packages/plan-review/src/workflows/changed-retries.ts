import { isList, isObject } from '@himeshima/terraform-json';
import { type Phrase, say, words } from '../phrase';
import { differs, namedSteps, type StepChange, verbFor } from './step-phrases';
import type { Step, StepPair } from './workflow-steps';

/** Describes changed retries: `2 steps retry up to 10 times`. */
export const changedRetries: StepChange = ({ kept }) => {
  const pairs = kept
    .filter((pair) => differs(pair, 'Retry'))
    .map((pair) => ({ ...pair, before: retriesOf(pair.was), after: retriesOf(pair.is) }));
  const lost = pairs.filter(({ before, after }) => before > 0 && after === 0);
  const others = pairs.filter(({ before, after }) => before === after);
  const numbers = pairs.filter((pair) => !lost.includes(pair) && !others.includes(pair));
  return [
    ...(lost.length > 0 ? [say`${namedSteps(lost)} no longer ${verbFor(lost, 'retries', 'retry')}`] : []),
    ...(numbers.length > 0 ? [changedNumber(numbers)] : []),
    ...(others.length > 0 ? [say`retry settings of ${namedSteps(others)}`] : []),
  ];
};

/** Number of retries if a retrier has no `MaxAttempts`. Source: Amazon States Language, "Retrying after error" */
const defaultRetries = 3;

/** Returns the largest number of retries for any error. */
function retriesOf({ settings }: Step): number {
  const retry = settings['Retry'] ?? null;
  const retriers = (isList(retry) ? retry : []).filter(isObject);
  const numbers = retriers.map(({ MaxAttempts: most }) => (typeof most === 'number' ? most : defaultRetries));
  return numbers.reduce((one, other) => Math.max(one, other), 0);
}

interface ChangedNumber extends StepPair {
  readonly before: number;
  readonly after: number;
}

/** Describes a changed number of retries: `retries up to 10 times instead of 3`. Omits numbers that differ between steps. */
function changedNumber(pairs: readonly ChangedNumber[]): Phrase {
  const [before = 0, ...otherBefore] = new Set(pairs.map((pair) => pair.before));
  const [after = 0, ...otherAfter] = new Set(pairs.map((pair) => pair.after));
  const [steps, verb] = [namedSteps(pairs), verbFor(pairs, 'retries', 'retry')];
  if (otherAfter.length > 0) return say`${steps} ${verb} ${words(comparisonOf(pairs))}`;
  const most = words(after === 1 ? 'once' : `up to ${after} times`);
  if (otherBefore.length > 0) return say`${steps} ${verb} ${most}`;
  if (before === 0) return say`${steps} now ${verb} ${most}`;
  const previous = before === 1 ? 'once' : after === 1 ? `${before} times` : String(before);
  return say`${steps} ${verb} ${most} instead of ${words(previous)}`;
}

function comparisonOf(pairs: readonly ChangedNumber[]): string {
  if (pairs.every(({ before, after }) => after > before)) return 'more often';
  return pairs.every(({ before, after }) => after < before) ? 'less often' : 'a different number of times';
}
