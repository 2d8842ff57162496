import { BlockList, isIP } from 'node:net';
import { z } from 'zod';
import { isFields } from '../gateway/json-api';
import { parseWildcard } from './wildcard';

/** Function that returns whether a value matches; `undefined` represents a missing field. */
export type Matcher = (value: unknown) => boolean;

/** Schemas that compile an operator's operand to a matcher, keyed by operator. */
export type Operators = Readonly<Record<string, z.ZodType<Matcher>>>;

export const Scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const comparisons: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

/** Largest number that can be compared. Source: EventBridge user guide, "eb-create-pattern-operators", "Numeric matching". */
const largest = 2 ** 53;

const Bound = z.tuple([z.enum(['=', '<', '<=', '>', '>=']), z.number().min(-largest).max(largest)]);
const Numeric = z.union([Bound, z.tuple([...Bound.def.items, ...Bound.def.items])]);

const text = (matches: (value: string, wanted: string) => boolean) =>
  z.string().transform(
    (wanted): Matcher =>
      (value) =>
        typeof value === 'string' && matches(value, wanted),
  );

/** Existing values that are not objects, because operators apply only to leaves. */
const isLeaf = (value: unknown): boolean => value !== undefined && !isFields(value);

const equalsIgnoreCase = text((value, wanted) => value.toLowerCase() === wanted.toLowerCase());
const prefix = text((value, wanted) => value.startsWith(wanted));
const suffix = text((value, wanted) => value.endsWith(wanted));

/** Returns the schema of an operator whose operand is a string, or a string that is compared without regard to case. */
const anyCase = (sensitive: z.ZodType<Matcher>, insensitive: (value: string, wanted: string) => boolean) =>
  z.union([
    sensitive,
    z
      .strictObject({
        'equals-ignore-case': text((value, wanted) => insensitive(value.toLowerCase(), wanted.toLowerCase())),
      })
      .transform((compiled) => compiled['equals-ignore-case']),
  ]);

const excluded = z.union([z.string(), z.number(), z.array(z.string()).min(1), z.array(z.number()).min(1)]);

const anythingBut = excluded.transform(
  (values): Matcher =>
    (value) =>
      isLeaf(value) && ![values].flat().some((one) => one === value),
);

/**
 * Operators that EventBridge and Lambda's event filtering share. Sources: Lambda developer guide,
 * "invocation-eventfiltering"; EventBridge user guide, "eb-create-pattern-operators", "Pipe support".
 */
export const commonOperators: Operators = {
  prefix: anyCase(prefix, (value, wanted) => value.startsWith(wanted)),
  suffix: anyCase(suffix, (value, wanted) => value.endsWith(wanted)),
  'equals-ignore-case': equalsIgnoreCase,
  exists: z.boolean().transform(
    (wanted): Matcher =>
      (value) =>
        isLeaf(value) === wanted,
  ),
  'anything-but': anythingBut,
  numeric: Numeric.transform(
    ([first, bound, second, other]): Matcher =>
      (value) =>
        typeof value === 'number' &&
        Math.abs(value) <= largest &&
        comparisons[first]?.(value, bound) === true &&
        (second === undefined || other === undefined || comparisons[second]?.(value, other) === true),
  ),
};

const wildcard = z.string().transform((pattern, context): Matcher => {
  const matches = parseWildcard(pattern);
  if (matches === undefined) {
    context.addIssue('invalid wildcard');
    return z.NEVER;
  }
  return (value) => typeof value === 'string' && matches(value);
});

const cidr = z.string().transform((range, context): Matcher => {
  const [, address = '', bits = ''] = /^([\d.]+|[\da-f:.]+)\/(\d{1,3})$/i.exec(range) ?? [];
  const family = isIP(address);
  if (family === 0 || Number(bits) > (family === 4 ? 32 : 128)) {
    context.addIssue('invalid CIDR range');
    return z.NEVER;
  }
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const addresses = new BlockList();
  addresses.addSubnet(address, Number(bits), type);
  return (value) => typeof value === 'string' && isIP(value) === family && addresses.check(value, type);
});

/** Returns the schema of an operator that can be negated, with one operand or a list of operands. */
const negated = (name: string, operator: z.ZodType<Matcher>) =>
  z.strictObject({ [name]: z.union([operator, z.array(operator).min(1)]) }).transform((operands): Matcher => {
    const matchers = [operands[name] ?? []].flat();
    return (value) => isLeaf(value) && !matchers.some((matches) => matches(value));
  });

/** All operators of event buses. Source: EventBridge user guide, "eb-create-pattern-operators". */
export const eventBusOperators: Operators = {
  ...commonOperators,
  cidr,
  wildcard,
  'anything-but': z.union([
    anythingBut,
    negated('prefix', prefix),
    negated('suffix', suffix),
    negated('equals-ignore-case', equalsIgnoreCase),
    negated('wildcard', wildcard),
  ]),
};
