import { withoutBlockNames } from '../plan/block-names';

/** Maximum length of a path that is shown completely, in characters. */
const longest = 30;

/**
 * Formats the path of a value without list items, and a long path only with its ends: `spec…image` for
 * `spec.template.spec.container[api].image`.
 */
export function shortPath(path: readonly string[]): string {
  const steps = withoutBlockNames(path);
  const whole = steps.join('.');
  const [first = '', ...others] = steps;
  return others.length < 2 || whole.length <= longest ? whole : `${first}…${others.at(-1)}`;
}
