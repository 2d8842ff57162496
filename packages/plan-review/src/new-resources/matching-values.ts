import { leavesOf } from '../changes/leaves';
import { shortPath } from '../changes/short-path';
import { joined, type Phrase, say, words } from '../phrase';
import type { Change } from '../plan/plan';

/** Maximum length of a value to test. */
const longest = 100;

/** Maximum number of values to name. */
const namedAtMost = 3;

/**
 * Names the matching values that new resources declare, and counts further ones: `domain of okta_app.shop (shop.example.com)`. Tests all
 * values if the declaration is unknown. Empty if no value matches.
 */
export function matchingValues(
  created: readonly Change[],
  matches: (value: string, name: string, type: string) => boolean,
): Phrase {
  const found = created.flatMap((change) =>
    leavesOf(change.declared ?? change.after).flatMap(({ path, values }) => {
      const { address, type } = change;
      const texts = values.filter((value) => typeof value === 'string' && value.length <= longest);
      const value = texts.find((text) => matches(String(text), path.at(-1) ?? '', type));
      return value === undefined ? [] : [say`${shortPath(path)} of ${address} (${{ value: String(value) }})`];
    }),
  );
  const rest = found.length - namedAtMost;
  return joined(rest > 1 ? [...found.slice(0, namedAtMost), words(`${rest} more`)] : found);
}
