import { joined, type Part, type Phrase, words } from './phrase';
import type { Danger, DangerKind } from './rules/rule';

/** Dangers that differ only in the first name: the sentence about the first holds for the others. */
export interface Together {
  readonly kind: DangerKind;
  readonly what: Phrase;
  readonly others: readonly Part[];
}

/** Names shown, including the first. */
const namedAtMost = 3;

/** Groups dangers that say the same about different resources, in order. */
export function together(dangers: readonly Danger[]): readonly Together[] {
  const kept = new Map<string, Together & { readonly others: Part[] }>();
  for (const { kind, what } of dangers) {
    const at = what.findIndex((part) => typeof part !== 'string' && 'code' in part);
    const key = JSON.stringify([kind, what.map((part, place) => (place === at ? '' : part))]);
    const [those, name] = [kept.get(key), what[at]];
    if (those === undefined) kept.set(key, { kind, what, others: [] });
    else if (name !== undefined) those.others.push(name);
  }
  return [...kept.values()];
}

/** `a is deleted, and with it its items; likewise b, c and 14 more`. */
export function inOneLine({ what, others }: Together): Phrase {
  if (others.length === 0) return what;
  const named = others.slice(0, namedAtMost - 1);
  const more = others.length - named.length;
  return [
    ...what,
    '; likewise ',
    ...joined([...named.map((name) => [name]), ...(more > 0 ? [words(`${more} more`)] : [])]),
  ];
}

/** Whether a line leaves out some of the names. */
export const leavesOut = ({ others }: Together): boolean => others.length >= namedAtMost;
