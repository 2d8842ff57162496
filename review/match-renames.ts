import { isList, type Value, type ValueObject } from '../lib/terraform';

/** A resource that goes, or one that comes. */
interface Side {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly values: ValueObject;
}

interface Pair<Of> {
  readonly gone: Of;
  readonly come: Of;
  /** Which part of their attributes are the same, 0 to 1, without those that say the name. */
  readonly confidence: number;
}

const least = 0.75;

// what a provider works out, or what follows from others
const notCompared = new Set(['id', 'arn', 'tags_all', 'unique_id', 'create_date', 'etag', 'version', 'invoke_arn']);

/** Of one type; where there are more pairs, it is not asked what follows from a name: nobody would read them one by one. */
const pairsLookedInto = 10_000;

/** Pairs of one that goes and one that comes that may be one resource under two names, each in one pair at most. */
export function matchRenames<Of extends Side>(gone: readonly Of[], come: readonly Of[]): readonly Pair<Of>[] {
  const pairs = [...new Set(gone.map(({ type }) => type))].flatMap((type) => {
    const [ones, others] = [gone, come].map((all) => all.filter((side) => side.type === type));
    return pairsOfType(ones ?? [], others ?? []);
  });
  const taken = new Set<Of>();
  return pairs
    .sort((a, b) => b.confidence - a.confidence || compare(a.gone.address, b.gone.address))
    .filter((pair) => {
      if (taken.has(pair.gone) || taken.has(pair.come)) return false;
      taken.add(pair.gone).add(pair.come);
      return true;
    });
}

function pairsOfType<Of extends Side>(gone: readonly Of[], come: readonly Of[]): readonly Pair<Of>[] {
  const likeness = gone.length * come.length > pairsLookedInto ? plainLikeness : likenessButForNames;
  const [ones, others] = [gone, come].map((all) => all.map((side) => ({ side, looked: lookedAt(side) })));
  return (ones ?? []).flatMap((one) =>
    (others ?? []).flatMap((other): Pair<Of>[] => {
      const confidence = likeness(one.looked, other.looked);
      return confidence < least ? [] : [{ gone: one.side, come: other.side, confidence }];
    }),
  );
}

/** Attribute by attribute as text, for one is compared with many. */
interface LookedAt {
  readonly name: string;
  readonly texts: ReadonlyMap<string, string>;
}

function lookedAt({ name, values }: Side): LookedAt {
  const compared = Object.entries(values).filter(([key, value]) => !notCompared.has(key) && !isNothing(value));
  return { name, texts: new Map(compared.map(([key, value]) => [key, JSON.stringify(value)])) };
}

export const compare = (a: string, b: string) => (a < b ? -1 : Number(a > b));

/**
 * Of the attributes that both sides have, the part that is the same, each weighed by its length: two monitors share most of
 * their switches, and neither query nor message.
 */
function plainLikeness({ texts: old }: LookedAt, { texts: now }: LookedAt): number {
  let [both, same] = [0, 0];
  for (const [key, text] of now) {
    const was = old.get(key);
    if (was !== undefined) both += text.length;
    if (was === text) same += text.length;
  }
  return both === 0 ? 0 : same / both;
}

/** One that would be the same with the other name in it speaks neither for nor against: that follows from the name. */
function likenessButForNames(gone: LookedAt, come: LookedAt): number {
  const follows = followingOn(gone.name, come.name);
  const follow = [...come.texts].filter(([key, is]) => {
    const was = gone.texts.get(key);
    return was !== undefined && was !== is && follows(was, is);
  });
  const names = new Set(follow.map(([key]) => key));
  const others = new Map([...come.texts].filter(([key]) => !names.has(key)));
  const isAllName = follow.length > 0 && ![...others.keys()].some((key) => gone.texts.has(key));
  return isAllName ? 1 : plainLikeness(gone, { ...come, texts: others });
}

const isNothing = (value: Value | undefined) =>
  value === null ||
  value === undefined ||
  value === '' ||
  (typeof value === 'object' && isList(value) && value.length === 0);

// an id of Terraform has underscores where AWS likes hyphens
const canonical = (text: string) => text.replaceAll('_', '-');

/**
 * Whether a text is what another becomes where the words of the new name take the place of the old ones: `too_hot_role` →
 * `very_hot_role` turns `too` into `very`. Not at every place: what else has such a word in it keeps it.
 */
function followingOn(from: string, to: string): (was: string, is: string) => boolean {
  const [old, now] = [wordsOf(from), wordsOf(to)];
  // a word that only comes, or only goes, stands beside one that stays: `power_on` → `power_is_on` turns `power` into `power-is`
  const isLeft = () => Math.min(old.length, now.length) > 1;
  while (isLeft() && old.at(-1) === now.at(-1)) for (const words of [old, now]) words.pop();
  while (isLeft() && old[0] === now[0]) for (const words of [old, now]) words.shift();
  const [word, other] = [old.join('-'), now.join('-')];
  const place = new RegExp(`(?<![A-Za-z0-9])${word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?![A-Za-z0-9])`);
  return (was, is) => {
    const [before, after] = [canonical(was), canonical(is)];
    if (!before.includes(word)) return before === after;
    const [start = '', ...pieces] = before.split(place);
    if (!after.startsWith(start)) return false;
    let at = start.length;
    for (const piece of pieces) {
      const found = [other, word].find((one) => after.startsWith(one + piece, at));
      if (found === undefined) return false;
      at += found.length + piece.length;
    }
    return at === after.length;
  };
}

const wordsOf = (name: string) => name.split(/[_-]/);
