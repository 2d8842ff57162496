import { summarizeDanger, withoutLongEnding } from './danger-summary';
import { type DangerGroup, groupDangers } from './group-dangers';
import { capitalized, clipped, counted, joined, lengthOfPhrase, type Part, type Phrase, words } from './phrase';
import type { Action, Plan } from './plan/plan';
import { typeIn } from './plan/resource-id';
import { labelOf } from './resource-labels';
import type { Danger } from './rules/rule';

/** Maximum number of dangers in the headline, and number of dangers that it describes completely. The list of dangers contains all of them. */
const shownAtMost = { ofMany: 3, whole: 4 } as const;

/**
 * Maximum length of a danger in the headline, if there is only one danger and if there are several, of more than two dangers, and of many
 * dangers. The worst danger is always shown.
 */
const longest = { only: 240, each: 180, few: 380, many: 300 } as const;

/** Dangers in the headline, and the addresses of the resources whose change they describe. */
interface WorstDangers {
  readonly phrase: Phrase;
  readonly covered: ReadonlySet<string>;
}

/** Beginning of the headline, before the dangers. */
interface HeadlineStart {
  /** Number of characters. */
  readonly used?: number;
  /** Addresses of the resources that it says are replaced. */
  readonly stated?: ReadonlySet<string>;
}

/**
 * Describes the worst dangers, of different kinds if possible, and lists the kinds of the others:
 * `Data loss: …; outage: …; and 3 more dangers (broader access)`.
 */
export function worstDangers(
  { changes }: Plan,
  dangers: readonly Danger[],
  { used = 0, stated = new Set() }: HeadlineStart = {},
): WorstDangers {
  const all = groupDangers(dangers);
  const isStated = (group: DangerGroup) =>
    group.kind === 'outage' && isAboutRemoval(group) && group.addresses.every((address) => stated.has(address));
  const unstated = all.filter((group) => !isStated(group));
  const groups = unstated.length > 0 ? unstated : all;
  const most = groups.length === 1 ? longest.only : longest.each;
  const described = ofDifferentKinds(groups).map((group) => ({
    group,
    text: withReplacedValue(group, closed(clipped(withoutLongEnding(summarizeDanger(group.what), most), most)), most),
  }));
  const fitting = groups.length > 2 ? firstFitting(described, { used, total: groups.length }) : described;
  const [shown, texts] = [fitting.map(({ group }) => group), fitting.map(({ text }) => text)];
  const sentences = shown.flatMap((group, at): Phrase => {
    const label = group.kind === shown[at - 1]?.kind ? [] : [`${group.kind}: `];
    return [...(at > 0 ? ['; '] : []), ...label, ...(texts[at] ?? []), ...sameForOthers(group)];
  });
  const left = groups.filter((group) => !shown.includes(group));
  const addressesOf = (...actions: readonly Action[]) =>
    new Set(changes.flatMap(({ address, action }) => (actions.includes(action) ? [address] : [])));
  const [removed, created] = [addressesOf('delete', 'replace'), addressesOf('create')];
  return {
    phrase: capitalized(left.length > 0 ? [...sentences, ...others(left, shown)] : sentences),
    covered: new Set([
      ...shown.flatMap((group) =>
        isAboutRemoval(group) ? group.addresses : group.addresses.filter((one) => !removed.has(one)),
      ),
      // a danger also describes the new resource that may be a deleted resource with a new name
      ...texts
        .flat()
        .flatMap((part) => (typeof part === 'object' && 'code' in part && created.has(part.code) ? [part.code] : [])),
    ]),
  };
}

/** Adds the value because of which a resource is replaced: `a is replaced because location changes (centralus → eastus2)`. */
function withReplacedValue({ replacedValue }: DangerGroup, text: Phrase, most: number): Phrase {
  const last = text.at(-1);
  if (replacedValue === undefined || typeof last !== 'string' || !last.endsWith(' changes')) return text;
  const whole = [...text, ' (', ...replacedValue, ')'];
  return lengthOfPhrase(whole) <= most ? whole : text;
}

