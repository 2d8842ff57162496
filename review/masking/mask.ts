import { equal, isList, isObject, type Value, type ValueObject } from '../../lib/terraform';
import { matchItems } from '../difference/match-items';
import { documentIn } from '../plan/nesting';
import { maskLooks, mayLookSecret, searchedAtMost, secret } from './by-look';
import { isSecretName, mayNameSecret } from './by-name';

/** A secret that is another one than before: that it changes is no secret. */
export const anotherSecret = '«another secret»';

interface Side {
  readonly value: ValueObject;
  /** Terraform's `before_sensitive`, `after_sensitive`: true where a value is sensitive, or a tree of the same form. */
  readonly sensitive: Value;
}

/** A text without what looks like a secret: an address, a message. */
export const maskText = maskLooks;

/**
 * Both sides of a change without their secrets: what Terraform calls sensitive, what the resource type is known to keep
 * secret, and what looks like one, inside of JSON texts, too.
 */
export function maskChange({ type, before, after }: { type: string; before: Side; after: Side }): {
  before: ValueObject;
  after: ValueObject;
} {
  // what is marked on one side alone is the same secret on the other
  const sensitive = either(before.sensitive, after.sensitive);
  // most of a plan stays as it is
  if (equal(before.value, after.value)) {
    const both = maskObject(before.value, { type, sensitive, other: undefined });
    return { before: both, after: both };
  }
  const was = maskObject(before.value, { type, sensitive, other: undefined });
  return {
    before: was,
    after: maskObject(after.value, { type, sensitive, other: { value: before.value, masked: was } }),
  };
}

function either(one: Value, other: Value): Value {
  if (one === true || other === true) return true;
  if (isList(one) && isList(other))
    return Array.from({ length: Math.max(one.length, other.length) }, (_, index) =>
      either(one[index] ?? null, other[index] ?? null),
    );
  if (isObject(one) && isObject(other)) {
    const names = new Set([...Object.keys(one), ...Object.keys(other)]);
    return Object.fromEntries([...names].map((name) => [name, either(at(one, name) ?? null, at(other, name) ?? null)]));
  }
  return isList(one) || isObject(one) ? one : other;
}

interface Given {
  readonly type: string;
  readonly sensitive: Value;
  /** What stood there before, on the side that comes after. */
  readonly other: Earlier | undefined;
}

/** As it was, and without its secrets. */
interface Earlier {
  readonly value: Value;
  readonly masked: Value | undefined;
}

/** Most hold no secret, and are not copied: the object itself, where nothing in it is masked. */
function maskObject(object: ValueObject, given: Given): ValueObject {
  const called = nameIn(object);
  const masked = Object.entries(object).map(([name, value]) => {
    // `{"name": "DB_PASSWORD", "value": …}`, as containers and charts have their variables
    const names = called !== undefined && isValueOf(name) ? [name, called] : [name];
    const shown = maskLooks(name);
    const other = given.other && earlier(at(given.other.value, name), given.other.masked, shown);
    return [shown, maskNamed(names, value, within(given, name, other))] as const;
  });
  const isSame = masked.every(([name, value]) => Object.hasOwn(object, name) && object[name] === value);
  return isSame ? object : Object.fromEntries(masked);
}

function maskList(list: readonly Value[], given: Given): readonly Value[] {
  const others = given.other === undefined ? [] : earlierItems(list, given.other);
  const masked = list.map((item, at) => {
    const inside = within(given, String(at), others[at]);
    return isAsked(list[at - 1]) && typeof item === 'string' ? hidden(item, inside.other) : mask(item, inside);
  });
  return masked.every((item, at) => item === list[at]) ? list : masked;
}

/** So many pairs are looked at; of longer lists the places tell. */
const pairsAtMost = 4_000_000;

/** What each was before, paired as differences are told; undefined also where it stood there just so. */
function earlierItems(list: readonly Value[], { value, masked }: Earlier): readonly (Earlier | undefined)[] {
  if (!isList(value)) return [];
  if (value.length * list.length > pairsAtMost)
    return list.map((_, place) => earlier(value[place], masked, String(place)));
  const places = new Map(value.map((item, place) => [item, String(place)]));
  const pairs = matchItems(value, list).flatMap(({ before, after }) =>
    before === undefined || after === undefined ? [] : [[after, before] as const],
  );
  const befores = new Map(pairs);
  return list.map((item) => {
    const before = befores.get(item);
    return before === undefined ? undefined : earlier(before, masked, places.get(before) ?? '');
  });
}

