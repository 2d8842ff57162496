import { joined, type Phrase, say, words } from '../phrase';

/** Credentials that a caller must present: every listed security scheme, and one of its scopes if the scheme has scopes. */
export type Requirement = ReadonlyMap<string, readonly string[]>;

/**
 * Describes newly accepted callers: `can now be called without app`. Returns undefined if no caller is newly accepted.
 * A caller must meet at least one requirement.
 */
export function gainOf(was: readonly Requirement[], is: readonly Requirement[]): Phrase | undefined {
  const old = merged(was);
  const wider = merged(is).filter((one) => !scopeByScope(one).every((own) => isMetIn(old, own)));
  if (wider.length === 0) return undefined;
  if (wider.some(({ size }) => size === 0)) return words('can be called without authentication');
  return [
    'can now be called ',
    ...joined(
      wider.map((one) => differenceOf(closestTo(one, old), one)),
      'or',
    ),
  ];
}

/**
 * Describes newly rejected callers: `can no longer be called with the scope b`. Returns undefined if no caller is newly
 * rejected, or if all requirements are replaced, which `gainOf` describes.
 */
export function lossOf(was: readonly Requirement[], is: readonly Requirement[]): Phrase | undefined {
  const now = merged(is);
  const isLeft = (own: Requirement) => isMetIn(now, own);
  const stricter = merged(was).filter((one) => !scopeByScope(one).every(isLeft));
  const isOther = !was.flatMap(scopeByScope).some(isLeft) && gainOf(was, is) !== undefined;
  if (stricter.length === 0 || isOther) return undefined;
  if (stricter.some(({ size }) => size === 0)) return words('can no longer be called without authentication');
  const ways = stricter.map((one) => differenceOf(closestTo(one, now), one, { isLoss: true }));
  return ['can no longer be called ', ...joined(ways, 'or')];
}

const isMetIn = (all: readonly Requirement[], one: Requirement) => all.some((other) => isAsStrict(one, other));

/** Merges requirements that differ only in the scopes of one scheme: scheme `p` with scope `a` or `b`. */
function merged(requirements: readonly Requirement[]): readonly Requirement[] {
  const all: Requirement[] = [];
  for (const one of requirements) {
    const at = all.findIndex((other) => isEqual(one, other));
    const equal = all[at];
    if (equal === undefined) all.push(one);
    else all[at] = new Map([...equal].map(([scheme, scopes]) => [scheme, eitherOf(scopes, one.get(scheme) ?? [])]));
  }
  return all;
}

function isEqual(one: Requirement, other: Requirement): boolean {
  const scopesIn = (all: Requirement, scheme: string) => JSON.stringify([...(all.get(scheme) ?? [])].sort());
  const isSame = (scheme: string) => scopesIn(one, scheme) === scopesIn(other, scheme);
  const schemes = [...one.keys()];
  const isOfThose = one.size === other.size && schemes.every((scheme) => other.has(scheme));
  return isOfThose && schemes.filter((scheme) => !isSame(scheme)).length <= 1;
}

const eitherOf = (some: readonly string[], more: readonly string[]): readonly string[] =>
  some.length === 0 || more.length === 0 ? [] : [...new Set([...some, ...more])];

/** Maximum number of scope combinations. A requirement with more combinations is compared as a whole. */
const combinationsAtMost = 1_000;

/** Returns all combinations of one scope per scheme that meet a requirement. */
function scopeByScope(one: Requirement): readonly Requirement[] {
  const ways = [...one].reduce((count, [, scopes]) => count * Math.max(scopes.length, 1), 1);
  if (ways > combinationsAtMost) return [one];
  return [...one].reduce<readonly Requirement[]>(
    (all, [scheme, scopes]) => {
      const each = scopes.length === 0 ? [[]] : scopes.map((scope) => [scope]);
      return all.flatMap((way) => each.map((own) => new Map([...way, [scheme, own]])));
    },
    [new Map()],
  );
}

/**
 * Returns whether every caller that meets the first requirement also meets the second. Source: API Gateway API reference,
 * "Method", `authorizationScopes`: a method can be called "if any method scopes matches a claimed scope in the access token"
 */
const isAsStrict = (one: Requirement, other: Requirement): boolean =>
  [...other].every(([scheme, scopes]) => {
    const own = one.get(scheme);
    if (own === undefined) return false;
    return scopes.length === 0 || (own.length > 0 && own.every((scope) => scopes.includes(scope)));
  });

/** Returns the requirement that shares the most schemes with the given requirement. */
function closestTo(one: Requirement, all: readonly Requirement[]): Requirement {
  const shared = (other: Requirement) => [...other.keys()].filter((scheme) => one.has(scheme)).length;
  return [...all].sort((a, b) => shared(b) - shared(a))[0] ?? new Map();
}

/** Formats the difference between two requirements: `without app`, `with the scope read instead of admin`. */
function differenceOf(was: Requirement, is: Requirement, { isLoss = false } = {}): Phrase {
  const [gone, come] = [missingIn(is, was), missingIn(was, is)];
  return joined([
    ...(come.length > 0 ? [say`with ${named(come, 'and')}`] : []),
    ...[...is].flatMap(([scheme, scopes]) => scopesGained(was.get(scheme) ?? [], scopes, isLoss)),
    ...(gone.length > 0 ? [say`without ${named(gone, 'and')}`] : []),
  ]);
}

const missingIn = (other: Requirement, one: Requirement) => [...one.keys()].filter((scheme) => !other.has(scheme));

const named = (names: readonly string[], last: string): Phrase =>
  joined(
    names.map((name) => say`${name}`),
    last,
  );

function scopesGained(was: readonly string[], is: readonly string[], isLoss: boolean): readonly Phrase[] {
  if (was.length === 0) return [];
  const called = (scopes: readonly string[]) => say`${[scopes.length > 1 ? 'scopes' : 'scope']} ${named(scopes, 'or')}`;
  if (is.length === 0) return [say`without the ${called(was)}`];
  const come = is.filter((scope) => !was.includes(scope));
  if (come.length === 0) return [];
  if (isLoss) return [say`with the ${called(come)}`];
  const kept = was.filter((scope) => is.includes(scope));
  const otherScopes = kept.length > 0 ? say`as well as ${named(kept, 'or')}` : say`instead of ${named(was, 'or')}`;
  return [say`with the ${called(come)} ${otherScopes}`];
}
