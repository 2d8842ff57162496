import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { type Expressions, referencesIn } from '../plan/configuration';

/** Declared or planned resource. */
export interface Resource {
  readonly address: string;
  readonly type: string;
  /** Attribute values. The values of a synthesized stack contain unresolved references such as `${aws_kms_key.key.arn}`. */
  readonly values: ValueObject;
  /** Tree with the structure of `values`. Contains true for each value known only after apply. */
  readonly unknown: Value;
  /** Declaration of the resource in the configuration of a plan. */
  readonly expressions?: Expressions | undefined;
}

const notKnown = Symbol('known after apply');

// excludes policy variables: `${*}`, and variables with a colon after the first name, such as `${iot:ClientId}`
const reference = /\$\{(?!\s*[\w.-]+:[^}]*\}|[*?$]\})/;
/** Returns whether a string contains a Terraform reference. */
export const hasReference = (text: string): boolean => reference.test(text);

/**
 * Returns whether a path such as `tracing_config.mode` has no value. A block may be an object or a list with one item.
 */
export function lacks(resource: Resource, path: string): boolean {
  const found = at(resource, path);
  return (
    found === undefined || found === null || found === '' || (found !== notKnown && isList(found) && !found.length)
  );
}

/** Returns whether the value at a path is one of the given values. Unwraps a list with one item. `true` equals `'true'`. */
export function is(resource: Resource, path: string, ...values: readonly (string | number | boolean)[]): boolean {
  const found = known(resource, path);
  if (found === notKnown || found === undefined) return false;
  const one = isList(found) && found.length === 1 ? found[0] : found;
  return one !== undefined && !isList(one) && !isObject(one) && values.some((value) => String(value) === String(one));
}

/**
 * Returns whether the value at a path is missing or differs from all given values. Returns false for an unknown value.
 */
export function isnt(resource: Resource, path: string, ...values: readonly (string | number | boolean)[]): boolean {
  return known(resource, path) !== notKnown && !is(resource, path, ...values);
}

/** Returns the string at a path. Undefined if the string is missing or unknown, or contains references. */
export function textAt(resource: Resource, path: string): string | undefined {
  const found = known(resource, path);
  return typeof found === 'string' ? found : undefined;
}

/** Returns the string at a path, which may contain references. */
export function templateAt(resource: Resource, path: string): string | undefined {
  const found = at(resource, path);
  return typeof found === 'string' ? found : undefined;
}

/**
 * Returns the string at a path. For a string known only after apply, returns its references, such as `${aws_sqs_queue.jobs.arn}`.
 * Undefined if neither the string nor a reference is known.
 */
export function originAt(resource: Resource, path: string): string | undefined {
  const [attribute = ''] = path.split('.');
  const references = isUnknown(resource, path) ? referencesIn(resource.expressions?.[attribute]) : [];
  return references.length > 0 ? references.map((one) => `\${${one}}`).join(' ') : templateAt(resource, path);
}

/** Returns the number at a path. Undefined if the number is missing or unknown. */
export function numberAt(resource: Resource, path: string): number | undefined {
  const found = known(resource, path);
  return typeof found === 'number' ? found : undefined;
}

/** Returns whether the value at a path is known only after apply. */
export const isUnknown = (resource: Resource, path: string): boolean => at(resource, path) === notKnown;

/** Returns the blocks with the given name as resources, so the functions in this file can read the blocks. */
export function blocksAt(resource: Resource, name: string): readonly Resource[] {
  const value = resource.values[name] ?? null;
  const unknown = inside(resource.unknown, name);
  const blocks = isList(value) ? value : [value];
  return blocks.flatMap((block, index) => {
    const unknownPart = isList(unknown) ? (unknown[index] ?? null) : unknown;
    return isObject(block) ? [{ ...resource, values: block, unknown: unknownPart }] : [];
  });
}

/** Parses the JSON string at a path. Returns undefined if the string is missing or invalid. */
export function jsonAt(resource: Resource, path: string): unknown {
  try {
    return JSON.parse(templateAt(resource, path) ?? '');
  } catch {
    return undefined;
  }
}

function known(resource: Resource, path: string): Value | undefined | typeof notKnown {
  const found = at(resource, path);
  return typeof found === 'string' && hasReference(found) ? notKnown : found;
}

function at({ values, unknown }: Resource, path: string): Value | undefined | typeof notKnown {
  let [value, unknownPart]: [Value | undefined, Value] = [values, unknown];
  for (const step of path.split('.')) {
    const block: Value | undefined = value !== undefined && isList(value) ? value[0] : value;
    // a block may be a reference instead
    if (typeof block === 'string' && hasReference(block)) return notKnown;
    unknownPart = inside(isList(unknownPart) ? (unknownPart[0] ?? null) : unknownPart, step);
    if (unknownPart === true) return notKnown;
    value = block !== undefined && isObject(block) && Object.hasOwn(block, step) ? block[step] : undefined;
  }
  return value;
}

function inside(unknown: Value, step: string): Value {
  if (unknown === true) return true;
  return isObject(unknown) && Object.hasOwn(unknown, step) ? (unknown[step] ?? null) : null;
}
