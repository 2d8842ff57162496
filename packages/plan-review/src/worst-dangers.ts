import { summarizeDanger, withoutLongParenthesis } from './danger-summary';
import { type DangerGroup, groupDangers } from './group-dangers';
import { capitalized, clipped, counted, type Phrase } from './phrase';
import type { Action, Plan } from './plan/plan';
import type { Danger } from './rules/rule';

/** Maximum number of dangers in the headline. The list of dangers contains all of them. */
const shownAtMost = 3;

/** Maximum length of a danger in the headline: if there is only one danger, and if there are several. */
const longest = { only: 240, each: 180 } as const;

/** Dangers in the headline, and the addresses of the resources whose change they describe. */
interface WorstDangers {
  readonly phrase: Phrase;
  readonly covered: ReadonlySet<string>;
}

/** Describes the worst dangers, of different kinds if possible: `Data loss: …; outage: …; and 3 more dangers`. */
export function worstDangers({ changes }: Plan, dangers: readonly Danger[]): WorstDangers {
  const groups = groupDangers(dangers);
  const shown = ofDifferentKinds(groups);
  const most = groups.length === 1 ? longest.only : longest.each;
  const texts = shown.map(({ what }) => closed(clipped(withoutLongParenthesis(summarizeDanger(what), most), most)));
  const sentences = shown.flatMap((group, at): Phrase => {
    const label = group.kind === shown[at - 1]?.kind ? [] : [`${group.kind}: `];
    return [...(at > 0 ? ['; '] : []), ...label, ...(texts[at] ?? []), ...sameForOthers(group)];
  });
  const left = groups.length - shown.length;
  const addressesOf = (...actions: readonly Action[]) =>
    new Set(changes.flatMap(({ address, action }) => (actions.includes(action) ? [address] : [])));
  const [removed, created] = [addressesOf('delete', 'replace'), addressesOf('create')];
  return {
    phrase: capitalized(left > 0 ? [...sentences, `; and ${counted(left, 'more danger')}`] : sentences),
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

/** Returns the first dangers of the worst kinds and, if there are fewer kinds than places, further dangers of these kinds. */
function ofDifferentKinds(groups: readonly DangerGroup[]): readonly DangerGroup[] {
  const first = groups.filter(({ kind }, at) => groups.findIndex((other) => other.kind === kind) === at);
  const others = groups.filter((group) => !first.includes(group));
  const chosen = new Set([...first, ...others].slice(0, shownAtMost));
  return groups.filter((group) => chosen.has(group));
}

/** Closes a parenthesis whose end was cut off. */
function closed(phrase: Phrase): Phrase {
  const fixed = phrase.filter((part) => typeof part === 'string').join('');
  return fixed.split('(').length > fixed.split(')').length ? [...phrase, ')'] : phrase;
}

/** Returns whether a danger says that the resource is deleted or replaced. */
const isAboutRemoval = ({ what }: DangerGroup): boolean =>
  what.some((part) => typeof part === 'string' && /\bis (?:deleted|replaced|removed)\b/.test(part));

const sameForOthers = ({ others: { length } }: DangerGroup): Phrase =>
  length === 0 ? [] : [` (the same applies to ${counted(length, 'more resource')})`];
