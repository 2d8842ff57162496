import { joined, type Phrase, say, words } from '../phrase';
import type { Review } from '../review';

export const dependentsTitle = 'Changes with what it refers to';

/** `a is replaced with b: its event_source_arn refers to it`, a line each. */
export const dependentsInWords = ({ dependents }: Review): readonly Phrase[] =>
  dependents.map(({ address, attributes, refersTo, isReplaced }) => {
    const [its, those] = [attributes, refersTo].map((all) => joined(all.map((one) => say`${one}`)));
    const refers = `${attributes.length === 1 ? 'refers' : 'refer'} to ${refersTo.length === 1 ? 'it' : 'them'}`;
    return say`${address} ${words(isReplaced ? 'is replaced' : 'changes')} with ${those ?? []}: its ${its ?? []} ${words(refers)}`;
  });

/** `; 4 more change with what they refer to`, behind what is counted, those that are replaced, too; nothing where none does. */
export function dependentsCounted({ dependents }: Review): string {
  const count = dependents.filter(({ isReplaced }) => !isReplaced).length;
  if (count === 0) return '';
  return `; ${count} more ${count === 1 ? 'changes with what it refers to' : 'change with what they refer to'}`;
}
