import { isList, type Value, type ValueObject } from '../lib/terraform';

/** A deleted or a created resource. */
interface Side {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly values: ValueObject;
}

interface Pair<Of> {
  readonly gone: Of;
  readonly come: Of;
  /** Share of the attributes that are equal, 0 to 1, without those that follow from the name. */
  readonly confidence: number;
}

const least = 0.75;

// computed by the provider, or derived from other attributes
const notCompared = new Set(['id', 'arn', 'tags_all', 'unique_id', 'create_date', 'etag', 'version', 'invoke_arn']);

/** Pairs per type; with more of them, names are not compared, to save time. */
const pairsLookedInto = 10_000;

/** Matches each deleted resource with at most one created resource that may be the same under another name. */
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

/** Attributes as texts, because each resource is compared with many. */
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
 * Share of the common attributes that are equal, weighted by length: different monitors share most of their options, but neither
 * query nor message.
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

/** Ignores attributes that differ only by the resource name. */
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

// Terraform ids use underscores where AWS names use hyphens
const canonical = (text: string) => text.replaceAll('_', '-');

/**
 * Whether a text equals another one with words of the old name replaced by those of the new name: `too_hot_role` →
 * `very_hot_role` replaces `too` by `very`. Not every occurrence has to be replaced.
 */
function followingOn(from: string, to: string): (was: string, is: string) => boolean {
  const [old, now] = [wordsOf(from), wordsOf(to)];
  // an added or removed word keeps a neighbour: `power_on` → `power_is_on` replaces `power` by `power-is`
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