interface DescribedGroup {
  readonly group: DangerGroup;
  readonly text: Phrase;
}

/** Returns the dangers that fit in the headline, and always the first. The first danger of each kind takes precedence. */
function firstFitting(
  described: readonly DescribedGroup[],
  { used, total }: { readonly used: number; readonly total: number },
): readonly DescribedGroup[] {
  let left = (described.length < total ? longest.many : longest.few) - used / 2;
  const isFirstOfKind = ({ group }: DescribedGroup) =>
    described.find((other) => other.group.kind === group.kind)?.group === group;
  const [firsts, others] = [described.filter(isFirstOfKind), described.filter((one) => !isFirstOfKind(one))];
  const fitting = new Set(
    [...firsts, ...others].filter(({ text }, at) => {
      const isFitting = at === 0 || lengthOfPhrase(text) <= left;
      if (isFitting) left -= lengthOfPhrase(text);
      return isFitting;
    }),
  );
  return described.filter((one) => fitting.has(one));
}

/** Counts the dangers that the headline does not describe, and lists their kinds: `; and 3 more dangers (outage, more messages)`. */
function others(left: readonly DangerGroup[], shown: readonly DangerGroup[]): Phrase {
  const named = new Set(shown.map(({ kind }) => kind));
  const kinds = [...new Set(left.map(({ kind }) => kind))];
  const isNew = kinds.some((kind) => !named.has(kind));
  const count = left.reduce((sum, { addresses }) => sum + addresses.length, 0);
  return words(`; and ${counted(count, 'more danger')}${isNew ? ` (${kinds.join(', ')})` : ''}`);
}

/** Returns the first dangers of the worst kinds and, if there are fewer kinds than places, further dangers of these kinds. */
function ofDifferentKinds(groups: readonly DangerGroup[]): readonly DangerGroup[] {
  const first = groups.filter(({ kind }, at) => groups.findIndex((other) => other.kind === kind) === at);
  const others = groups.filter((group) => !first.includes(group));
  const most = groups.length <= shownAtMost.whole ? shownAtMost.whole : shownAtMost.ofMany;
  const chosen = new Set([...first, ...others].slice(0, most));
  return groups.filter((group) => chosen.has(group));
}

/** Closes a parenthesis whose end was cut off. */
function closed(phrase: Phrase): Phrase {
  const fixed = phrase.filter((part) => typeof part === 'string').join('');
  return fixed.split('(').length > fixed.split(')').length ? [...phrase, ')'] : phrase;
}

/** Returns whether a danger says that the plan deletes or replaces the resource. */
const isAboutRemoval = ({ what }: DangerGroup): boolean =>
  what.some(
    (part) =>
      typeof part === 'string' &&
      /\b(?:is (?:archived|deleted|replaced|removed)|can(?:not)? be deleted|moves from)\b/.test(part),
  );

/** Maximum number of further resources with the same danger to name, and maximum length of their names. */
const othersAtMost = { count: 3, length: 100 } as const;

/** Names the other resources with the same danger, or counts them. */
function sameForOthers({ others, addresses }: DangerGroup): Phrase {
  if (others.length === 0) return [];
  const [first = ''] = addresses;
  const [type = '', ...mixed] = new Set(addresses.map(typeIn));
  const noun = mixed.length > 0 ? 'resource' : labelOf(type);
  const named = joined(others.map((one) => [keyIfInstance(one, first)]));
  const isShort =
    others.length === 1 || (others.length <= othersAtMost.count && lengthOfPhrase(named) <= othersAtMost.length);
  return [' (the same applies to ', ...(isShort ? named : words(counted(others.length, `more ${noun}`))), ')'];
}

/** Shortens the address of another instance of the same declaration to its key: `["b"]`. */
function keyIfInstance(part: Part, first: string): Part {
  if (typeof part !== 'object' || !('code' in part)) return part;
  const declaration = withoutLastKey(first);
  const isInstance = declaration !== first && withoutLastKey(part.code) === declaration;
  return isInstance ? { ...part, code: part.code.slice(declaration.length) } : part;
}

const withoutLastKey = (address: string): string => address.replace(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]$/, '');