const earlier = (value: Value | undefined, masked: Value | undefined, step: string): Earlier | undefined =>
  value === undefined ? undefined : { value, masked: masked === undefined ? undefined : at(masked, step) };

/** `["--password", …]`, as containers have their arguments. */
const isAsked = (before: Value | undefined) => typeof before === 'string' && optionOfSecret.test(before);
const optionOfSecret =
  /^--?(?:[\w-]*[-_])?(?:password|passwd|pwd|pass|secret|token|api-?key|access-?key|credentials?)$/i;

/** Also of a stack's parameter (CloudFormation, "Parameter"), and of a variable of a synthetic test. */
const isValueOf = (name: string) => /^(?:value|ParameterValue|pattern|example)$/i.test(name);

function nameIn(object: ValueObject): string | undefined {
  const names = ['name', 'key', 'Name', 'Key', 'ParameterKey'].map((one) =>
    Object.hasOwn(object, one) ? object[one] : undefined,
  );
  return names.find((name) => typeof name === 'string');
}

function maskNamed(names: readonly string[], value: Value, given: Given): Value {
  const isThere = value !== null && value !== '' && typeof value !== 'boolean';
  const isSecret = isThere && names.some((name) => isSecretName(given.type, name));
  return isSecret ? hidden(value, given.other) : mask(value, given);
}

function mask(value: Value, given: Given): Value {
  if (given.sensitive === true) return value === null ? null : hidden(value, given.other);
  if (typeof value === 'string') return maskString(value, given);
  if (isList(value)) return maskList(value, given);
  return isObject(value) ? maskObject(value, given) : value;
}

function maskString(text: string, { type, other }: Given): string {
  if (holdsSecret(decoded(text), type)) return hidden(text, other);
  const looks = mayLookSecret(text);
  if (!looks && !mayNameSecret(type, text)) return text;
  const json = documentIn(text);
  if (json === undefined) return looks ? withoutLooks(text, other?.value) : text;
  const masked = mask(json, { type, sensitive: null, other: undefined });
  if (masked === json) return text;
  // what stood there before is read only where there is a secret to compare with it
  const before = other && documentIn(other.value);
  if (before === undefined) return JSON.stringify(masked);
  const was = mask(before, { type, sensitive: null, other: undefined });
  return JSON.stringify(mask(json, { type, sensitive: null, other: { value: before, masked: was } }));
}

/** Where a secret inside of a text is all that changes, it is another one. */
function withoutLooks(text: string, other: Value | undefined): string {
  const masked = maskLooks(text);
  const isOnlyChange = masked !== text && typeof other === 'string' && other !== text && maskLooks(other) === masked;
  return isOnlyChange ? masked.replaceAll(secret, anotherSecret) : masked;
}

const base64 = /^[A-Za-z0-9+/]{16,}={0,2}$/;

/** What stands in Base64, as user data of machines does; undefined where it is no text. */
function decoded(text: string): string | undefined {
  if (text.length > searchedAtMost || text.length % 4 !== 0 || !base64.test(text)) return undefined;
  const inside = Buffer.from(text, 'base64').toString('utf8');
  return /[\uFFFD\p{Cc}]/u.test(inside.replace(/\s/g, '')) ? undefined : inside;
}

const holdsSecret = (text: string | undefined, type: string): boolean =>
  text !== undefined && maskString(text, { type, sensitive: null, other: undefined }) !== text;

/** Where no secret stood before there is no other one now. */
const hidden = (value: Value, other: Earlier | undefined) =>
  other?.masked !== secret || equal(value, other.value) ? secret : anotherSecret;

/** What is known of a value inside of another. */
function within(given: Given, step: string, other: Earlier | undefined): Given {
  const { type, sensitive } = given;
  if (sensitive === null && given.other === undefined) return given;
  return { type, sensitive: sensitive === true ? true : (at(sensitive, step) ?? null), other };
}

function at(value: Value, step: string): Value | undefined {
  if (isList(value)) return value[Number(step)];
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}
