import Decimal from 'decimal.js';
import { ValueFault } from './fault';
import { isList, isObject, kindOf, type Value } from './value';

// Use 150 digits, so that 0.1 + 0.2 equals 0.3 as in Terraform, which uses 512-bit floats (go-cty).
export const Precise = Decimal.clone({ precision: 150, toExpNeg: -9e15, toExpPos: 9e15 });

/** Formats a number without an exponent, as Terraform does. */
export function numberText(value: number): string {
  return new Precise(value).toFixed();
}

const decimalNumber = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** Converts numbers and bools to strings, as Terraform does. Rejects null and collections. */
export function toText(value: Value): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return String(value);
  throw new ValueFault(`a string is required, not ${article(value)}`);
}

/** Converts strings with a decimal representation to numbers, as Terraform does. */
export function toNumber(value: Value): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && decimalNumber.test(value)) return finite(Number(value), value);
  if (typeof value === 'string') throw new ValueFault(`cannot convert ${JSON.stringify(value)} to a number`);
  throw new ValueFault(`a number is required, not ${article(value)}`);
}

/** Converts "true", "false", "1" and "0" to bools, as Terraform does. */
export function toBool(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === '1') return true;
  if (value === 'false' || value === '0') return false;
  if (typeof value === 'string') throw new ValueFault(`cannot convert ${JSON.stringify(value)} to a bool`);
  throw new ValueFault(`a bool is required, not ${article(value)}`);
}

function finite(value: number, text: string): number {
  if (Number.isFinite(value)) return value;
  throw new ValueFault(`the number ${text} is too large`);
}

/** Returns a value's kind with its article for error messages: "a list", "an object", "null". */
export function article(value: Value): string {
  const kind = kindOf(value);
  if (kind === 'null') return 'null';
  return kind === 'object' ? 'an object' : `a ${kind}`;
}

/**
 * Converts values to a common type, such as the elements of a list or the two results of a conditional. Numbers and
 * bools are converted to strings if any value is a string. A number and a bool have no common type.
 */
export function unify(values: readonly Value[]): readonly Value[] {
  const kinds = new Set(values.filter((value) => value !== null).map(kindOf));
  if (kinds.size < 2) return values;
  if (values.some((value) => isList(value) || isObject(value))) {
    if ([...kinds].every((kind) => kind === 'list' || kind === 'object')) return values;
    throw new ValueFault(`values of different types: ${[...kinds].join(', ')}`);
  }
  if (!kinds.has('string')) throw new ValueFault('number and bool have no common type');
  return values.map((value) => (value === null ? null : toText(value)));
}
