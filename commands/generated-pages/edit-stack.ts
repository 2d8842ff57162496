import { isObject, type Value, type ValueObject } from '@himeshima/terraform-json';

/**
 * Returns a copy of a stack with one value replaced.
 * @param path for example `['resource', 'aws_sqs_queue', 'jobs', 'name']`
 */
export function replaceValue(tree: Value, [step, ...rest]: readonly string[], value: Value): Value {
  if (step === undefined) return value;
  const object = asObject(tree, step);
  return { ...object, [step]: replaceValue(object[step] ?? {}, rest, value) };
}

/** Returns a value from a stack. @throws Error if the value is missing: an example that replaces it would change nothing */
export function valueIn(tree: Value, path: readonly string[]): Value {
  const found = path.reduce<Value | undefined>((value, step) => {
    return value !== undefined && isObject(value) ? value[step] : undefined;
  }, tree);
  if (found === undefined) throw new Error(`the stack has no ${path.join('.')}`);
  return found;
}

/** Returns a string from a stack. @throws Error if the value is not a string */
export function textIn(tree: Value, path: readonly string[]): string {
  const found = valueIn(tree, path);
  if (typeof found !== 'string') throw new Error(`${path.join('.')} is not a string`);
  return found;
}

/** Returns a copy of a stack without the given resource. */
export function removeResource(tree: Value, [type, name]: readonly [string, string]): Value {
  const others = Object.entries(asObject(valueIn(tree, ['resource', type]), type)).filter(([key]) => key !== name);
  return replaceValue(tree, ['resource', type], Object.fromEntries(others));
}

/** Returns a copy of a stack in which a resource and all references to it have another id. */
export function renameResource(tree: Value, [type, from]: readonly [string, string], to: string): Value {
  const moved = replaceValue(
    removeResource(tree, [type, from]),
    ['resource', type, to],
    valueIn(tree, ['resource', type, from]),
  );
  const reference = new RegExp(`\\b${type}\\.${from}(?![\\w-])`, 'g');
  return JSON.parse(JSON.stringify(moved).replace(reference, `${type}.${to}`));
}

function asObject(tree: Value, step: string): ValueObject {
  if (!isObject(tree)) throw new Error(`${step} is not inside a block`);
  return tree;
}
