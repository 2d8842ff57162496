/** Formats the path of a value without list items, and only with its ends: `spec…image` for `spec.template.spec.container[api].image`. */
export function shortPath(path: readonly string[]): string {
  const steps = path.filter((step) => !step.startsWith('['));
  const [first = '', ...others] = steps;
  return others.length < 2 ? steps.join('.') : `${first}…${others.at(-1)}`;
}
