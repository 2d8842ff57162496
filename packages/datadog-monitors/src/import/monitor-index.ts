import { firstFree, identifierOf } from './identifiers';

const header = '// Written by datadog-monitors import. Lists every file in this folder that declares monitors.';

/** Returns whether the text of `monitors/index.ts` was generated, and may be replaced. */
export const isGeneratedIndex = (text: string): boolean => text.startsWith(header);

/** Prints `monitors/index.ts`. @param groups files with monitors, without extension */
export function printIndex(groups: readonly string[]): string {
  const sorted = groups.toSorted();
  const used = new Set(['monitors']);
  const names = sorted.map((group) => firstFree(identifierOf(group), used));
  return [
    header,
    ...sorted.map((group, at) => `import * as ${names[at]} from './${group}';`),
    '',
    'export const monitors = [',
    ...names.map((name) => `  ...Object.values(${name}),`),
    '];',
    '',
  ].join('\n');
}
