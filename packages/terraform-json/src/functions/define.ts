import { article, toBool, toNumber, toText } from '../convert';
import { ValueFault } from '../fault';
import { isList, isObject, type Value, type ValueObject } from '../value';

/** Function in the expression language, with between `least` and `most` arguments. */
export interface TerraformFunction {
  readonly least: number;
  readonly most: number;
  readonly call: (args: readonly Value[]) => Value;
}

/** Function that converts an argument. Throws a ValueFault with the argument's position. */
export type Parameter<T> = (value: Value | undefined, position: number) => T;

export const any: Parameter<Value> = (value) => value ?? null;
export const text: Parameter<string> = convertParameter(toText);
export const count: Parameter<number> = convertParameter(toNumber);
export const flag: Parameter<boolean> = convertParameter(toBool);

export const list: Parameter<readonly Value[]> = (value, position) => {
  if (value !== undefined && isList(value)) return value;
  throw new ValueFault(`a list is required, not ${article(value ?? null)}`, position);
};

export const texts: Parameter<readonly string[]> = (value, position) => {
  return list(value, position).map((item) => text(item, position));
};

export const counts: Parameter<readonly number[]> = (value, position) => {
  return list(value, position).map((item) => count(item, position));
};

export const object: Parameter<ValueObject> = (value, position) => {
  if (value !== undefined && isObject(value)) return value;
  throw new ValueFault(`an object is required, not ${article(value ?? null)}`, position);
};

export const whole: Parameter<number> = (value, position) => {
  const number = count(value, position);
  if (Number.isInteger(number)) return number;
  throw new ValueFault(`a whole number is required, not ${number}`, position);
};

function convertParameter<T>(convert: (value: Value) => T): Parameter<T> {
  return (value, position) => {
    try {
      return convert(value ?? null);
    } catch (error) {
      if (error instanceof ValueFault) throw new ValueFault(error.message, position);
      throw error;
    }
  };
}

export function one<A>(a: Parameter<A>, run: (a: A) => Value): TerraformFunction {
  return { least: 1, most: 1, call: (args) => run(a(args[0], 0)) };
}

export function two<A, B>(a: Parameter<A>, b: Parameter<B>, run: (a: A, b: B) => Value): TerraformFunction {
  return { least: 2, most: 2, call: (args) => run(a(args[0], 0), b(args[1], 1)) };
}

export function three<A, B, C>(
  a: Parameter<A>,
  b: Parameter<B>,
  c: Parameter<C>,
  run: (a: A, b: B, c: C) => Value,
): TerraformFunction {
  return { least: 3, most: 3, call: (args) => run(a(args[0], 0), b(args[1], 1), c(args[2], 2)) };
}

/** Defines a function with any number of arguments of one type. */
export function many<A>(a: Parameter<A>, least: number, run: (args: readonly A[]) => Value): TerraformFunction {
  return {
    least,
    most: Number.POSITIVE_INFINITY,
    call: (args) => run(args.map((arg, position) => a(arg, position))),
  };
}

/** Defines a function with one argument, followed by any number of arguments of another type. */
export function oneAndMany<A, B>(
  a: Parameter<A>,
  b: Parameter<B>,
  leastOthers: number,
  run: (a: A, others: readonly B[]) => Value,
): TerraformFunction {
  return {
    least: 1 + leastOthers,
    most: Number.POSITIVE_INFINITY,
    call: (args) =>
      run(
        a(args[0], 0),
        args.slice(1).map((arg, at) => b(arg, at + 1)),
      ),
  };
}
