import { BlockList, isIP } from 'node:net';
import { didYouMean } from './near-miss';
import { type Matcher, matcherOf, type Piece, plainText } from './wildcard';

export interface ConditionOperator {
  /** Converts a value in the policy to a matcher for values in the request. */
  readonly prepare: (pieces: readonly Piece[]) => Matcher;
  /** Whether the operator is negated, like `StringNotEquals`. If so, a request without the key also satisfies the condition. */
  readonly negated: boolean;
  readonly set: 'ForAllValues' | 'ForAnyValue' | undefined;
  readonly ifExists: boolean;
}

type Prepare = ConditionOperator['prepare'];

const text =
  (same: (given: string, expected: string) => boolean): Prepare =>
  (pieces) => {
    const expected = plainText(pieces);
    return (given) => same(given, expected);
  };

const same = text((given, expected) => given === expected);
const sameIgnoringCase = text((given, expected) => given.toLowerCase() === expected.toLowerCase());

const asNumber = (value: string) => (value.trim() === '' ? Number.NaN : Number(value));
/** Parses a date in ISO 8601 or in seconds since the epoch. Returns milliseconds since the epoch. */
const asTime = (value: string) => (/^\d{5,}$/.test(value) ? Number(value) * 1000 : Date.parse(value));

const ordered =
  (read: (value: string) => number, holds: (given: number, expected: number) => boolean): Prepare =>
  (pieces) => {
    const expected = read(plainText(pieces));
    return (given) => holds(read(given), expected);
  };

const arnParts = 6;

/** Matches each of an ARN's six parts separately. The last part may contain colons. */
const arn: Prepare = (pieces) => {
  const parts: Piece[][] = [[]];
  for (const piece of pieces) {
    if (!('text' in piece)) parts.at(-1)?.push(piece);
    else {
      for (const [index, section] of piece.text.split(':').entries()) {
        if (index > 0 && parts.length < arnParts) parts.push([]);
        else if (index > 0) parts.at(-1)?.push({ text: ':' });
        parts.at(-1)?.push({ text: section });
      }
    }
  }
  const matchers = parts.map(matcherOf);
  return (given) => {
    const sections = given.split(':');
    if (matchers.length < arnParts || sections.length < arnParts) return false;
    const last = sections.splice(arnParts - 1).join(':');
    return matchers.every((fits, index) => fits(sections[index] ?? last));
  };
};

const familyOf = (address: string) => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** Matches an IP address or a range such as `203.0.113.0/24`. */
const ipAddress: Prepare = (pieces) => {
  const [address = '', size] = plainText(pieces).split('/');
  const largest = isIP(address) === 6 ? 128 : 32;
  const bits = Number(size ?? largest);
  if (isIP(address) === 0 || !Number.isInteger(bits) || bits < 0 || bits > largest) return () => false;
  const range = new BlockList();
  range.addSubnet(address, bits, familyOf(address));
  return (given) => isIP(given) !== 0 && range.check(given, familyOf(given));
};

const comparisons = {
  Equals: (given: number, expected: number) => given === expected,
  LessThan: (given: number, expected: number) => given < expected,
  LessThanEquals: (given: number, expected: number) => given <= expected,
  GreaterThan: (given: number, expected: number) => given > expected,
  GreaterThanEquals: (given: number, expected: number) => given >= expected,
} as const;

// source: IAM user guide, "reference_policies_elements_condition_operators"
const positive: readonly [string, Prepare][] = [
  ['StringEquals', same],
  ['StringEqualsIgnoreCase', sameIgnoringCase],
  ['StringLike', matcherOf],
  ['Bool', sameIgnoringCase],
  ['BinaryEquals', same],
  ['ArnEquals', arn],
  ['ArnLike', arn],
  ['IpAddress', ipAddress],
  ...Object.entries(comparisons).flatMap(([name, holds]): [string, Prepare][] => [
    [`Numeric${name}`, ordered(asNumber, holds)],
    [`Date${name}`, ordered(asTime, holds)],
  ]),
];
const negative: readonly [string, string][] = [
  ['StringNotEquals', 'StringEquals'],
  ['StringNotEqualsIgnoreCase', 'StringEqualsIgnoreCase'],
  ['StringNotLike', 'StringLike'],
  ['ArnNotEquals', 'ArnEquals'],
  ['ArnNotLike', 'ArnLike'],
  ['NotIpAddress', 'IpAddress'],
  ['NumericNotEquals', 'NumericEquals'],
  ['DateNotEquals', 'DateEquals'],
];

const prepared = new Map(positive);
const opposites = new Map(negative);
const names = [...prepared.keys(), ...opposites.keys(), 'Null'];

/**
 * Parses the name of a condition operator, for example `ForAllValues:StringLikeIfExists`.
 * @returns undefined if the name is unknown or `Null`, which only tests whether the key exists
 */
export function conditionOperator(name: string): ConditionOperator | undefined {
  const [, set, plain = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(name) ?? [];
  const opposite = opposites.get(plain);
  const prepare = prepared.get(opposite ?? plain);
  return (
    prepare && {
      prepare,
      negated: opposite !== undefined,
      set: set === 'ForAllValues' || set === 'ForAnyValue' ? set : undefined,
      ifExists: ifExists !== undefined,
    }
  );
}

/** Returns an error with a suggestion if a name is not a condition operator; undefined otherwise. */
export function operatorFault(name: string): string | undefined {
  if (name === 'Null' || conditionOperator(name) !== undefined) return undefined;
  const plain = name.replace(/^[^:]*:/, '').replace(/IfExists$/, '');
  return `${name} is not a condition operator${didYouMean(plain, names)}`;
}
