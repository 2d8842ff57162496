import { Precise } from '../convert';
import { ValueFault } from '../fault';
import { count, counts, many, one, type TerraformFunction, two } from './define';

/** Throws a ValueFault if a result is not a number, as Terraform does for log(-1, 10). */
function finite(value: number): number {
  if (Number.isFinite(value)) return value;
  throw new ValueFault('the result is not a number');
}

/** Numeric functions. Source: Terraform language, "Numeric Functions". */
export const numberFunctions: Readonly<Record<string, TerraformFunction>> = {
  abs: one(count, Math.abs),
  ceil: one(count, (value) => 0 + Math.ceil(value)),
  floor: one(count, Math.floor),
  max: many(count, 1, (values) => Math.max(...values)),
  min: many(count, 1, (values) => Math.min(...values)),
  pow: two(count, count, (base, power) => finite(base ** power)),
  log: two(count, count, (value, base) => finite(Math.log(value) / Math.log(base))),
  signum: one(count, Math.sign),
  sum: one(counts, (values) => values.reduce((total, value) => total.plus(value), new Precise(0)).toNumber()),
};
