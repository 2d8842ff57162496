import { equal, isList, isObject, type Value, type ValueObject } from '../../lib/terraform';
import { documentIn } from '../plan/nesting';
import { maskLooks, secret } from './by-look';
import { isSecretName } from './by-name';

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
  return {
    before: maskObject(before.value, { type, sensitive: before.sensitive, other: undefined }),
    after: maskObject(after.value, { type, sensitive: after.sensitive, other: before.value }),
  };
}

interface Given {
  readonly type: string;
  readonly sensitive: Value;
  /** What stood there before, on the side that comes after. */
  readonly other: Value | undefined;
}

function maskObject(object: ValueObject, given: Given): ValueObject {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => [maskLooks(name), maskNamed(name, value, within(given, name))]),
  );
}

function maskNamed(name: string, value: Value, given: Given): Value {
  const isText = typeof value === 'string' || typeof value === 'number';
  return isText && value !== '' && isSecretName(given.type, name) ? hidden(value, given.other) : mask(value, given);
}

function mask(value: Value, given: Given): Value {
  if (given.sensitive === true) return value === null ? null : hidden(value, given.other);
  if (typeof value === 'string') return maskString(value, given);
  if (isList(value)) return value.map((item, at) => mask(item, within(given, String(at))));
  return isObject(value) ? maskObject(value, given) : value;
}

function maskString(text: string, given: Given): string {
  const json = documentIn(text);
  if (json === undefined) return maskLooks(text);
  const other = given.other === undefined ? undefined : documentIn(given.other);
  const masked = mask(json, { type: given.type, sensitive: null, other });
  return equal(json, masked) ? text : JSON.stringify(masked);
}

const hidden = (value: Value, other: Value | undefined) =>
  other === undefined || other === null || equal(value, other) ? secret : anotherSecret;

/** What is known of a value inside of another. */
function within({ type, sensitive, other }: Given, step: string): Given {
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
