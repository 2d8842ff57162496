import { ValueFault } from '../fault';
import { equal, type Value } from '../value';
import { list, many, type TerraformFunction, two } from './define';
import { asSet } from './sets';

/** Set functions. Source: Terraform language, "Collection Functions". */
export const setFunctions: Readonly<Record<string, TerraformFunction>> = {
  setunion: many(list, 1, (sets) => asSet(sets.flat())),
  setintersection: many(list, 1, ([first = [], ...others]) => {
    return asSet(first.filter((value) => others.every((other) => has(other, value))));
  }),
  setsubtract: two(list, list, (first, second) => asSet(first.filter((value) => !has(second, value)))),
  setproduct: many(list, 2, product),
};

function has(values: readonly Value[], target: Value): boolean {
  return values.some((value) => equal(value, target));
}

// Maximum size of a product. Products grow quickly, so this package rejects sizes that no real configuration needs.
const largestProduct = 10_000;

function product(lists: readonly (readonly Value[])[]): Value {
  const size = lists.reduce((total, items) => total * items.length, 1);
  if (size > largestProduct)
    throw new ValueFault(`setproduct would return ${size} elements; at most ${largestProduct} are supported`);
  return lists.reduce<Value[][]>((rows, items) => rows.flatMap((row) => items.map((item) => [...row, item])), [[]]);
}
