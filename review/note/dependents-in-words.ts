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

/** `; 4 more refer to it and change with it`, behind what is counted; nothing where none does. */
export function dependentsCounted({ dependents }: Review): string {
  const addresses = new Set(dependents.map(({ address }) => address));
  // what is another one by itself
  const causes = new Set(dependents.flatMap(({ refersTo }) => refersTo).filter((one) => !addresses.has(one)));
  const it = causes.size === 1 ? 'it' : 'them';
  if (dependents.length === 0) return '';
  return dependents.length === 1
    ? `; 1 more refers to ${it} and changes with ${it}`
    : `; ${dependents.length} more refer to ${it} and change with ${it}`;
}
