import { leavesIn } from '../changes/leaves';
import { shortPath } from '../changes/short-path';
import { joined, type Phrase, say, words } from '../phrase';
import type { Change } from '../plan/plan';

/** Maximum length of a placeholder. */
const longest = 60;

/**
 * Matches values that an author probably meant to replace: texts such as `CHANGE_ME` or `<your-domain>`, and names that RFC 2606 and
 * RFC 6761 reserve for documentation.
 */
const placeholder =
  /\b(?:change[-_ ]?me|replace[-_ ]?me|fix[-_ ]?me|your[-_](?:[a-z]+[-_])?(?:domain|account|project|bucket|key|email|org|organization|name|id))\b|^<[a-z][a-z_ -]*>$|(?:^|[@./])example\.(?:com|net|org)(?![\w.-]*\w)/i;

/** Maximum number of resources with placeholders to name. */
const placeholdersAtMost = 3;

/** Names the new values that look like placeholders. */
export function placeholders(created: readonly Change[]): readonly Phrase[] {
  const found = created.flatMap(({ address, after, declared }) =>
    leavesIn([declared ?? after]).flatMap(({ path, values }) => {
      const value = values.find((one) => typeof one === 'string' && one.length <= longest && placeholder.test(one));
      return value === undefined ? [] : [say`${shortPath(path)} of ${address} (${{ value: String(value) }})`];
    }),
  );
  if (found.length === 0) return [];
  const rest = found.length - placeholdersAtMost;
  const shown = rest > 1 ? [...found.slice(0, placeholdersAtMost), words(`${rest} more`)] : found;
  return [['probably a placeholder: ', ...joined(shown)]];
}
