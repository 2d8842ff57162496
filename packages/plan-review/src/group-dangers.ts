import { counted, joined, type Part, type Phrase, words } from './phrase';
import { inPlural } from './plan/replacement-reason';
import type { Danger, DangerKind } from './rules/rule';

/** Dangers that differ only in the resource name. One sentence describes the whole group. */
export interface DangerGroup {
  readonly kind: DangerKind;
  /** Rule of the first danger. */
  readonly rule: string | undefined;
  readonly what: Phrase;
  readonly others: readonly Part[];
  /** Clause about related resources. Empty if the clauses of the resources differ. */
  readonly context: Phrase;
  /** Value because of which the resources are replaced. Undefined if the values differ. */
  readonly replacedValue: Phrase | undefined;
  /** Addresses of all resources in the group. */
  readonly addresses: readonly string[];
  /** Dangers whose names the line of the group omits. */
  readonly unnamed: readonly Danger[];
}

/** Maximum number of resource names to show for a group. */
const namedAtMost = 3;

/**
 * Groups dangers that differ only in the address of the resource, or in the first name if the text does not contain the address.
 * Groups are in the order of their first dangers.
 */
export function groupDangers(dangers: readonly Danger[]): readonly DangerGroup[] {
  const kept = new Map<
    string,
    DangerGroup & {
      readonly others: Part[];
      readonly addresses: string[];
      readonly unnamed: Danger[];
      context: Phrase;
      replacedValue: Phrase | undefined;
    }
  >();
  for (const danger of dangers) {
    const { kind, rule, address, what, context = [], replacedValue } = danger;
    const isNamed = (part: Part) => typeof part !== 'string' && 'code' in part;
    const own = what.findIndex((part) => typeof part !== 'string' && 'code' in part && part.code === address);
    const at = own < 0 ? what.findIndex(isNamed) : own;
    const key = JSON.stringify([kind, what.map((part, place) => (place === at ? '' : part))]);
    const [those, name] = [kept.get(key), what[at]];
    if (those === undefined)
      kept.set(key, { kind, rule, what, others: [], context, replacedValue, addresses: [address], unnamed: [] });
    else if (name !== undefined) {
      if (those.addresses.length >= namedAtMost) those.unnamed.push(danger);
      those.others.push(name);
      those.addresses.push(address);
      if (JSON.stringify(context) !== JSON.stringify(those.context)) those.context = [];
      if (JSON.stringify(replacedValue) !== JSON.stringify(those.replacedValue)) those.replacedValue = undefined;
    }
  }
  return [...kept.values()];
}

/** Formats a group in one line: `a is deleted: its items are lost; the same applies to b, c and 14 more resources`. */
export function inOneLine({ what, others, context }: DangerGroup): Phrase {
  const end = context.length === 0 ? [] : ['; ', ...(others.length === 0 ? context : inPlural(context))];
  if (others.length === 0) return [...what, ...end];
  const named = others.slice(0, namedAtMost - 1);
  const more = others.length - named.length;
  return [
    ...what,
    '; the same applies to ',
    ...joined([...named.map((name) => [name]), ...(more > 0 ? [words(counted(more, 'more resource'))] : [])]),
    ...end,
  ];
}

/** Returns the addresses of the resources that the line of a group names. */
export const namedIn = ({ addresses }: DangerGroup): readonly string[] => addresses.slice(0, namedAtMost);
