import { equal, isList, isObject, type Value, type ValueObject } from '../../lib/terraform';
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
  const is = maskObject(after.value, { type, sensitive, other: before.value });
  return { before: was, after: is === after.value ? is : comparedObject(is, was) };
}

/** Where no secret stood before there is no other one now. Both sides are masked. */
function compared(is: Value, was: Value | undefined): Value {
  if (is === anotherSecret) return was === secret ? is : secret;
  if (isList(is)) return is.map((item, index) => compared(item, was && at(was, String(index))));
  return isObject(is) ? comparedObject(is, was) : is;
}

const comparedObject = (is: ValueObject, was: Value | undefined): ValueObject =>
  Object.fromEntries(Object.entries(is).map(([name, value]) => [name, compared(value, was && at(was, name))]));

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
  readonly other: Value | undefined;
}

/** Most hold no secret, and are not copied: the object itself, where nothing in it is masked. */
function maskObject(object: ValueObject, given: Given): ValueObject {
  const called = nameIn(object);
  const masked = Object.entries(object).map(([name, value]) => {
    // `{"name": "DB_PASSWORD", "value": …}`, as containers and charts have their variables
    const names = called !== undefined && isValueOf(name) ? [name, called] : [name];
    return [maskLooks(name), maskNamed(names, value, within(given, name))] as const;
  });
  const isSame = masked.every(([name, value]) => Object.hasOwn(object, name) && object[name] === value);
  return isSame ? object : Object.fromEntries(masked);
}

function maskList(list: readonly Value[], given: Given): readonly Value[] {
  const masked = list.map((item, at) => {
    const inside = within(given, String(at));
    return isAsked(list[at - 1]) && typeof item === 'string' ? hidden(item, inside.other) : mask(item, inside);
  });
  return masked.every((item, at) => item === list[at]) ? list : masked;
}

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
  if (holdsSecret(decoded(text), type)) return hiddenText(text, other);
  const looks = mayLookSecret(text);
  if (!looks && !mayNameSecret(type, text)) return text;
  const json = documentIn(text);
  if (json === undefined) return looks ? withoutLooks(text, other) : text;
  const masked = mask(json, { type, sensitive: null, other: undefined });
  if (masked === json) return text;
  // what stood there before is read only where there is a secret to compare with it
  const before = other === undefined ? undefined : documentIn(other);
  if (before === undefined) return JSON.stringify(masked);
  const was = mask(before, { type, sensitive: null, other: undefined });
  return JSON.stringify(compared(mask(json, { type, sensitive: null, other: before }), was));
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

const hiddenText = (text: string, other: Value | undefined): string =>
  other === undefined || other === null || other === text ? secret : anotherSecret;

const hidden = (value: Value, other: Value | undefined) =>
  other === undefined || other === null || equal(value, other) ? secret : anotherSecret;

/** What is known of a value inside of another. */
function within(given: Given, step: string): Given {
  const { type, sensitive, other } = given;
  if (sensitive === null && other === undefined) return given;
  return {
    type,
    sensitive: sensitive === true ? true : (at(sensitive, step) ?? null),
    other: other && at(other, step),
  };
}

function at(value: Value, step: string): Value | undefined {
  if (isList(value)) return value[Number(step)];
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}
