import { joined, type Phrase, say, words } from '../phrase';

/** What a caller has to show: every scheme, and of one that has scopes one of them. */
export type Requirement = ReadonlyMap<string, readonly string[]>;

/**
 * What lets in somebody whom nothing let in before; undefined where nothing does: `may now be called without app`. Of the
 * requirements of each side one is enough.
 */
export function gainOf(was: readonly Requirement[], is: readonly Requirement[]): Phrase | undefined {
  const wider = is.filter((one) => !was.some((other) => isAsStrict(one, other)));
  if (wider.length === 0) return undefined;
  if (wider.some(({ size }) => size === 0)) return words('may be called by everybody, without a name');
  return [
    'may now be called ',
    ...joined(
      wider.map((one) => differenceOf(closestTo(one, was), one)),
      'or',
    ),
  ];
}

/**
 * Whether whoever meets a requirement meets the other one, too. API Gateway API reference, "Method", `authorizationScopes`:
 * a method may be called "if any method scopes matches a claimed scope in the access token"
 */
const isAsStrict = (one: Requirement, other: Requirement): boolean =>
  [...other].every(([scheme, scopes]) => {
    const own = one.get(scheme);
    if (own === undefined) return false;
    return scopes.length === 0 || (own.length > 0 && own.every((scope) => scopes.includes(scope)));
  });

/** The one that has most of its schemes. */
function closestTo(one: Requirement, all: readonly Requirement[]): Requirement {
  const shared = (other: Requirement) => [...other.keys()].filter((scheme) => one.has(scheme)).length;
  return [...all].sort((a, b) => shared(b) - shared(a))[0] ?? new Map();
}

/** `without app`, `with the scope read instead of admin`, `with partner and without person`. */
function differenceOf(was: Requirement, is: Requirement): Phrase {
  const [gone, come] = [missingIn(is, was), missingIn(was, is)];
  return joined([
    ...(come.length > 0 ? [say`with ${named(come, 'and')}`] : []),
    ...[...is].flatMap(([scheme, scopes]) => scopesGained(was.get(scheme) ?? [], scopes)),
    ...(gone.length > 0 ? [say`without ${named(gone, 'and')}`] : []),
  ]);
}

const missingIn = (other: Requirement, one: Requirement) => [...one.keys()].filter((scheme) => !other.has(scheme));

const named = (names: readonly string[], last: string): Phrase =>
  joined(
    names.map((name) => say`${name}`),
    last,
  );

function scopesGained(was: readonly string[], is: readonly string[]): readonly Phrase[] {
  if (was.length === 0) return [];
  const called = (scopes: readonly string[]) => say`${[scopes.length > 1 ? 'scopes' : 'scope']} ${named(scopes, 'or')}`;
  if (is.length === 0) return [say`without the ${called(was)}`];
  const come = is.filter((scope) => !was.includes(scope));
  const how = was.some((scope) => is.includes(scope)) ? 'as well as' : 'instead of';
  return come.length === 0 ? [] : [say`with the ${called(come)} ${[how]} ${named(was, 'or')}`];
}
