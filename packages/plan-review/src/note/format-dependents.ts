import { joined, type Phrase, say, words } from '../phrase';
import type { Review } from '../review';

export const dependentsTitle = 'Indirect changes (through references)';

/** Formats one line for each indirectly changed resource: `a is replaced along with b (referenced in role_arn)`. */
export const formatDependents = ({ dependents }: Review): readonly Phrase[] =>
  dependents.map(({ address, attributes, refersTo, isReplaced }) => {
    const [its, those] = [attributes, refersTo].map((all) => joined(all.map((one) => say`${one}`)));
    return say`${address} ${words(becomes(isReplaced))} along with ${those ?? []} (referenced in ${its ?? []})`;
  });

function becomes(isReplaced: boolean | undefined): string {
  if (isReplaced === undefined) return 'changes or is replaced';
  return isReplaced ? 'is replaced' : 'changes';
}

/** Formats the number of indirect changes: `; 4 more resources change indirectly`. Excludes replacements, which count as direct changes. */
export function dependentsCounted({ dependents }: Review): string {
  const counted = dependents.filter(({ isReplaced }) => isReplaced !== true);
  const isOne = counted.length === 1;
  const changes = isOne ? 'changes indirectly' : 'change indirectly';
  const isOpen = counted.some(({ isReplaced }) => isReplaced === undefined);
  return counted.length === 0
    ? ''
    : `; ${counted.length} more ${isOne ? 'resource' : 'resources'} ${changes}${isOpen ? `, or ${isOne ? 'is' : 'are'} replaced` : ''}`;
}
