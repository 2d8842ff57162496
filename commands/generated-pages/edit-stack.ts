import { isObject, type Value, type ValueObject } from '@himeshima/terraform-json';

/** A copy of a stack in which one value is another: `['resource', 'aws_sqs_queue', 'jobs', 'name']`. */
export function withValue(tree: Value, [step, ...rest]: readonly string[], value: Value): Value {
  if (step === undefined) return value;
  const object = asObject(tree, step);
  return { ...object, [step]: withValue(object[step] ?? {}, rest, value) };
}

/** @throws Error where there is none: an example of a change that changes nothing would be none */
export function valueIn(tree: Value, path: readonly string[]): Value {
  const found = path.reduce<Value | undefined>((value, step) => {
    return value !== undefined && isObject(value) ? value[step] : undefined;
  }, tree);
  if (found === undefined) throw new Error(`the stack has no ${path.join('.')}`);
  return found;
}

/** @throws Error where it is no text */
export function textIn(tree: Value, path: readonly string[]): string {
  const found = valueIn(tree, path);
  if (typeof found !== 'string') throw new Error(`${path.join('.')} is no text`);
  return found;
}

/** A copy without one resource. */
export function without(tree: Value, [type, name]: readonly [string, string]): Value {
  const others = Object.entries(asObject(valueIn(tree, ['resource', type]), type)).filter(([key]) => key !== name);
  return withValue(tree, ['resource', type], Object.fromEntries(others));
}

/** A copy in which a resource has another id, also where others refer to it. */
export function renamed(tree: Value, [type, from]: readonly [string, string], to: string): Value {
  const moved = withValue(without(tree, [type, from]), ['resource', type, to], valueIn(tree, ['resource', type, from]));
  const reference = new RegExp(`\\b${type}\\.${from}(?![\\w-])`, 'g');
  return JSON.parse(JSON.stringify(moved).replace(reference, `${type}.${to}`));
}

function asObject(tree: Value, step: string): ValueObject {
  if (!isObject(tree)) throw new Error(`${step} is not inside of a block`);
  return tree;
}
