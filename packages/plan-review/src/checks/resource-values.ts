import { isList, isObject, type Value, type ValueObject } from '@himeshima/terraform-json';
import { type Expressions, referencesIn } from '../plan/configuration';

/** A resource as it is declared or planned. */
export interface Resource {
  readonly address: string;
  readonly type: string;
  /** References of a synthesized stack stay as they are: `${aws_kms_key.key.arn}`. */
  readonly values: ValueObject;
  /** Has the shape of `values`: true for what is known only after apply. */
  readonly unknown: Value;
  /** How a plan's configuration declares it. */
  readonly expressions?: Expressions | undefined;
}

const notKnown = Symbol('known after apply');

// excludes policy variables such as `${iot:ClientId}` and `${*}`: in a reference, no colon follows the first name
const reference = /\$\{(?!\s*[\w.-]+:[^}]*\}|[*?$]\})/;
/** Whether a text contains a Terraform reference. */
export const hasReference = (text: string): boolean => reference.test(text);

/** Whether a path such as `tracing_config.mode` has no value. Blocks may be objects or lists of one. */
export function lacks(resource: Resource, path: string): boolean {
  const found = at(resource, path);
  return (
    found === undefined || found === null || found === '' || (found !== notKnown && isList(found) && !found.length)
  );
}

/** Whether a path has one of these values, also as the only item of a list. `true` equals `'true'`. */
export function is(resource: Resource, path: string, ...values: readonly (string | number | boolean)[]): boolean {
  const found = known(resource, path);
  if (found === notKnown || found === undefined) return false;
  const one = isList(found) && found.length === 1 ? found[0] : found;
  return one !== undefined && !isList(one) && !isObject(one) && values.some((value) => String(value) === String(one));
}

/** Whether a path has none of these values, also if it has no value. Returns false if the value is unknown. */
export function isnt(resource: Resource, path: string, ...values: readonly (string | number | boolean)[]): boolean {
  return known(resource, path) !== notKnown && !is(resource, path, ...values);
}

/** Returns the text at a path; undefined if it is missing, unknown or has references. */
export function textAt(resource: Resource, path: string): string | undefined {
  const found = known(resource, path);
  return typeof found === 'string' ? found : undefined;
}

/** Returns the text at a path, which may have references. */
export function templateAt(resource: Resource, path: string): string | undefined {
  const found = at(resource, path);
  return typeof found === 'string' ? found : undefined;
}

/**
 * Returns the text at a path, or the references of an attribute that is known only after apply, as `${aws_sqs_queue.jobs.arn}`.
 * Undefined if neither is known.
 */
export function originAt(resource: Resource, path: string): string | undefined {
  const [attribute = ''] = path.split('.');
  const references = isUnknown(resource, path) ? referencesIn(resource.expressions?.[attribute]) : [];
  return references.length > 0 ? references.map((one) => `\${${one}}`).join(' ') : templateAt(resource, path);
}

/** Returns the number at a path; undefined if it is missing or unknown. */
export function numberAt(resource: Resource, path: string): number | undefined {
  const found = known(resource, path);
  return typeof found === 'number' ? found : undefined;
}

/** Whether the value at a path is known only after apply. */
export const isUnknown = (resource: Resource, path: string): boolean => at(resource, path) === notKnown;

/** Returns the blocks of a name, each in the shape of a resource so that the same functions read it. */
export function blocksAt(resource: Resource, name: string): readonly Resource[] {
  const value = resource.values[name] ?? null;
  const unknown = inside(resource.unknown, name);
  const blocks = isList(value) ? value : [value];
  return blocks.flatMap((block, index) => {
    const unknownPart = isList(unknown) ? (unknown[index] ?? null) : unknown;
    return isObject(block) ? [{ ...resource, values: block, unknown: unknownPart }] : [];
  });
}

/** Parses the JSON text at a path. Returns undefined if it is missing or invalid. */
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
    // a whole block may come from a reference
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
